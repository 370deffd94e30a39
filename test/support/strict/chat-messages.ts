import { isRecord, listAt, parsedJson, textAt, valueAt } from '../json-value.ts';
import { fileUrl, pictureAddress } from './media-shapes.ts';
import { functionName, texts } from './openai-settings.ts';
import { type Report, shown } from './report.ts';
import type { RequestFacts } from './request-judge.ts';
import {
  all,
  base64,
  byMember,
  closed,
  filled,
  list,
  type Members,
  matching,
  object,
  oneOf,
  orNull,
  type Shape,
  text,
} from './shape.ts';

const mark = { 'prompt_cache_breakpoint?': object };
const textPart = closed({ type: oneOf('text'), text, ...mark });
const speaker = { 'name?': matching(/^[^\s<|\\/>]{1,64}$/) };
const callId = matching(/^.{1,40}$/s);

const file: Shape = (value, at, report) => {
  closed({ 'file_data?': fileUrl, 'file_id?': filled, 'filename?': filled })(value, at, report);
  if (isRecord(value) && (value.file_data === undefined) === (value.file_id === undefined))
    report.add('file-source', `${at} wants either file_data or file_id`);
  if (isRecord(value) && value.file_data !== undefined && value.filename === undefined)
    report.shape('missing', `${at}.filename`, 'file_data needs a name');
};

const userPart = byMember('type', {
  text: textPart,
  image_url: closed({
    type: text,
    image_url: closed({ url: pictureAddress, 'detail?': oneOf('auto', 'low', 'high', 'original') }),
    ...mark,
  }),
  input_audio: closed({
    type: text,
    input_audio: closed({ data: base64, format: oneOf('wav', 'mp3') }),
    ...mark,
  }),
  file: closed({ type: text, file, ...mark }),
});

const calls = list(
  byMember('type', {
    function: closed({
      id: callId,
      type: text,
      function: closed({ name: functionName, arguments: text }),
    }),
    custom: closed({ id: callId, type: text, custom: closed({ name: functionName, input: text }) }),
  }),
  1,
);

const assistant: Members = {
  role: oneOf('assistant'),
  'content?': orNull(
    texts(byMember('type', { text: textPart, refusal: closed({ type: text, refusal: text }) })),
  ),
  'refusal?': orNull(text),
  'tool_calls?': calls,
  'function_call?': orNull(closed({ name: functionName, arguments: text })),
  'audio?': orNull(closed({ id: filled })),
  // Sent back by clients as it was received.
  'annotations?': list(object),
  ...speaker,
};

const reasoning: Members = {
  'reasoning_content?': orNull(text),
  'reasoning?': orNull(text),
  'reasoning_details?': list(object),
};

function messageShape(facts: RequestFacts): Shape {
  const said: Shape = (value, at, report) => {
    closed({ ...assistant, ...(facts.reasoningFields && reasoning) })(value, at, report);
    const says = ['content', 'refusal', 'tool_calls', 'function_call', 'audio'];
    if (isRecord(value) && !says.some((name) => value[name] !== undefined && value[name] !== null))
      report.add('content-null', `${at} has neither content nor calls`);
  };
  const system = closed({ role: text, content: texts(textPart), ...speaker });
  return byMember('role', {
    system,
    developer: system,
    user: closed({ role: text, content: texts(userPart), ...speaker }),
    assistant: said,
    tool: closed({ role: text, content: texts(textPart), tool_call_id: callId }),
    function: closed({ role: text, name: functionName, content: orNull(text) }),
  });
}

/** The shape of messages, and that every call is answered by tool messages right behind it. */
export function checkChatMessages(body: unknown, facts: RequestFacts, report: Report): void {
  all(list(messageShape(facts), 1))(valueAt(body, 'messages'), 'messages', report);
  checkSound(body, report);
  let open: string[] = [];
  for (const [index, message] of listAt(body, 'messages').entries()) {
    const at = `messages[${index}]`;
    const role = textAt(message, 'role') ?? '';
    if (role === 'tool') {
      const id = textAt(message, 'tool_call_id') ?? '';
      if (!open.includes(id))
        report.add(
          'result-without-call',
          `${at} answers ${shown(id)}, which the message before did not call`,
        );
      open = open.filter((each) => each !== id);
      continue;
    }
    if (open.length > 0)
      report.add('call-without-result', `the calls ${open.join(', ')} have no tool message before ${at}`);
    open = listAt(message, 'tool_calls').map((call) => textAt(call, 'id') ?? '');
    for (const [position, id] of open.entries())
      if (open.indexOf(id) !== position) report.add('call-id-twice', `${at} has two calls with the id ${id}`);
    checkCalls(message, at, report);
    checkState(message, at, facts, report);
  }
  if (open.length > 0) report.add('call-without-result', `the calls ${open.join(', ')} have no tool message`);
}

/** Arguments go into the model's template, where most servers parse them. */
function checkCalls(message: unknown, at: string, report: Report): void {
  for (const call of listAt(message, 'tool_calls')) {
    const args = textAt(call, 'function', 'arguments');
    if (args !== undefined && !isRecord(parsedJson(args)))
      report.add('arguments-json', `${at}: arguments are no JSON object: ${shown(args)}`);
  }
}

/** "Content blocks are expected to be either text or image_url type", says every model that cannot hear. */
function checkSound(body: unknown, report: Report): void {
  const hears = /audio|realtime/.test(textAt(body, 'model') ?? '');
  const parts = listAt(body, 'messages').flatMap((message) => listAt(message, 'content'));
  if (!hears && parts.some((part) => textAt(part, 'type') === 'input_audio'))
    report.add('audio-unsupported', 'this model takes no input_audio');
}

function checkState(message: unknown, at: string, facts: RequestFacts, report: Report): void {
  for (const detail of listAt(message, 'reasoning_details')) {
    const state = textAt(detail, 'data');
    const fault = state === undefined ? undefined : facts.stateFault?.('chat-details', state);
    if (fault !== undefined) report.add('state', `${at}: the state in reasoning_details ${fault}`);
  }
}
