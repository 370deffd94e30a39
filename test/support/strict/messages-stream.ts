import { isRecord, parsedJson, textAt, valueAt } from '../json-value.ts';
import { checkArguments } from './call-arguments.ts';
import { checkCallIds, checkStop } from './messages-answer.ts';
import {
  blockDelta,
  checkMessagesUsage,
  deltasOf,
  deltaUsage,
  messageHead,
  startBlock,
  startUsage,
  stopReason,
} from './messages-shapes.ts';
import { type Report, shown } from './report.ts';
import { count, filled, list, nothing, object, oneOf, orNull, record, type Shape, text } from './shape.ts';
import { sseFrames } from './sse-frames.ts';

const events: Readonly<Record<string, Shape>> = {
  message_start: record({
    message: record({
      ...messageHead,
      content: list(object, 0, 0),
      stop_reason: nothing,
      stop_sequence: nothing,
      usage: startUsage,
    }),
  }),
  content_block_start: record({ index: count, content_block: startBlock }),
  content_block_delta: record({ index: count, delta: blockDelta }),
  content_block_stop: record({ index: count }),
  message_delta: record({
    delta: record({ stop_reason: stopReason, stop_sequence: orNull(text) }),
    usage: deltaUsage,
  }),
  message_stop: record({}),
  ping: record({}),
  error: record({ error: record({ type: filled, message: text }), type: oneOf('error') }),
};

interface BlockState {
  readonly index: number;
  readonly type: string;
  readonly id: string;
  text: string;
  signatures: number;
}

interface StreamState {
  started: boolean;
  open?: BlockState;
  readonly closed: BlockState[];
  stop?: { readonly reason: string; readonly sequence: unknown };
  ended: boolean;
  failed: boolean;
}

/** Judges a streamed message (@anthropic-ai/sdk 1.14, `RawMessageStreamEvent` and the order its guide gives). */
export function messagesStream(stream: string, report: Report): void {
  const state: StreamState = { started: false, closed: [], ended: false, failed: false };
  for (const frame of sseFrames(stream, report)) {
    report.where = `event ${frame.number}`;
    if (frame.data === undefined) continue;
    const event = parsedJson(frame.data);
    if (frame.data === '[DONE]') report.add('done-mark', '[DONE] belongs to another dialect');
    else if (!isRecord(event)) report.add('data-json', 'data is no JSON object');
    else {
      const type = textAt(event, 'type') ?? '';
      if (frame.event === undefined) report.add('event-line', 'has no event line');
      else if (frame.event !== type)
        report.add('event-name', `the event line says ${frame.event}, the data ${type}`);
      checkEvent(type, event, state, report);
    }
  }
  report.where = 'end';
  checkEnd(state, report);
}

function checkEvent(type: string, event: unknown, state: StreamState, report: Report): void {
  const shape = Object.hasOwn(events, type) ? events[type] : undefined;
  if (shape === undefined) return report.add('event-unknown', `there is no event "${type}"`);
  shape(event, type, report);
  if (state.ended) report.add('after-stop', `${type} after message_stop`);
  if (state.failed) report.add('after-error', `${type} after an error`);
  if (type === 'error') {
    state.failed = true;
    return report.add('error-event', 'the stream reports an error');
  }
  if (type === 'message_start') {
    if (state.started) report.add('start-twice', 'message_start comes again');
    state.started = true;
    return;
  }
  if (!state.started) report.add('start-missing', `${type} before message_start`);
  if (type === 'ping') return;
  if (state.stop !== undefined && type !== 'message_stop')
    report.add('after-message-delta', `${type} after message_delta`);
  if (type === 'content_block_start') openBlock(event, state, report);
  else if (type === 'content_block_delta') checkDelta(event, state, report);
  else if (type === 'content_block_stop') closeBlock(event, state, report);
  else checkTail(type, event, state, report);
}

function openBlock(event: unknown, state: StreamState, report: Report): void {
  if (state.open !== undefined)
    report.add('block-open', `block ${state.open.index} is still open when another starts`);
  const index = Number(valueAt(event, 'index'));
  const expected = state.closed.length + (state.open === undefined ? 0 : 1);
  if (index !== expected) report.add('block-index', `block ${expected} has the index ${index}`);
  if (state.open !== undefined) state.closed.push(state.open);
  state.open = {
    index,
    type: textAt(event, 'content_block', 'type') ?? '',
    id: textAt(event, 'content_block', 'id') ?? '',
    text: textAt(event, 'content_block', 'text') ?? '',
    signatures: textAt(event, 'content_block', 'signature') ? 1 : 0,
  };
}

function checkDelta(event: unknown, state: StreamState, report: Report): void {
  const { open } = state;
  const index = valueAt(event, 'index');
  if (open === undefined || open.index !== index)
    return report.add('delta-outside', `a delta for block ${shown(index)}, which is not open`);
  const type = textAt(event, 'delta', 'type') ?? '';
  if (!(deltasOf[open.type] ?? []).includes(type))
    report.add('delta-type', `${type} in a block of type ${open.type}`);
  if (type === 'signature_delta') {
    open.signatures += 1;
    if (open.signatures > 1) report.add('signature-twice', 'a second signature in one block');
    return;
  }
  if (type === 'thinking_delta' && open.signatures > 0)
    report.add('after-signature', 'thoughts after their signature');
  open.text +=
    textAt(event, 'delta', 'text') ??
    textAt(event, 'delta', 'partial_json') ??
    textAt(event, 'delta', 'thinking') ??
    '';
}

function closeBlock(event: unknown, state: StreamState, report: Report): void {
  const { open } = state;
  if (open === undefined || open.index !== valueAt(event, 'index'))
    return report.add('stop-outside', `stops block ${shown(valueAt(event, 'index'))}, which is not open`);
  if (open.type === 'thinking' && open.signatures === 0)
    report.add('thinking-unsigned', 'a thinking block without signature cannot be sent back');
  if (open.type === 'text' && open.text === '')
    report.add('text-empty', 'a text block without text cannot be sent back');
  state.closed.push(open);
  delete state.open;
}

function checkTail(type: string, event: unknown, state: StreamState, report: Report): void {
  if (state.open !== undefined) report.add('block-open', `block ${state.open.index} is open at ${type}`);
  if (type === 'message_stop') {
    if (state.stop === undefined) report.add('message-delta-missing', 'message_stop without message_delta');
    state.ended = true;
    return;
  }
  checkMessagesUsage(valueAt(event, 'usage'), report);
  if (state.stop !== undefined) report.add('message-delta-twice', 'message_delta comes again');
  state.stop = {
    reason: textAt(event, 'delta', 'stop_reason') ?? '',
    sequence: valueAt(event, 'delta', 'stop_sequence'),
  };
}

function checkEnd(state: StreamState, report: Report): void {
  if (state.failed) return;
  if (!state.started) report.add('start-missing', 'there is no message_start');
  if (!state.ended) report.add('stop-missing', 'there is no message_stop');
  const calls = state.closed.filter(({ type }) => type.endsWith('tool_use'));
  checkCallIds(
    calls.map(({ id }) => id),
    report,
  );
  if (state.stop === undefined) return;
  const { reason, sequence } = state.stop;
  checkStop(reason, sequence, calls.filter(({ type }) => type === 'tool_use').length, report);
  const torn = ['max_tokens', 'refusal', 'model_context_window_exceeded'].includes(reason);
  for (const call of calls) if (call.text !== '') checkArguments(call.text, `call ${call.id}`, torn, report);
}
