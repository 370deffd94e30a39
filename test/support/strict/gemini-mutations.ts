import { isRecord, listAt, valueAt } from '../json-value.ts';
import { editable } from './edited-stream.ts';
import { edit, type Found, type Mutation, onEvents, onText, remove, repeat, set } from './mutation.ts';

const candidate: Found = ({ data }) => listAt(data, 'candidates').length > 0;
const lastChunk: Found = ({ data }) => valueAt(data, 'candidates', 0, 'finishReason') !== undefined;
const geminiCall: Found = ({ data }) =>
  isRecord(valueAt(data, 'candidates', 0, 'content', 'parts', 0, 'functionCall'));
const part = ['candidates', 0, 'content', 'parts', 0] as const;
const metadata: Found = ({ data }) => isRecord(valueAt(data, 'usageMetadata'));

/** What breaks a stream of the Gemini dialect. */
export const geminiMutations: readonly Mutation[] = [
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
