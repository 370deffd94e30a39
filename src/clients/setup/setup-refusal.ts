/**
 * - `syntax`: the text is not what its format allows, or larger than such a file ever is.
 * - `in-the-way`: something stands where a table or a value has to go.
 * - `not-safe`: the edited text would not mean what it should. A gap in our editor; the file is left alone.
 */
export type RefusalCode = 'syntax' | 'in-the-way' | 'not-safe';

/** Thrown by the pure edits; plans turn it into a problem that names the file. */
export class SetupRefusal extends Error {
  readonly code: RefusalCode;
  /** From 1; absent when no line is to blame. */
  readonly line: number | undefined;

  /** `message` continues a sentence that begins with the place: "a value is expected here". */
  constructor(code: RefusalCode, message: string, line?: number) {
    super(message);
    this.name = 'SetupRefusal';
    this.code = code;
    this.line = line;
  }
}

/** A config that people write by hand is some kilobytes; past a mebibyte it is some other file. */
export const mostCharacters = 1024 * 1024;

/** Refuses a text that is too large to be a config. */
export function checkSize(text: string): void {
  if (text.length > mostCharacters) {
    throw new SetupRefusal(
      'syntax',
      `the file has ${text.length} characters; at most ${mostCharacters} are read`,
    );
  }
}
