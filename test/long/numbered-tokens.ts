import { parsedJson, textAt } from '../support/json-value.ts';
import type { Conversing } from '../support/requests.ts';
import { type Answer, answer } from '../support/scripted-upstream-behaviour.ts';

/** What a client has received of a stream. */
export interface Received {
  readonly text: string;
  /** The dialect's end of a complete answer came. */
  readonly whole: boolean;
  /** Message of the dialect's own error; undefined: none came. */
  readonly error?: string;
}

/** `count` pieces that tell whose they are and in which order they were sent: `7:0 7:1 7:2 `. */
export function numbered(owner: string, count: number): string[] {
  return Array.from({ length: count }, (_, place) => `${owner}:${place} `);
}

/** An answer of numbered tokens, one event each. */
export function numberedAnswer(
  owner: string,
  count: number,
  more: Omit<Answer, 'kind' | 'text'> = {},
): Answer {
  return { ...answer('', more), text: numbered(owner, count) };
}

/** Reads a stream as a client of its dialect does. Throws where an event is no whole one. */
export function received(dialect: Conversing, stream: string): Received {
  const events = stream
    .split(/\r?\n\r?\n/)
    .filter((event) => event !== '' && !/^:[^\n]*$/.test(event))
    .map(dataOf);
  const parsed = events.map((data) => (data === '[DONE]' ? data : whole(data)));
  const error = parsed.map((event) => errorIn(dialect, event)).find((message) => message !== undefined);
  return {
    text: parsed.map((event) => textIn(dialect, event) ?? '').join(''),
    whole: parsed.some((event) => isEnd(dialect, event)),
    ...(error !== undefined && { error }),
  };
}

function dataOf(event: string): string {
  const data = /^data: ?(.*)$/m.exec(event)?.[1];
  if (data === undefined) throw new Error(`this is no whole event: ${event.slice(0, 200)}`);
  return data;
}

function whole(data: string): unknown {
  const event = parsedJson(data);
  if (event === undefined) throw new Error(`this is no whole event: ${data.slice(0, 200)}`);
  return event;
}

function textIn(dialect: Conversing, event: unknown): string | undefined {
  switch (dialect) {
    case 'openai-chat':
      return textAt(event, 'choices', 0, 'delta', 'content');
    case 'openai-responses':
      return textAt(event, 'type') === 'response.output_text.delta' ? textAt(event, 'delta') : undefined;
    case 'anthropic-messages':
      return textAt(event, 'delta', 'text');
    case 'gemini-generate':
      return textAt(event, 'candidates', 0, 'content', 'parts', 0, 'text');
  }
}

function isEnd(dialect: Conversing, event: unknown): boolean {
  switch (dialect) {
    case 'openai-chat':
      return event === '[DONE]';
    case 'openai-responses':
      return textAt(event, 'type') === 'response.completed';
    case 'anthropic-messages':
      return textAt(event, 'type') === 'message_stop';
    case 'gemini-generate':
      return textAt(event, 'candidates', 0, 'finishReason') !== undefined;
  }
}

function errorIn(dialect: Conversing, event: unknown): string | undefined {
  return dialect === 'openai-responses'
    ? textAt(event, 'response', 'error', 'message')
    : textAt(event, 'error', 'message');
}
