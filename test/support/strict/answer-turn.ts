/** What a simulated model shall say in one answer. */
export interface AnswerTurn {
  readonly text?: string;
  /** Thoughts to show; with state that only the simulator can read, where its dialect has such. */
  readonly reasoning?: string;
  /** Chat completions and Gemini: there is no state, as with most models. False when absent. */
  readonly stateless?: boolean;
  /** More than one: parallel calls. */
  readonly calls?: readonly SpokenCall[];
  /** Tokens; cached ones are part of the input, reasoning is part of the output. */
  readonly usage?: {
    readonly input: number;
    readonly cached: number;
    readonly output: number;
    readonly reasoning: number;
  };
  /** The answer was cut off by the token limit. False when absent. */
  readonly cut?: boolean;
}

export interface SpokenCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Responses: the call is of a custom tool, with this text in place of arguments. */
  readonly freeText?: string;
}

/** One answer in both forms that its dialect has. */
export interface SpokenAnswer {
  /** For a request that is not streamed. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The text of the event stream for a request that is. */
  readonly stream: string;
}

/** What a speaker needs of its simulator. */
export interface Speaker {
  readonly model: string;
  /** A new id with a prefix. */
  id(prefix: string): string;
  /** State of a kind that is bound to a text or an id. */
  seal(kind: string, bound: string): string;
}

export function turnUsage(turn: AnswerTurn): NonNullable<AnswerTurn['usage']> {
  return turn.usage ?? { input: 20, cached: 0, output: 10, reasoning: turn.reasoning === undefined ? 0 : 4 };
}
