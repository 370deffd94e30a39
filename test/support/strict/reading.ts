import { isDeepStrictEqual } from 'node:util';
import { parsedJson } from '../json-value.ts';
import type { AnswerDialect } from './answer-judge.ts';
import { looseEvents } from './loose-events.ts';
import { readChat, wholeChat } from './read-chat.ts';
import { readGemini, wholeGemini } from './read-gemini.ts';
import { readMessages, wholeMessages } from './read-messages.ts';
import { readResponses, wholeResponses } from './read-responses.ts';

export type FinishWord =
  | 'stop'
  | 'length'
  | 'tool-calls'
  | 'content-filter'
  | 'refusal'
  | 'pause'
  | 'context-full'
  | 'malformed-call'
  | 'other'
  /** The answer broke off or is not done yet. */
  | 'none'
  /** The answer reports an error. */
  | 'error';

/** What an answer says, whatever its dialect. */
export interface AnswerReading {
  /** All visible text, refusals too; parts are joined as they stand. */
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly {
    /** '' where the dialect gives none. */
    readonly id: string;
    readonly name: string;
    /** Parsed JSON, or the text as it is when it is none (custom tools, torn answers). */
    readonly input: unknown;
  }[];
  readonly finish: FinishWord;
  /** `cached` is part of `input`, `reasoning` part of `output`; absent when the answer has no figures. */
  readonly usage?: {
    readonly input: number;
    readonly cached: number;
    readonly output: number;
    readonly reasoning: number;
  };
  /** Opaque state for the next request. */
  readonly state: readonly string[];
  /** Steps of the provider's own tools, and pictures or sounds. */
  readonly others: number;
}

/**
 * Reads an answer without any regard to what conversion does: the judge of whether text, calls, finish, usage and
 * reasoning are the same on both sides. `streaming`: `answer` is the text of a stream; otherwise the parsed body.
 */
export function readAnswer(dialect: AnswerDialect, answer: unknown, streaming: boolean): AnswerReading {
  const body = streaming ? wholeAnswer(dialect, String(answer)) : answer;
  return readers[dialect](body);
}

/** A streamed answer put together to the body that would have come whole, as the vendor's SDK does. */
export function wholeAnswer(dialect: AnswerDialect, stream: string): unknown {
  return wholes[dialect](looseEvents(stream));
}

const wholes = {
  'openai-chat': wholeChat,
  'openai-responses': wholeResponses,
  'anthropic-messages': wholeMessages,
  'gemini-generate': wholeGemini,
} as const;

const readers = {
  'openai-chat': readChat,
  'openai-responses': readResponses,
  'anthropic-messages': readMessages,
  'gemini-generate': readGemini,
} as const;

/** Input of a call: JSON where it is JSON; '' is a call without arguments. */
export function inputOf(text: string): unknown {
  return text === '' ? {} : (parsedJson(text) ?? text);
}

/** Words that some dialects do not tell apart. */
const coarse: Partial<Record<FinishWord, FinishWord>> = {
  refusal: 'content-filter',
  'context-full': 'length',
  // Chat completions have no word for any of these but "stop".
  pause: 'stop',
  'malformed-call': 'stop',
  other: 'stop',
};

/** Ids that every dialect takes; others have to be rewritten for some. */
const plainId = /^[A-Za-z0-9_-]{1,40}$/;

/**
 * What differs between two readings, in words; empty when they say the same. Ids count only where both have some
 * that every dialect takes, white space between paragraphs of reasoning does not count, and finish words are compared as coarsely as the
 * coarsest dialect has them. Usage and finish count only where the first has them.
 */
export function differences(wanted: AnswerReading, got: AnswerReading): string[] {
  const words: string[] = [];
  const compare = (what: string, left: unknown, right: unknown): void => {
    if (!isDeepStrictEqual(left, right))
      words.push(`${what}: wanted ${JSON.stringify(left)}, got ${JSON.stringify(right)}`);
  };
  compare('text', wanted.text, got.text);
  compare('reasoning', wanted.reasoning.replaceAll(/\s+/g, ''), got.reasoning.replaceAll(/\s+/g, ''));
  compare('number of calls', wanted.calls.length, got.calls.length);
  for (const [index, call] of wanted.calls.entries()) {
    const other = got.calls[index];
    if (other === undefined) continue;
    compare(`name of call ${index}`, call.name, other.name);
    compare(`input of call ${index}`, call.input, other.input);
    if (plainId.test(call.id) && other.id !== '') compare(`id of call ${index}`, call.id, other.id);
  }
  if (wanted.finish !== 'none')
    compare('finish', coarse[wanted.finish] ?? wanted.finish, coarse[got.finish] ?? got.finish);
  if (wanted.usage !== undefined) compare('usage', wanted.usage, got.usage);
  return words;
}
