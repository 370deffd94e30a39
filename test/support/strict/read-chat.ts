import { isRecord, type JsonRecord, listAt, textAt, valueAt } from '../json-value.ts';
import { type AnswerReading, type FinishWord, inputOf } from './reading.ts';

interface Call {
  index: number;
  id: string;
  type: string;
  name: string;
  input: string;
}

/**
 * Puts a streamed chat completion together. Pieces of calls are told apart by index and by id: there are providers
 * without indexes (Mistral) and with one index for all calls (Ollama).
 */
export function wholeChat(events: readonly JsonRecord[]): JsonRecord {
  const message = { content: '', refusal: '', reasoning: '', details: [] as unknown[] };
  const calls: Call[] = [];
  const body: Record<string, unknown> = {};
  let finish: unknown = null;
  for (const event of events) {
    if (isRecord(event.error)) body.error = event.error;
    if (typeof event.id === 'string' && event.id !== '') body.id ??= event.id;
    if (typeof event.model === 'string' && event.model !== '') body.model ??= event.model;
    const usage = event.usage ?? valueAt(event, 'x_groq', 'usage') ?? valueAt(event, 'choices', 0, 'usage');
    if (isRecord(usage)) body.usage = usage;
    const choice = listAt(event, 'choices').find((each) => (valueAt(each, 'index') ?? 0) === 0);
    const delta = valueAt(choice, 'delta') ?? valueAt(choice, 'message');
    message.content += contentText(valueAt(delta, 'content'));
    message.refusal += textAt(delta, 'refusal') ?? '';
    message.reasoning += thoughts(delta);
    message.details.push(...listAt(delta, 'reasoning_details'));
    for (const piece of listAt(delta, 'tool_calls')) addPiece(calls, piece);
    finish = textAt(choice, 'finish_reason') || finish;
  }
  return {
    ...body,
    choices: [
      {
        index: 0,
        finish_reason: finish,
        message: {
          role: 'assistant',
          content: message.content,
          refusal: message.refusal || null,
          ...(message.reasoning !== '' && { reasoning_content: message.reasoning }),
          ...(message.details.length > 0 && { reasoning_details: message.details }),
          ...(calls.length > 0 && { tool_calls: calls.map(wholeCall) }),
        },
      },
    ],
  };
}

function addPiece(calls: Call[], piece: unknown): void {
  const id = textAt(piece, 'id') ?? '';
  const given = valueAt(piece, 'index');
  const same = calls.findLast((call) =>
    typeof given === 'number'
      ? call.index === given && (id === '' || call.id === '' || call.id === id)
      : id === '' || call.id === id,
  );
  const call = same ?? {
    index: typeof given === 'number' ? given : calls.length,
    id: '',
    type: '',
    name: '',
    input: '',
  };
  if (same === undefined) calls.push(call);
  call.id ||= id;
  call.type ||= textAt(piece, 'type') ?? '';
  call.name ||= textAt(piece, 'function', 'name') ?? textAt(piece, 'custom', 'name') ?? '';
  const args = valueAt(piece, 'function', 'arguments') ?? valueAt(piece, 'custom', 'input');
  call.input += typeof args === 'string' ? args : isRecord(args) ? JSON.stringify(args) : '';
}

function wholeCall({ id, type, name, input }: Call): JsonRecord {
  return type === 'custom'
    ? { id, type, custom: { name, input } }
    : { id, type: 'function', function: { name, arguments: input } };
}

/** Content is text or, at Mistral, a list of parts of text and thinking. */
function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  return listAt(content)
    .map((part) => (textAt(part, 'type') === 'text' ? (textAt(part, 'text') ?? '') : ''))
    .join('');
}

/** Thoughts under the names that providers have for them; OpenRouter tells them twice. */
function thoughts(message: unknown): string {
  const plain = textAt(message, 'reasoning_content') || textAt(message, 'reasoning');
  if (plain !== undefined && plain !== '') return plain;
  const details = listAt(message, 'reasoning_details')
    .map((detail) => textAt(detail, 'text') ?? textAt(detail, 'summary') ?? '')
    .join('');
  if (details !== '') return details;
  return listAt(message, 'content')
    .flatMap((part) => listAt(part, 'thinking'))
    .map((part) => textAt(part, 'text') ?? '')
    .join('');
}

/** Reads the body of a chat completion; of several choices the first. */
export function readChat(body: unknown): AnswerReading {
  const choice = listAt(body, 'choices')[0];
  const message = valueAt(choice, 'message');
  const refusal = textAt(message, 'refusal') ?? '';
  const calls = listAt(message, 'tool_calls').map((call) => ({
    id: textAt(call, 'id') ?? '',
    name: textAt(call, 'function', 'name') ?? textAt(call, 'custom', 'name') ?? '',
    input: inputIn(call),
  }));
  const usage = usageIn(valueAt(body, 'usage'));
  return {
    text: contentText(valueAt(message, 'content')) + refusal,
    reasoning: thoughts(message),
    calls,
    finish: finishOf(body, textAt(choice, 'finish_reason') ?? '', calls.length, refusal),
    ...(usage !== undefined && { usage }),
    state: listAt(message, 'reasoning_details').flatMap((detail) => textAt(detail, 'data') ?? []),
    others: listAt(message, 'images').length + (textAt(message, 'audio', 'data') ? 1 : 0),
  };
}

function inputIn(call: unknown): unknown {
  const custom = textAt(call, 'custom', 'input');
  if (custom !== undefined) return custom;
  const args = valueAt(call, 'function', 'arguments');
  return typeof args === 'string' ? inputOf(args) : (args ?? {});
}

function finishOf(body: unknown, word: string, calls: number, refusal: string): FinishWord {
  if (isRecord(valueAt(body, 'error'))) return 'error';
  if (refusal !== '') return 'refusal';
  // OpenAI says "stop" when tool_choice named the function.
  if (word === 'stop' || word === 'eos') return calls > 0 ? 'tool-calls' : 'stop';
  if (word === 'length') return 'length';
  if (word === 'tool_calls' || word === 'function_call') return 'tool-calls';
  if (word === 'content_filter') return 'content-filter';
  return word === '' ? 'none' : 'other';
}

function usageIn(usage: unknown): AnswerReading['usage'] {
  if (!isRecord(usage)) return undefined;
  const of = (...path: string[]): number => {
    const found = valueAt(usage, ...path);
    return typeof found === 'number' ? found : 0;
  };
  const prompt = of('prompt_tokens');
  const completion = of('completion_tokens');
  const named = Math.max(of('completion_tokens_details', 'reasoning_tokens'), of('reasoning_tokens'));
  const cached = Math.max(
    of('prompt_tokens_details', 'cached_tokens'),
    of('prompt_cache_hit_tokens'),
    of('num_cached_tokens'),
    of('cached_tokens'),
    of('cache_read_input_tokens'),
  );
  const beyond = usage.total_tokens === undefined ? 0 : of('total_tokens') - prompt - completion;
  // Thoughts stand beside the completion (xAI), or only in the total (Google); Mistral counts sound that way.
  const sound = usage.prompt_audio_seconds !== undefined;
  const untold = usage.total_tokens === undefined && named > completion;
  const beside = beyond === named || untold ? named : 0;
  const hidden = beyond > 0 && named === 0 && !sound ? beyond : 0;
  return {
    input: prompt + (sound && beyond > 0 ? beyond : 0),
    cached: Math.min(cached, prompt),
    output: completion + beside + hidden,
    reasoning: hidden > 0 ? hidden : beside > 0 ? named : Math.min(named, completion),
  };
}
