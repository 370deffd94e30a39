import type { Loss } from '../exchange/loss.ts';

/** More are counted, not kept: a request of ten thousand parts must not make a record of megabytes. */
const mostKept = 100;

/** Longest `detail` that is kept. */
const mostDetail = 200;

/** Collects what a request or an answer lost on its way into another dialect. */
export class Losses {
  readonly list: Loss[] = [];
  /** All of them, also those past the hundredth. */
  count = 0;

  /**
   * `code` is a word of `docs/dialects.md`, `at` a JSON pointer into the client's request (`answer` for what came
   * back), `detail` says in words what is gone; it never holds prompt text.
   */
  add(code: LossCode, at: string, detail: string): void {
    this.count += 1;
    if (this.list.length < mostKept) this.list.push({ code, path: at, detail: detail.slice(0, mostDetail) });
  }

  /** Adds what others have collected, with `read` applied to its words. */
  addAll(others: Losses, read: (text: string) => string): void {
    const kept = others.list.slice(0, mostKept - this.list.length);
    for (const { code, path, detail } of kept)
      this.list.push({ code, path: read(path), detail: read(detail) });
    this.count += others.count;
  }
}

/** Every reason for a loss; `docs/dialects.md` explains each. */
export type LossCode =
  /** A setting of the request that the target has no word for. */
  | 'field'
  /** A value that the target takes in a smaller range or coarser steps. */
  | 'value'
  /** A part of a message that only its own dialect knows. */
  | 'part'
  /** An image, sound or document that the target cannot take; a note stands in its place. */
  | 'media'
  /** A tool definition that the target cannot offer. */
  | 'tool'
  /** The choice of tools could not be expressed. */
  | 'tool-choice'
  /** Words of a tool's JSON schema that the target refuses. */
  | 'schema'
  /** A custom tool's grammar: the target gets it as a description. */
  | 'grammar'
  /** Opaque reasoning state that belongs to another provider, account or model. */
  | 'opaque'
  /** Text of earlier reasoning that the target takes no replay of. */
  | 'reasoning-text'
  /** Sources of a text. */
  | 'citation'
  /** A step of a provider's own tool. */
  | 'hosted'
  /** A cache mark. */
  | 'cache'
  /** Further answers beside the first. */
  | 'count'
  /** Token probabilities. */
  | 'logprobs'
  /** A tool result without its call, or a call without its result. */
  | 'pairing';
