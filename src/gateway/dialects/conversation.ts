import type { Dialect } from '../exchange/dialect.ts';
import type { ThinkingLevel } from '../exchange/model-facts.ts';
import type { RequestSettings } from '../exchange/request-settings.ts';
import type { Fields } from './json-value.ts';
import type { Opaque } from './opaque.ts';

/**
 * The pivot: what a request for an answer says, in words that belong to no vendor. A codec reads its dialect into it
 * and writes its dialect from it; twelve translations are four readers and four writers.
 *
 * Everything carries `at`, a JSON pointer into the client's request, so that whatever a writer cannot express is
 * recorded as a loss with its place. Nothing is dropped by a reader: what it has no word for becomes a `NativePart`,
 * a `NativeTool` or an entry of `extra`, which a writer of the same dialect takes over as it is and any other writer
 * reports as lost.
 */
export interface Conversation {
  /** The dialect it was read from. */
  readonly from: Dialect;
  /** In the order of the request; neighbours may have the same role. */
  readonly turns: readonly Turn[];
  readonly tools: readonly Tool[];
  readonly toolChoice?: ToolChoice;
  /** False: at most one call per answer. */
  readonly parallelTools?: boolean;
  readonly reasoning: ReasoningWish;
  readonly sampling: Sampling;
  /** Most tokens of the answer, reasoning included. */
  readonly maxTokens?: number;
  readonly stop: readonly string[];
  readonly output: OutputWish;
  readonly cache: CacheWish;
  readonly metadata: Metadata;
  readonly stream: boolean;
  /** Top-level members (and members of `generationConfig`, `text`, …) without a place above. */
  readonly extra: readonly Extra[];
  /** What a rule says in place of the client. */
  readonly ruled?: Ruled;
  /** How the request was spelled, by the `at` of an element: for a writer of the same dialect, nothing to any other. */
  readonly notes?: ReadonlyMap<string, Note>;
}

/**
 * Settings that are not the client's. Of its own values a writer of the same dialect believes that the client knows what
 * its provider takes; of these it may believe no more than of those that come from another dialect.
 */
export interface Ruled {
  readonly settings: RequestSettings;
  /** The client's own: words that it uses are words that its provider knows. */
  readonly before: Pick<Conversation, 'reasoning' | 'sampling'>;
}

/**
 * What a writer of the same dialect needs to write an element as it was, and what means nothing elsewhere: losing it
 * is no loss.
 */
export interface Note {
  /** Members without a meaning outside of the dialect or of the request: ids of items, their status, nulls. */
  readonly set?: Fields;
  /** A text stood in place of a list of one text part. */
  readonly plain?: boolean;
  /** The element had opaque state: without it, it is none that its origin knows. */
  readonly sealed?: boolean;
}

/** `system` and `developer` stand where the request has them, at the front or in the middle. */
export type Role = 'system' | 'developer' | 'user' | 'assistant';

/**
 * One message; in dialects with flat items, a run of items of one speaker. Tool results are parts of a `user` turn.
 */
export interface Turn {
  readonly role: Role;
  readonly parts: readonly Part[];
  /** The speaker's `name` (chat). */
  readonly name?: string;
  readonly at: string;
}

export type Part =
  | TextPart
  | MediaPart
  | ReasoningPart
  | ToolCallPart
  | ToolResultPart
  | HostedPart
  | NativePart;

/** A point up to which the provider is asked to cache (`cache_control`). */
export interface CacheMark {
  /** Absent: the provider's usual five minutes. */
  readonly ttl?: '5m' | '1h';
}

export interface TextPart {
  readonly kind: 'text';
  readonly text: string;
  readonly citations?: readonly Citation[];
  /** The model declined (`refusal` parts): shown as text where a dialect has no such part. */
  readonly refusal?: boolean;
  /** Responses: `commentary` or `final_answer`. */
  readonly phase?: string;
  /** Gemini puts signatures on text, too. */
  readonly opaque?: Opaque;
  readonly cache?: CacheMark;
  readonly at: string;
}

export type MediaSource =
  /** `data` without a `data:` prefix or line breaks. */
  | { readonly kind: 'base64'; readonly mimeType: string; readonly data: string }
  | { readonly kind: 'url'; readonly url: string; readonly mimeType?: string }
  /** A document given as its text (Messages). */
  | { readonly kind: 'text'; readonly text: string; readonly mimeType?: string }
  /** An upload at the provider whose dialect this is. */
  | { readonly kind: 'file-id'; readonly id: string; readonly dialect: Dialect; readonly mimeType?: string };

