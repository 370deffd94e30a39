import type { Fields } from './json-value.ts';

export interface RequestField {
  /** Dotted path; [] for list elements: messages[].content[].text */
  readonly path: string;
  /** A smallest valid request body that uses the field; the model's name is 'm'. */
  readonly example: Fields;
  /** What a person should know of it. */
  readonly note?: string;
}
