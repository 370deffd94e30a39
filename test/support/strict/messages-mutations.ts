import { textAt } from '../json-value.ts';
import { edit, type Mutation, onEvents, onText, remove, repeat, set, swap, typed } from './mutation.ts';

const block = typed('content_block_start');
const delta = typed('content_block_delta');
const stop = typed('content_block_stop');
const messageDelta = typed('message_delta');

/** What breaks a stream of the Messages dialect. */
export const messagesMutations: readonly Mutation[] = [
  remove('message_start missing', 'start-missing', typed('message_start')),
  repeat('message_start twice', 'start-twice', typed('message_start')),
  remove('the start of a block missing', 'delta-outside', block),
  swap('a delta before its start', 'delta-outside', delta, -1, block),
  remove('the stop of a block missing', 'block-open', stop),
  repeat('the stop of a block twice', 'stop-outside', stop),
  set('blocks begin at 1', 'block-index', block, ['index'], 1),
  set('a delta for another block', 'delta-outside', delta, ['index'], 7),
  edit(
    'text in a block of thoughts',
    'delta-type',
    ({ data }) => textAt(data, 'delta', 'type') === 'thinking_delta',
    (data) => {
      data.delta = { type: 'text_delta', text: 'x' };
    },
  ),
  edit(
    'thoughts in a block of text',
    'delta-type',
    ({ data }) => textAt(data, 'delta', 'type') === 'text_delta',
    (data) => {
      data.delta = { type: 'thinking_delta', thinking: 'x' };
    },
  ),
  remove(
    'thoughts without signature',
    'thinking-unsigned',
    ({ data }) => textAt(data, 'delta', 'type') === 'signature_delta',
  ),
  repeat(
    'two signatures',
    'signature-twice',
    ({ data }) => textAt(data, 'delta', 'type') === 'signature_delta',
  ),
  swap(
    'thoughts after their signature',
    'after-signature',
    ({ data }) => textAt(data, 'delta', 'type') === 'signature_delta',
    -1,
    ({ data }) => textAt(data, 'delta', 'type') === 'thinking_delta',
  ),
  remove('message_delta missing', 'message-delta-missing', messageDelta),
  repeat('message_delta twice', 'message-delta-twice', messageDelta),
  remove('message_stop missing', 'stop-missing', typed('message_stop')),
  repeat('message_stop twice', 'after-stop', typed('message_stop')),
  swap('message_stop before message_delta', 'after-stop', typed('message_stop'), -1),
  onEvents('an event line missing', 'event-line', (events) => delete events[0]?.event),
  onEvents('another event line', 'event-name', (events) => {
    const [first] = events;
    if (first !== undefined) first.event = 'message';
    return first !== undefined;
  }),
  remove(
    'torn arguments',
    'arguments-json',
    ({ data }) => (textAt(data, 'delta', 'partial_json') ?? '') !== '',
  ),
  set(
    'a call without id',
    'missing:content_block_start.content_block.id',
    block,
    ['content_block', 'id'],
    undefined,
  ),
  set(
    'an id with a dot',
    'value:content_block_start.content_block.id',
    block,
    ['content_block', 'id'],
    'toolu.1',
  ),
  set('input as text', 'type:content_block_start.content_block.input', block, ['content_block', 'input'], ''),
  set(
    'calls, but end_turn',
    'stop-with-calls',
    ({ data }) => textAt(data, 'delta', 'stop_reason') === 'tool_use',
    ['delta', 'stop_reason'],
    'end_turn',
  ),
  set(
    'an unknown stop_reason',
    'value:message_delta.delta.stop_reason',
    messageDelta,
    ['delta', 'stop_reason'],
    'stop',
  ),
  set(
    'no stop_reason',
    'value:message_delta.delta.stop_reason',
    messageDelta,
    ['delta', 'stop_reason'],
    null,
  ),
  set(
    'stop_sequence missing',
    'missing:message_delta.delta.stop_sequence',
    messageDelta,
    ['delta', 'stop_sequence'],
    undefined,
  ),
  set(
    'usage negative',
    'type:message_delta.usage.output_tokens',
    messageDelta,
    ['usage', 'output_tokens'],
    -5,
  ),
  set('usage missing', 'missing:message_delta.usage', messageDelta, ['usage'], undefined),
  set(
    'no input tokens',
    'missing:message_start.message.usage.input_tokens',
    typed('message_start'),
    ['message', 'usage', 'input_tokens'],
    undefined,
  ),
  set(
    'content in message_start',
    'value:message_start.message.content',
    typed('message_start'),
    ['message', 'content'],
    [{}],
  ),
  onText('[DONE]', 'done-mark', (text) => `${text}data: [DONE]\n\n`),
];
