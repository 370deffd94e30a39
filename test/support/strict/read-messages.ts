import { isRecord, type JsonRecord, listAt, parsedJson, textAt, valueAt } from '../json-value.ts';
import type { AnswerReading, FinishWord } from './reading.ts';

interface Block {
  readonly head: JsonRecord;
  text: string;
  json: string;
  signature: string;
}

/** Puts a streamed message together; the figures of `message_delta` replace those of `message_start`. */
export function wholeMessages(events: readonly JsonRecord[]): JsonRecord {
  const blocks = new Map<unknown, Block>();
  let body: JsonRecord = {};
  for (const event of events) {
    const { type, index } = event;
    if (type === 'error') body = { ...body, error: event.error };
    if (type === 'message_start' && isRecord(event.message)) body = { ...body, ...event.message };
    if (type === 'content_block_start' && isRecord(event.content_block)) {
      const head = event.content_block;
      const text = textAt(head, 'text') ?? textAt(head, 'thinking') ?? '';
      blocks.set(index, { head, text, json: '', signature: textAt(head, 'signature') ?? '' });
    }
    const block = blocks.get(index);
    if (type === 'content_block_delta' && block !== undefined) addDelta(block, event.delta);
    if (type === 'message_delta' && isRecord(event.delta)) {
      const usage = isRecord(event.usage) ? event.usage : {};
      const told = Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== null));
      const before = isRecord(body.usage) ? body.usage : {};
      body = { ...body, ...event.delta, usage: { ...before, ...told } };
    }
  }
  if (blocks.size === 0) return body;
  return { ...body, content: [...blocks.values()].map(wholeBlock) };
}

function addDelta(block: Block, delta: unknown): void {
  block.text += textAt(delta, 'text') ?? textAt(delta, 'thinking') ?? '';
  block.json += textAt(delta, 'partial_json') ?? '';
  block.signature += textAt(delta, 'signature') ?? '';
}

function wholeBlock({ head, text, json, signature }: Block): JsonRecord {
  if (head.type === 'text') return { ...head, text };
  if (head.type === 'thinking') return { ...head, thinking: text, signature };
  if (json === '') return head;
  return { ...head, input: parsedJson(json) ?? json };
}

/** Reads the body of a message. */
export function readMessages(body: unknown): AnswerReading {
  const blocks = listAt(body, 'content');
  const of = (type: string): readonly unknown[] => blocks.filter((block) => textAt(block, 'type') === type);
  const usage = usageIn(valueAt(body, 'usage'));
  const plain = ['text', 'thinking', 'redacted_thinking', 'tool_use'];
  return {
    text: of('text')
      .map((block) => textAt(block, 'text') ?? '')
      .join(''),
    reasoning: of('thinking')
      .map((block) => textAt(block, 'thinking') ?? '')
      .join('\n'),
    calls: of('tool_use').map((block) => ({
      id: textAt(block, 'id') ?? '',
      name: textAt(block, 'name') ?? '',
      input: valueAt(block, 'input') ?? {},
    })),
    finish: finishOf(body),
    ...(usage !== undefined && { usage }),
    state: blocks.flatMap((block) => {
      const own =
        textAt(block, 'type') === 'redacted_thinking' ? textAt(block, 'data') : textAt(block, 'signature');
      return own === undefined || own === '' ? [] : [own];
    }),
    others: blocks.filter((block) => !plain.includes(textAt(block, 'type') ?? '')).length,
  };
}

const finishWords: Readonly<Record<string, FinishWord>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  tool_use: 'tool-calls',
  refusal: 'refusal',
  pause_turn: 'pause',
  model_context_window_exceeded: 'context-full',
};

function finishOf(body: unknown): FinishWord {
  if (isRecord(valueAt(body, 'error'))) return 'error';
  const word = textAt(body, 'stop_reason');
  return word === undefined ? 'none' : (finishWords[word] ?? 'other');
}

function usageIn(usage: unknown): AnswerReading['usage'] {
  if (!isRecord(usage)) return undefined;
  const of = (...path: string[]): number => {
    const found = valueAt(usage, ...path);
    return typeof found === 'number' ? found : 0;
  };
  const cached = of('cache_read_input_tokens');
  return {
    input: of('input_tokens') + cached + of('cache_creation_input_tokens'),
    cached,
    output: of('output_tokens'),
    reasoning: of('output_tokens_details', 'thinking_tokens'),
  };
}
