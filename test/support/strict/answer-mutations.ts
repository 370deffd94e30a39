import { isRecord, listAt, textAt, valueAt } from '../json-value.ts';
import type { AnswerDialect } from './answer-judge.ts';
import { type Editable, type EditableEvent, editable, editedStream } from './edited-stream.ts';

/** A way to break a valid stream, and the rule that must speak up. */
export interface Mutation {
  readonly name: string;
  readonly rule: string;
  /** The broken text; undefined when there is nothing in this stream to break. */
  change(text: string): string | undefined;
}

type Found = (event: EditableEvent) => boolean;

const onEvents = (name: string, rule: string, change: (events: EditableEvent[]) => boolean): Mutation => ({
  name,
  rule,
  change: (text) => editedStream(text, change),
});

const onText = (name: string, rule: string, change: (text: string) => string): Mutation => ({
  name,
  rule,
  change: (text) => {
    const changed = change(text);
    return changed === text ? undefined : changed;
  },
});

const typed =
  (...types: readonly string[]): Found =>
  ({ data }) =>
    isRecord(data) && types.includes(String(data.type));

/** Changes the data of the first event that is found. */
const edit = (name: string, rule: string, found: Found, change: (data: Editable) => void): Mutation =>
  onEvents(name, rule, (events) => {
    const event = events.find(found);
    const data = editable(event?.data);
    if (data === undefined) return false;
    change(data);
    return true;
  });

const remove = (name: string, rule: string, found: Found): Mutation =>
  onEvents(name, rule, (events) => {
    const at = events.findIndex(found);
    if (at >= 0) events.splice(at, 1);
    return at >= 0;
  });

const repeat = (name: string, rule: string, found: Found): Mutation =>
  onEvents(name, rule, (events) => {
    const at = events.findIndex(found);
    const event = events[at];
    if (event === undefined) return false;
    events.splice(at, 0, structuredClone(event));
    return true;
  });

/** Moves the first event that is found, and whose neighbour fits, before or behind that neighbour. */
const swap = (
  name: string,
  rule: string,
  found: Found,
  by: 1 | -1,
  neighbour: Found = () => true,
): Mutation =>
  onEvents(name, rule, (events) => {
    const at = events.findIndex((event, index) => {
      const beside = events[index + by];
      return found(event) && beside !== undefined && neighbour(beside);
    });
    const [event, other] = [events[at], events[at + by]];
    if (event === undefined || other === undefined) return false;
    events[at] = other;
    events[at + by] = event;
    return true;
  });

const set = (
  name: string,
  rule: string,
  found: Found,
  path: readonly (string | number)[],
  value: unknown,
): Mutation =>
  onEvents(name, rule, (events) => {
    const last = path.at(-1);
    const home = events
      .filter(found)
      .map(({ data }) => editable(data, ...path.slice(0, -1)))
      .find((each) => each !== undefined && Object.hasOwn(each, String(last)));
    if (home === undefined) return false;
    if (value === undefined) delete home[String(last)];
    else home[String(last)] = value;
    return true;
  });

const any: Found = ({ data }) => isRecord(data);
const choice: Found = ({ data }) => listAt(data, 'choices').length > 0;
const finishes: Found = ({ data }) => typeof valueAt(data, 'choices', 0, 'finish_reason') === 'string';
const call: Found = ({ data }) => textAt(data, 'choices', 0, 'delta', 'tool_calls', 0, 'id') !== undefined;
const args: Found = (event) =>
  !call(event) &&
  (textAt(event.data, 'choices', 0, 'delta', 'tool_calls', 0, 'function', 'arguments') ?? '') !== '';
const usage: Found = ({ data }) => isRecord(valueAt(data, 'usage'));
const done: Found = ({ data }) => data === '[DONE]';

const framing: readonly Mutation[] = [
  onText('a CR inside of a line', 'framing:lone-cr', (text) => text.replace('"', '"\r')),
  onText('the end of the last event missing', 'framing:unterminated', (text) =>
    text.replace(/[\r\n]+$/, '\n'),
  ),
  onText('data over two lines', 'framing:data-lines', (text) => text.replace(/data: \{/, 'data: {\ndata: ')),
  onText('no space after data:', 'framing:no-space', (text) => text.replace('data: ', 'data:')),
  onText('an id line', 'framing:field', (text) => text.replace('data: ', 'id: 1\ndata: ')),
  onText('torn JSON', 'data-json', (text) => text.replace(/\}(\r?\n\r?\n)/, '$1')),
];

