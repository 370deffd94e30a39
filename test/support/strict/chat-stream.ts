import { isRecord, listAt, parsedJson, textAt, valueAt } from '../json-value.ts';
import { checkArguments } from './call-arguments.ts';
import { checkFinish } from './chat-answer.ts';
import { chatHead, chatReasoning, checkChatUsage, finishWord, logprobs } from './chat-shapes.ts';
import { type Report, shown } from './report.ts';
import { count, filled, list, oneOf, orNull, record, text } from './shape.ts';
import { sseFrames } from './sse-frames.ts';

const chunkShape = record({
  ...chatHead,
  object: oneOf('chat.completion.chunk'),
  choices: list(
    record({
      index: count,
      finish_reason: orNull(finishWord),
      'logprobs?': logprobs,
      delta: record({
        ...chatReasoning,
        'role?': oneOf('assistant'),
        'content?': orNull(text),
        'refusal?': orNull(text),
        'tool_calls?': list(
          record({
            index: count,
            'id?': filled,
            'type?': oneOf('function', 'custom'),
            'function?': record({ 'name?': filled, 'arguments?': text }),
            'custom?': record({ 'name?': filled, 'input?': text }),
          }),
          1,
        ),
      }),
    }),
  ),
});

interface CallState {
  readonly id: string;
  readonly custom: boolean;
  input: string;
}

interface ChoiceState {
  readonly calls: Map<number, CallState>;
  finish?: string;
}

interface StreamState {
  readonly choices: Map<number, ChoiceState>;
  id?: string;
  usages: number;
  failed: boolean;
  done: boolean;
}

/** Judges a streamed chat completion (openai 7.57, `ChatCompletionChunk` and the checks of its stream helper). */
export function chatStream(stream: string, report: Report): void {
  const state: StreamState = { choices: new Map(), usages: 0, failed: false, done: false };
  for (const frame of sseFrames(stream, report)) {
    report.where = `event ${frame.number}`;
    if (frame.event !== undefined) report.add('event-line', `names the event "${frame.event}"`);
    if (frame.data === undefined) continue;
    if (state.done) report.add('after-done', 'data after [DONE]');
    if (frame.data === '[DONE]') state.done = true;
    else checkChunk(parsedJson(frame.data), state, report);
  }
  report.where = 'end';
  if (!state.done) report.add('done-missing', 'the stream does not end with [DONE]');
  if (state.failed) return;
  if (state.choices.size === 0) report.add('no-choice', 'no chunk has a choice');
  for (const [index, choice] of state.choices) checkEnd(index, choice, report);
}

function checkChunk(chunk: unknown, state: StreamState, report: Report): void {
  if (!isRecord(chunk)) return report.add('data-json', 'data is no JSON object');
  if (state.failed) report.add('after-error', 'a chunk after an error');
  if (isRecord(chunk.error)) {
    state.failed = true;
    report.add('error-event', 'the stream reports an error');
    if (textAt(chunk.error, 'message') === undefined) report.add('error-shape', 'the error has no message');
    if (!Object.hasOwn(chunk, 'choices')) return;
  }
  chunkShape(chunk, '', report);
  if (state.id !== undefined && chunk.id !== state.id)
    report.add('id-changed', `id was ${shown(state.id)}, is ${shown(chunk.id)}`);
  if (typeof chunk.id === 'string') state.id ??= chunk.id;
  const choices = listAt(chunk, 'choices');
  for (const choice of choices) checkChoice(choice, state, report);
  if (choices.length === 0 && state.choices.size === 0)
    report.add('starts-empty', 'the first chunk has no choice');
  else if (choices.length === 0 && !isRecord(chunk.usage))
    report.add('empty-chunk', 'a chunk with neither choice nor usage');
  if (isRecord(chunk.usage)) checkUsage(chunk.usage, choices.length, state, report);
  else if (chunk.usage !== undefined && chunk.usage !== null)
    report.shape('type', 'usage', 'wants an object or null');
}

