import { type Fields, isFields, parseJson } from '../json-value.ts';

/** Under this name stands text that is no JSON object; the tool will refuse it, and the model sees what it wrote. */
export const unreadArguments = 'input';

/** The arguments that JSON text gives; `args` has to be an object. */
export function argumentsOf(input: string): { readonly args: Fields; readonly isRead: boolean } {
  if (input.trim() === '') return { args: {}, isRead: true };
  const parsed = parseJson(input);
  return isFields(parsed)
    ? { args: parsed, isRead: true }
    : { args: { [unreadArguments]: input }, isRead: false };
}
