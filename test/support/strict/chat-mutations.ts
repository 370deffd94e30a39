import { isRecord, listAt, textAt, valueAt } from '../json-value.ts';
import { any, type Found, type Mutation, onEvents, remove, repeat, set, swap } from './mutation.ts';

const choice: Found = ({ data }) => listAt(data, 'choices').length > 0;
const finishes: Found = ({ data }) => typeof valueAt(data, 'choices', 0, 'finish_reason') === 'string';
const call: Found = ({ data }) => textAt(data, 'choices', 0, 'delta', 'tool_calls', 0, 'id') !== undefined;
const args: Found = (event) =>
  !call(event) &&
  (textAt(event.data, 'choices', 0, 'delta', 'tool_calls', 0, 'function', 'arguments') ?? '') !== '';
const usage: Found = ({ data }) => isRecord(valueAt(data, 'usage'));
const done: Found = ({ data }) => data === '[DONE]';

/** What breaks a stream of chat completions. */
export const chatMutations: readonly Mutation[] = [
  remove('[DONE] missing', 'done-missing', done),
  swap('[DONE] early', 'after-done', done, -1),
  repeat('[DONE] twice', 'after-done', done),
  remove('finish_reason missing', 'finish-missing', finishes),
  repeat('finish_reason twice', 'finish-twice', finishes),
  remove('the role missing', 'role-missing', choice),
  repeat('the role again', 'role-again', choice),
  set('choices missing', 'missing:choices', any, ['choices'], undefined),
  set('the id missing', 'missing:id', any, ['id'], undefined),
  set('another id in the middle', 'id-changed', choice, ['id'], 'chatcmpl-other'),
  set('created as text', 'type:created', any, ['created'], 'today'),
  set('the object of a whole answer', 'value:object', any, ['object'], 'chat.completion'),
  set(
    'an unknown finish_reason',
    'value:choices[].finish_reason',
    finishes,
    ['choices', 0, 'finish_reason'],
    'end',
  ),
  set('the index of a choice missing', 'missing:choices[].index', choice, ['choices', 0, 'index'], undefined),
  set('usage negative', 'type:usage.prompt_tokens', usage, ['usage', 'prompt_tokens'], -1),
  set('usage broken', 'type:usage.completion_tokens', usage, ['usage', 'completion_tokens'], 1.5),
  set('usage with a wrong total', 'usage-total', usage, ['usage', 'total_tokens'], 1),
  swap('usage before finish_reason', 'usage-early', usage, -1),
  repeat('usage twice', 'usage-twice', usage),
  onEvents('an event name', 'event-line', (events) => {
    const [first] = events;
    if (first !== undefined) first.event = 'message';
    return first !== undefined;
  }),
  remove('a call without head', 'call-id-missing', call),
  swap('arguments before their call', 'call-id-missing', args, -1, call),
  set(
    'a call without name',
    'call-name-missing',
    call,
    ['choices', 0, 'delta', 'tool_calls', 0, 'function', 'name'],
    undefined,
  ),
  set(
    'a call without index',
    'missing:choices[].delta.tool_calls[].index',
    call,
    ['choices', 0, 'delta', 'tool_calls', 0, 'index'],
    undefined,
  ),
  set('a call with a far index', 'call-index', call, ['choices', 0, 'delta', 'tool_calls', 0, 'index'], 5),
  remove('torn arguments', 'arguments-json', args),
  set(
    'calls, but finish_reason stop',
    'finish-with-calls',
    finishes,
    ['choices', 0, 'finish_reason'],
    'stop',
  ),
];