function checkUsage(usage: unknown, choices: number, state: StreamState, report: Report): void {
  checkChatUsage(usage, report);
  state.usages += 1;
  if (choices > 0) report.add('usage-with-choices', 'usage comes in a chunk that has choices');
  if (state.usages > 1) report.add('usage-twice', 'usage comes again');
  if ([...state.choices.values()].some(({ finish }) => finish === undefined))
    report.add('usage-early', 'usage comes before finish_reason');
}

function checkChoice(choice: unknown, state: StreamState, report: Report): void {
  const index = Number(valueAt(choice, 'index') ?? 0);
  const known = state.choices.get(index);
  const here = known ?? { calls: new Map<number, CallState>() };
  state.choices.set(index, here);
  const delta = valueAt(choice, 'delta');
  const role = valueAt(delta, 'role');
  if (known === undefined && role === undefined) report.add('role-missing', 'the first delta has no role');
  if (known !== undefined && role !== undefined) report.add('role-again', 'a later delta has a role');
  if (here.finish !== undefined && says(delta)) report.add('after-finish', 'a delta after finish_reason');
  for (const [position, call] of listAt(delta, 'tool_calls').entries())
    checkCall(call, position, here, report);
  const finish = textAt(choice, 'finish_reason');
  if (finish === undefined) return;
  if (here.finish !== undefined) report.add('finish-twice', 'finish_reason comes again');
  here.finish = finish;
}

function says(delta: unknown): boolean {
  return (
    listAt(delta, 'tool_calls').length > 0 ||
    ['content', 'refusal', 'reasoning_content', 'reasoning'].some(
      (name) => (textAt(delta, name) ?? '') !== '',
    )
  );
}

function checkCall(call: unknown, position: number, choice: ChoiceState, report: Report): void {
  const given = valueAt(call, 'index');
  const index = typeof given === 'number' ? given : position;
  const known = choice.calls.get(index);
  const custom = isRecord(valueAt(call, 'custom'));
  const [holder, member] = custom ? ['custom', 'input'] : ['function', 'arguments'];
  const piece = textAt(call, holder, member);
  if (known !== undefined) {
    known.input += piece ?? '';
    const again = textAt(call, 'id') ?? '';
    if (again !== '' && again !== known.id)
      report.add('call-changed', `the call's id becomes ${shown(again)}`);
    else if (again !== '') report.add('call-id-again', 'a later piece has the id again');
    if ((textAt(call, holder, 'name') ?? '') !== '')
      report.add('call-name-again', 'a later piece has the name again');
    if (known.custom !== custom && piece !== undefined)
      report.add('call-changed', 'a call changes between function and custom');
    return;
  }
  if (index !== choice.calls.size)
    report.add('call-index', `call ${choice.calls.size} has the index ${index}`);
  const id = textAt(call, 'id');
  if (id === undefined) report.add('call-id-missing', 'the first piece of a call has no id');
  else if ([...choice.calls.values()].some((other) => other.id === id))
    report.add('call-id-twice', `two calls have the id "${id}"`);
  if (textAt(call, 'type') === undefined)
    report.add('call-type-missing', 'the first piece of a call has no type');
  else if ((valueAt(call, 'type') === 'custom') !== custom)
    report.add('call-type', 'type does not name the member that the call has');
  if (textAt(call, holder, 'name') === undefined)
    report.add('call-name-missing', 'the first piece of a call has no name');
  if (piece === undefined) report.add('call-input-missing', `the first piece of a call has no ${member}`);
  choice.calls.set(index, { id: id ?? '', custom, input: piece ?? '' });
}

function checkEnd(index: number, choice: ChoiceState, report: Report): void {
  const { finish } = choice;
  if (finish === undefined) report.add('finish-missing', `choice ${index} has no finish_reason`);
  checkFinish(finish ?? '', choice.calls.size, report);
  const torn = finish === 'length' || finish === 'content_filter';
  for (const { id, input, custom } of choice.calls.values())
    if (!custom) checkArguments(input, `call ${id}`, torn, report);
}
