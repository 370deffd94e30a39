import { textAt } from '../json-value.ts';
import { edit, type Mutation, onEvents, onText, remove, repeat, set, swap, typed } from './mutation.ts';

const item = typed('response.output_item.added');
const itemDone = typed('response.output_item.done');
const completed = typed('response.completed');
const textDelta = typed('response.output_text.delta');
const argsDelta = typed('response.function_call_arguments.delta');

/** What breaks a stream of the Responses dialect. */
export const responsesMutations: readonly Mutation[] = [
  remove('response.created missing', 'created-missing', typed('response.created')),
  repeat('response.created twice', 'life-twice', typed('response.created')),
  swap('response.created second', 'created-missing', typed('response.created'), 1),
  remove('the end missing', 'terminal-missing', completed),
  repeat('the end twice', 'after-terminal', completed),
  remove('an item that was not added', 'item-unknown', item),
  remove('an item that is not done', 'item-not-done', itemDone),
  swap('an item done late', 'item-open', itemDone, 1, item),
  set('items begin at 1', 'output-index', item, ['output_index'], 1),
  set('another id in a delta', 'item-id', textDelta, ['item_id'], 'msg_other'),
  set('no id in a delta', 'missing:response.output_text.delta.item_id', textDelta, ['item_id'], undefined),
  set('another id in done', 'item-id-changed', itemDone, ['item', 'id'], 'other'),
  remove('a part that was not added', 'part-unknown', typed('response.content_part.added')),
  remove('a part that is not done', 'part-open', typed('response.content_part.done')),
  remove('a delta lost', 'done-text', textDelta),
  set('another text in done', 'done-text', typed('response.output_text.done'), ['text'], 'other'),
  set('another part in done', 'part-text', typed('response.content_part.done'), ['part', 'text'], 'other'),
  set('wrong sequence', 'sequence-falls', textDelta, ['sequence_number'], 0),
  set('no sequence', 'sequence-missing', textDelta, ['sequence_number'], undefined),
  remove('a gap in the sequence', 'sequence-gap', typed('response.in_progress')),
  remove('a delta of a call lost', 'done-text', argsDelta),
  set(
    'an item with other arguments',
    'item-input',
    ({ data }) => textAt(data, 'item', 'type') === 'function_call' && itemDone({ data }),
    ['item', 'arguments'],
    '{"other": 1}',
  ),
  remove(
    'arguments that were not told whole',
    'input-not-done',
    typed('response.function_call_arguments.done'),
  ),
  edit('an argument delta in a message', 'item-type', textDelta, (data) => {
    data.type = 'response.function_call_arguments.delta';
  }),
  set('no output at the end', 'output-empty', completed, ['response', 'output'], []),
  set(
    'output of another response',
    'output-differs',
    completed,
    ['response', 'output'],
    [{ type: 'message' }],
  ),
  set('another response id', 'id-changed', completed, ['response', 'id'], 'resp_other'),
  set('the end in progress', 'status-event', completed, ['response', 'status'], 'in_progress'),
  set('usage negative', 'type:usage.input_tokens', completed, ['response', 'usage', 'input_tokens'], -1),
  set('usage with a wrong total', 'usage-total', completed, ['response', 'usage', 'total_tokens'], 1),
  set(
    'usage without details',
    'missing:usage.input_tokens_details',
    completed,
    ['response', 'usage', 'input_tokens_details'],
    undefined,
  ),
  set(
    'a response without model',
    'missing:response.created.response.model',
    typed('response.created'),
    ['response', 'model'],
    undefined,
  ),
  onEvents('an event line missing', 'event-line', (events) => delete events[0]?.event),
  onEvents('another event line', 'event-name', (events) => {
    const [first] = events;
    if (first !== undefined) first.event = 'message';
    return first !== undefined;
  }),
  edit('an unknown event', 'event-unknown', textDelta, (data) => {
    data.type = 'response.output_text.piece';
  }),
  onText('[DONE]', 'done-mark', (text) => `${text}data: [DONE]\n\n`),
];