export interface MediaPart {
  readonly kind: 'media';
  readonly media: 'image' | 'audio' | 'video' | 'document';
  readonly source: MediaSource;
  readonly filename?: string;
  readonly title?: string;
  /** Text about a document for the model (Messages). */
  readonly context?: string;
  /** Citations wanted from a document (Messages). */
  readonly citable?: boolean;
  /** OpenAI's `low`, `high`, `auto`, `original`. */
  readonly detail?: string;
  readonly cache?: CacheMark;
  readonly at: string;
}

/** Thoughts of an earlier turn. Text is for people and other models; `opaque` is for its origin only. */
export interface ReasoningPart {
  readonly kind: 'reasoning';
  /** Paragraphs; one for dialects that do not divide. Empty when only the opaque state was shown. */
  readonly text: readonly string[];
  /** `text` is the model's own reasoning, not a summary of it (Responses: `content` instead of `summary`). */
  readonly raw?: boolean;
  readonly opaque?: Opaque;
  /** Its id at the origin (Responses: `rs_…`). */
  readonly id?: string;
  readonly at: string;
}

/** A call of one of the request's own tools. */
export interface ToolCallPart {
  readonly kind: 'tool-call';
  readonly id: string;
  readonly name: string;
  readonly namespace?: string;
  /**
   * `function`: `input` is JSON text as the model wrote it; '' means no arguments. `custom`: free text.
   * `local-shell`: `input` is the JSON text of its `action`.
   */
  readonly form: ToolForm;
  readonly input: string;
  readonly opaque?: Opaque;
  /** It came without opaque state in a dialect that signs calls: what is missing was not removed here (Gemini). */
  readonly unsigned?: true;
  readonly cache?: CacheMark;
  readonly at: string;
}

export type ToolForm = 'function' | 'custom' | 'local-shell' | 'tool-search';

export interface ToolResultPart {
  readonly kind: 'tool-result';
  /** The call's id; '' when the dialect gave none (Gemini): then `name` and order tell. */
  readonly id: string;
  /** The tool's name, where the dialect gives it or an earlier call tells it. */
  readonly name?: string;
  readonly form: ToolForm;
  /** Text and media; Messages also allows search results and references, which are native parts. */
  readonly content: readonly Part[];
  /** The result as the JSON object it was (Gemini's `response`); `content` then holds its text. */
  readonly value?: Fields;
  readonly isError?: boolean;
  readonly cache?: CacheMark;
  readonly at: string;
}

/**
 * A tool that the provider ran itself: its call, its result, or both in one item (Responses). `text` is what a reader
 * elsewhere should know of it (a query, titles and addresses of what was found); '' when there is nothing to tell.
 */
export interface HostedPart {
  readonly kind: 'hosted';
  readonly tool: 'web-search' | 'web-fetch' | 'code' | 'file-search' | 'image' | 'computer' | 'mcp' | 'other';
  readonly text: string;
  readonly dialect: Dialect;
  /** The item or block as it came. */
  readonly value: Fields;
  readonly cache?: CacheMark;
  readonly at: string;
}

/** A part that only its own dialect knows; `what` names it to people. */
export interface NativePart {
  readonly kind: 'native';
  readonly dialect: Dialect;
  readonly what: string;
  readonly value: Fields;
  readonly cache?: CacheMark;
  readonly at: string;
}

/** A source that an answer names for a stretch of its text. */
export interface Citation {
  readonly url?: string;
  readonly title?: string;
  /** The quoted words of the source. */
  readonly quote?: string;
  /** UTF-16 offsets into the part's text, where the dialect has them. */
  readonly start?: number;
  readonly end?: number;
  readonly dialect: Dialect;
  readonly value: Fields;
}

export type Tool = FunctionTool | CustomTool | HostedTool | NativeTool;

export interface FunctionTool {
  readonly kind: 'function';
  readonly name: string;
  /** A group of tools (Responses: `{type: "namespace", tools}`); its own description is in `namespaceText`. */
  readonly namespace?: string;
  readonly namespaceText?: string;
  readonly description?: string;
  /** JSON schema of the arguments; absent: none. */
  readonly schema?: Fields;
  readonly strict?: boolean;
  /** Known by name only until the model asks for it (Messages: `defer_loading`). */
  readonly deferred?: boolean;
  /** Examples of arguments (Messages: `input_examples`). */
  readonly examples?: readonly unknown[];
  readonly cache?: CacheMark;
  /** Members of the definition without a place here. */
  readonly rest?: Fields;
  /** The member with the schema as it came; only a writer of the dialect that it came from looks at it. */
  readonly native?: Fields;
  readonly at: string;
}

