import type { MediaRates } from './media-tokens.ts';

/** What a request has beside its texts, in tokens. */
export interface Frame {
  /** Once: marks around the whole, and a system prompt that the provider puts in front. */
  readonly start: number;
  /** Per turn that says something: its role and marks. Not for a last turn of the assistant, which is its beginning. */
  readonly turn: number;
  /** The same for system turns. */
  readonly system: number;
  /** Once, when there are tools: how to call them. */
  readonly tools: number;
  /** Per tool, beside its definition. */
  readonly tool: number;
  /** Once, when the answer must be a call. */
  readonly forced: number;
  /** Per call and per result, with the marks of a turn that holds nothing else. */
  readonly call: number;
  readonly result: number;
  /** Once, when JSON by a schema is wanted; `hidden`: the model is not shown the schema. */
  readonly schema: number | 'hidden';
  /** Once, when a tool takes free text by a grammar. */
  readonly grammar: number;
  /** Once, when reasoning is asked for. */
  readonly thinking: number;
  /** Once, when a document may be cited. */
  readonly citations: number;
}

/** How models of one kind count. */
export interface Family extends FamilyBase {
  readonly name: string;
  /** Which models: tested against the name in lower case, without what stands before a slash. */
  readonly models: RegExp;
  /** At which providers only: tested against the provider's id. */
  readonly provider?: RegExp;
}

export interface FamilyBase {
  /** Tokens per token of `o200k_base`, in text. */
  readonly text: number;
  readonly frame: Frame;
  /** How definitions are written for the model; `words`: the JSON around names and descriptions is not counted. */
  readonly toolForm: 'typescript' | 'json' | 'words';
  /** Tokens per token of a definition, on top of `text`. */
  readonly toolText: number;
  /** Tools are not shown when the choice is `none`. */
  readonly dropsUnusedTools: boolean;
  /** Whose thoughts are sent on: all, those since a person spoke last, or no one's. */
  readonly thoughts: 'all' | 'running' | 'none';
  readonly state: StateRate;
  readonly media: MediaRates;
  /** Tools that the model knows by a type: tokens of each, whatever its definition says. */
  readonly typedTools: readonly { readonly type: RegExp; readonly tokens: number }[];
}

/** Encrypted thoughts: tokens per character beyond the first `from`. */
export interface StateRate {
  readonly from: number;
  readonly rate: number;
  /** The text beside them is a summary for people, and is not counted. */
  readonly replacesText: boolean;
}

export type Changes = Partial<Omit<FamilyBase, 'frame'>> & { readonly frame?: Partial<Frame> };

export function familyLike(base: FamilyBase, changes: Changes): FamilyBase {
  return { ...base, ...changes, frame: { ...base.frame, ...changes.frame } };
}