const chat: readonly Mutation[] = [
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

const block = typed('content_block_start');
const delta = typed('content_block_delta');
const stop = typed('content_block_stop');
const messageDelta = typed('message_delta');

const messages: readonly Mutation[] = [
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

const item = typed('response.output_item.added');
const itemDone = typed('response.output_item.done');
const completed = typed('response.completed');
const textDelta = typed('response.output_text.delta');
const argsDelta = typed('response.function_call_arguments.delta');

const responses: readonly Mutation[] = [
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

const candidate: Found = ({ data }) => listAt(data, 'candidates').length > 0;
const lastChunk: Found = ({ data }) => valueAt(data, 'candidates', 0, 'finishReason') !== undefined;
const geminiCall: Found = ({ data }) =>
  isRecord(valueAt(data, 'candidates', 0, 'content', 'parts', 0, 'functionCall'));
const part = ['candidates', 0, 'content', 'parts', 0] as const;
const metadata: Found = ({ data }) => isRecord(valueAt(data, 'usageMetadata'));

const gemini: readonly Mutation[] = [
  onText('a comment', 'comment', (text) => `: keep-alive\n\n${text}`),
  onText(
    '[DONE]',
    'done-mark',
    (text) => `${text}data: [DONE]${text.includes('\r\n') ? '\r\n\r\n' : '\n\n'}`,
  ),
  onText('mixed line ends', 'framing:mixed-ends', (text) =>
    text.includes('\r\n') ? text.replace('\r\n', '\n') : text,
  ),
  onEvents('an event name', 'event-line', (events) => {
    const [first] = events;
    if (first !== undefined) first.event = 'message';
    return first !== undefined;
  }),
  remove('finishReason missing', 'finish-missing', lastChunk),
  repeat('finishReason twice', 'finish-twice', lastChunk),
  set(
    'an unknown finishReason',
    'value:candidates[].finishReason',
    lastChunk,
    ['candidates', 0, 'finishReason'],
    'stop',
  ),
  edit(
    'finishReason early',
    'after-finish',
    (event) => candidate(event) && !lastChunk(event),
    (data) => {
      const first = editable(data, 'candidates', 0);
      if (first !== undefined) first.finishReason = 'STOP';
    },
  ),
  set(
    'content without role',
    'missing:candidates[].content.role',
    candidate,
    ['candidates', 0, 'content', 'role'],
    undefined,
  ),
  set(
    'the role of another dialect',
    'value:candidates[].content.role',
    candidate,
    ['candidates', 0, 'content', 'role'],
    'assistant',
  ),
  set(
    'content without parts',
    'missing:candidates[].content.parts',
    candidate,
    ['candidates', 0, 'content', 'parts'],
    undefined,
  ),
  set('an empty part', 'part-empty', candidate, ['candidates', 0, 'content', 'parts'], [{}]),
  set(
    'a part that says two things',
    'part-double',
    candidate,
    ['candidates', 0, 'content', 'parts'],
    [{ text: '', functionCall: { name: 'f', args: {} } }],
  ),
  set('text that is none', 'type:candidates[].content.parts[].text', candidate, [...part, 'text'], null),
  set(
    'arguments as text',
    'type:candidates[].content.parts[].functionCall.args',
    geminiCall,
    [...part, 'functionCall', 'args'],
    '{"other": 1}',
  ),
  set(
    'a call without name',
    'missing:candidates[].content.parts[].functionCall.name',
    geminiCall,
    [...part, 'functionCall', 'name'],
    undefined,
  ),
  set(
    'a signature that is no base64',
    'type:candidates[].content.parts[].thoughtSignature',
    geminiCall,
    [...part, 'thoughtSignature'],
    'a.b',
  ),
  set(
    'usage negative',
    'type:usageMetadata.promptTokenCount',
    metadata,
    ['usageMetadata', 'promptTokenCount'],
    -1,
  ),
  set('usage with a wrong total', 'usage-total', metadata, ['usageMetadata', 'totalTokenCount'], 1),
  onEvents('another responseId', 'id-changed', (events) => {
    const [first, second] = events.map(({ data }) => editable(data));
    if (first?.responseId === undefined || second?.responseId === undefined) return false;
    second.responseId = 'other';
    return true;
  }),
  onEvents('nothing at all', 'no-candidate', (events) => {
    events.length = 0;
    return true;
  }),
  onEvents('a chunk after the end', 'after-finish', (events) => {
    events.push({ data: { candidates: [{ content: { role: 'model', parts: [{ text: 'x' }] } }] } });
    return true;
  }),
];

/** Mutations by dialect; those of the framing break every one. */
export const answerMutations: Readonly<Record<AnswerDialect, readonly Mutation[]>> = {
  'openai-chat': [...framing, ...chat],
  'openai-responses': [...framing, ...responses],
  'anthropic-messages': [...framing, ...messages],
  'gemini-generate': [...framing, ...gemini],
};
