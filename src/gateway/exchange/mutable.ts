/**
 * A value while it is being put together. Optional members are set one by one where every request passes: a spread for
 * each is an object more, and a hundred of them were a tenth of a small request.
 */
export type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
