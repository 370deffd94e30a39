import { isRecord, type JsonRecord, listAt, textAt, valueAt } from '../json-value.ts';
import { type AnswerReading, type FinishWord, inputOf } from './reading.ts';

interface Item {
  head: JsonRecord;
  done?: JsonRecord;
  /** Deltas by family and index. */
  readonly pieces: Map<string, string>;
}

/**
 * Puts a streamed response together. Items are joined by `output_index`, since GitHub Copilot changes their ids; the
 * finished item counts before its deltas, and both before `output` of the last event, which ChatGPT leaves empty.
 */
export function wholeResponses(events: readonly JsonRecord[]): JsonRecord {
  const items = new Map<number, Item>();
  let response: JsonRecord = {};
  let error: unknown;
  for (const event of events) {
    const type = textAt(event, 'type') ?? '';
    if (isRecord(event.response)) response = event.response;
    if (type === 'error') error = event.error ?? { message: event.message };
    if (typeof event.output_index !== 'number') continue;
    const item = items.get(event.output_index) ?? { head: {}, pieces: new Map<string, string>() };
    items.set(event.output_index, item);
    if (isRecord(event.item) && type.endsWith('.added')) item.head = event.item;
    else if (isRecord(event.item)) item.done = event.item;
    else if (type.endsWith('.delta') && typeof event.delta === 'string') {
      const key = `${type.slice(0, -'.delta'.length)} ${event.content_index ?? event.summary_index ?? 0}`;
      item.pieces.set(key, (item.pieces.get(key) ?? '') + event.delta);
    }
  }
  const ordered = [...items.entries()].toSorted(([left], [right]) => left - right);
  const output = ordered.map(([, item]) => item.done ?? fromPieces(item));
  return {
    ...response,
    ...(error !== undefined && !isRecord(response.error) && { error }),
    ...(output.length > 0 && { output }),
  };
}

/** The item as its deltas tell it, when the stream broke off before it was done. */
function fromPieces({ head, pieces }: Item): JsonRecord {
  const under = (family: string): string[] =>
    [...pieces].filter(([key]) => key.startsWith(`response.${family} `)).map(([, text]) => text);
  const content = [
    ...under('output_text').map((text) => ({ type: 'output_text', text })),
    ...under('refusal').map((refusal) => ({ type: 'refusal', refusal })),
    ...under('reasoning_text').map((text) => ({ type: 'reasoning_text', text })),
  ];
  const summary = under('reasoning_summary_text').map((text) => ({ type: 'summary_text', text }));
  const [args] = under('function_call_arguments');
  const [input] = under('custom_tool_call_input');
  return {
    ...head,
    ...(content.length > 0 && { content }),
    ...(summary.length > 0 && { summary }),
    ...(args !== undefined && { arguments: args }),
    ...(input !== undefined && { input }),
  };
}

const plain = ['message', 'reasoning', 'function_call', 'custom_tool_call', 'local_shell_call'];

/** Reads the body of a response. */
export function readResponses(body: unknown): AnswerReading {
  const items = listAt(body, 'output');
  const of = (...types: string[]): readonly unknown[] =>
    items.filter((item) => types.includes(textAt(item, 'type') ?? ''));
  const parts = of('message').flatMap((item) => listAt(item, 'content'));
  const calls = of('function_call', 'custom_tool_call', 'local_shell_call').map((item) => ({
    id: textAt(item, 'call_id') ?? '',
    // The client's own shell has one name and an action in place of arguments.
    name: textAt(item, 'name') ?? 'local_shell',
    input: textAt(item, 'input') ?? valueAt(item, 'action') ?? inputOf(textAt(item, 'arguments') ?? ''),
  }));
  const usage = usageIn(valueAt(body, 'usage'));
  const refused = parts.some((part) => textAt(part, 'type') === 'refusal');
  return {
    text: parts.map((part) => textAt(part, 'text') ?? textAt(part, 'refusal') ?? '').join(''),
    reasoning: of('reasoning').map(thoughts).join('\n'),
    calls,
    finish: refused ? 'refusal' : finishOf(body, calls.length),
    ...(usage !== undefined && { usage }),
    state: items.flatMap((item) => textAt(item, 'encrypted_content') ?? []),
    others: items.filter((item) => !plain.includes(textAt(item, 'type') ?? '')).length,
  };
}

/** The model's own reasoning where it is shown, otherwise its summary. */
function thoughts(item: unknown): string {
  const texts = (name: string): string =>
    listAt(item, name)
      .map((part) => textAt(part, 'text') ?? '')
      .join('\n');
  return texts('content') || texts('summary');
}

function finishOf(body: unknown, calls: number): FinishWord {
  const status = textAt(body, 'status');
  if (isRecord(valueAt(body, 'error')) || status === 'failed') return 'error';
  if (status === 'completed') return calls > 0 ? 'tool-calls' : 'stop';
  if (status !== 'incomplete') return 'none';
  const reason = textAt(body, 'incomplete_details', 'reason');
  if (reason === 'max_output_tokens') return 'length';
  return reason === 'content_filter' ? 'content-filter' : 'other';
}

function usageIn(usage: unknown): AnswerReading['usage'] {
  if (!isRecord(usage)) return undefined;
  const of = (...path: string[]): number => {
    const found = valueAt(usage, ...path);
    return typeof found === 'number' ? found : 0;
  };
  const output = of('output_tokens');
  const reasoning = of('output_tokens_details', 'reasoning_tokens');
  const beside = of('total_tokens') === of('input_tokens') + output + reasoning;
  return {
    input: of('input_tokens'),
    cached: Math.min(of('input_tokens_details', 'cached_tokens'), of('input_tokens')),
    output: beside ? output + reasoning : output,
    reasoning: beside ? reasoning : Math.min(reasoning, output),
  };
}