/** A tool that takes free text, perhaps by a grammar (Codex: `apply_patch`, `exec`). */
export interface CustomTool {
  readonly kind: 'custom';
  readonly name: string;
  readonly namespace?: string;
  readonly namespaceText?: string;
  readonly description?: string;
  /** `{type: "grammar", syntax, definition}` or `{type: "text"}`. */
  readonly format?: Fields;
  readonly cache?: CacheMark;
  readonly at: string;
}

/** A tool of the provider that several vendors have. */
export interface HostedTool {
  readonly kind: 'hosted';
  readonly tool: 'web-search' | 'web-fetch' | 'code' | 'file-search' | 'image' | 'computer' | 'mcp' | 'other';
  /** The name that a tool choice uses, where the dialect gives one. */
  readonly name?: string;
  /** Web search: only, or never, these domains. */
  readonly allowedDomains?: readonly string[];
  readonly blockedDomains?: readonly string[];
  readonly maxUses?: number;
  /** Approximate place of the user: city, region, country, timezone. */
  readonly place?: Fields;
  /** Names of members that say more than the words above: lost in any other dialect. */
  readonly unsaid?: readonly string[];
  readonly dialect: Dialect;
  readonly value: Fields;
  readonly cache?: CacheMark;
  readonly at: string;
}

/** A tool definition that only its own dialect knows (Codex's `tool_search`). */
export interface NativeTool {
  readonly kind: 'native';
  readonly dialect: Dialect;
  readonly what: string;
  readonly value: Fields;
  readonly at: string;
}

export type ToolChoice =
  | { readonly kind: 'auto' | 'none' | 'required' }
  /** Exactly this one. */
  | { readonly kind: 'tool'; readonly name: string; readonly namespace?: string }
  /** One of these (`required`) or none of them. */
  | { readonly kind: 'some'; readonly names: readonly string[]; readonly required: boolean }
  | { readonly kind: 'native'; readonly dialect: Dialect; readonly value: unknown };

export type Effort = ThinkingLevel;

export interface ReasoningWish {
  /** Absent: the model's default. `none` switches it off. */
  readonly effort?: Effort;
  /** Most tokens to think (Messages: `budget_tokens`, Gemini: `thinkingBudget`); -1: the model decides. */
  readonly budget?: number;
  /** The model decides how much (Messages: `adaptive`). */
  readonly adaptive?: boolean;
  /** Whether thoughts, or a summary of them, shall be shown. */
  readonly show?: boolean;
  /** Responses: `auto`, `concise`, `detailed`. */
  readonly summary?: string;
  /** The client keeps opaque state itself and asks for it (Responses: `reasoning.encrypted_content`). */
  readonly wantsOpaque?: boolean;
}

export interface Sampling {
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly seed?: number;
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
  /** Answers wanted beside each other. */
  readonly count?: number;
  readonly logprobs?: boolean;
  readonly topLogprobs?: number;
}

export interface OutputWish {
  /** `json`: any JSON; with `schema`: that JSON. Absent: text. */
  readonly format?: {
    readonly kind: 'json';
    readonly schema?: Fields;
    readonly name?: string;
    readonly description?: string;
    readonly strict?: boolean;
    /** The member with the schema as it came; only a writer of the dialect that it came from looks at it. */
    readonly native?: Fields;
  };
  readonly verbosity?: string;
  /** Media that the answer shall hold beside text (`image`, `audio`), in lower case. */
  readonly modalities?: readonly string[];
}

export interface CacheWish {
  /** Requests of one conversation come with the same key (`prompt_cache_key`). */
  readonly key?: string;
  /** OpenAI: `in_memory`, `24h`. */
  readonly retention?: string;
  /** A mark on the whole request (Messages: top-level `cache_control`). */
  readonly mark?: CacheMark;
}

export interface Metadata {
  /** An id of the end user, for the provider's abuse detection. */
  readonly user?: string;
  /** Free pairs. */
  readonly pairs?: Readonly<Record<string, string>>;
  /** `auto`, `default`, `flex`, `priority`, …: as the client wrote it. */
  readonly serviceTier?: string;
  readonly store?: boolean;
  readonly previousResponseId?: string;
}

/** A member of the request without a place in the pivot. `at` is its JSON pointer, `value` as it came. */
export interface Extra {
  readonly at: string;
  readonly value: unknown;
}
