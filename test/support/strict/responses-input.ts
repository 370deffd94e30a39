import { isRecord, listAt, textAt, valueAt } from '../json-value.ts';
import { fileUrl, pictureAddress } from './media-shapes.ts';
import { functionName } from './openai-settings.ts';
import { type Report, shown } from './report.ts';
import type { RequestFacts } from './request-judge.ts';
import {
  anything,
  base64,
  byMember,
  closed,
  filled,
  list,
  matching,
  object,
  oneOf,
  orNull,
  type Shape,
  text,
  textOr,
} from './shape.ts';

const mark = { 'prompt_cache_breakpoint?': object };
const status = { 'status?': orNull(oneOf('in_progress', 'completed', 'incomplete')) };
const idLike = (prefix: string): Shape =>
  matching(new RegExp(`^${prefix}[A-Za-z0-9_-]{1,${64 - prefix.length}}$`));
const callId = matching(/^.{1,64}$/s);

const sources =
  (names: readonly string[]): Shape =>
  (value, at, report) => {
    const given = names.filter((name) => valueAt(value, name) !== undefined && valueAt(value, name) !== null);
    if (given.length !== 1) report.add('media-source', `${at} wants exactly one of ${names.join(', ')}`);
  };

const both =
  (...shapes: readonly Shape[]): Shape =>
  (value, at, report) => {
    for (const shape of shapes) shape(value, at, report);
  };

const inputPart = byMember('type', {
  input_text: closed({ type: text, text, ...mark }),
  input_image: both(
    closed({
      type: text,
      'image_url?': orNull(pictureAddress),
      'file_id?': orNull(filled),
      'detail?': orNull(oneOf('auto', 'low', 'high', 'original')),
      ...mark,
    }),
    sources(['image_url', 'file_id']),
  ),
  input_file: both(
    closed({
      type: text,
      'file_data?': orNull(fileUrl),
      'file_url?': orNull(filled),
      'file_id?': orNull(filled),
      'filename?': filled,
      'detail?': oneOf('auto', 'low', 'high'),
      ...mark,
    }),
    sources(['file_data', 'file_url', 'file_id']),
  ),
  input_audio: closed({ type: text, input_audio: closed({ data: base64, format: oneOf('wav', 'mp3') }) }),
});

const outputPart = byMember('type', {
  output_text: closed({ type: text, text, 'annotations?': list(object), 'logprobs?': orNull(list(object)) }),
  refusal: closed({ type: text, refusal: text }),
});

/** What the assistant said is output, what everybody else said is input. */
const message: Shape = (value, at, report) => {
  const part = valueAt(value, 'role') === 'assistant' ? outputPart : inputPart;
  closed({
    'type?': oneOf('message'),
    role: oneOf('user', 'assistant', 'system', 'developer'),
    content: textOr(list(part)),
    'id?': idLike('msg_'),
    'phase?': orNull(oneOf('commentary', 'final_answer')),
    ...status,
  })(value, at, report);
};

const result = textOr(list(inputPart));
const callMembers = {
  type: text,
  call_id: callId,
  'namespace?': orNull(text),
  'caller?': anything,
  ...status,
};

const item = byMember(
  'type',
  {
    message,
    reasoning: closed({
      type: text,
      'id?': idLike('rs_'),
      summary: list(closed({ type: oneOf('summary_text'), text })),
      'content?': orNull(list(closed({ type: oneOf('reasoning_text'), text }))),
      'encrypted_content?': orNull(filled),
      ...status,
    }),
    function_call: closed({ ...callMembers, 'id?': idLike('fc_'), name: functionName, arguments: text }),
    function_call_output: closed({ ...callMembers, 'id?': orNull(filled), output: result }),
    custom_tool_call: closed({ ...callMembers, 'id?': idLike('ctc_'), name: functionName, input: text }),
    custom_tool_call_output: closed({ ...callMembers, 'id?': filled, output: result }),
    item_reference: closed({ type: text, id: filled }),
    compaction: closed({ type: text, 'id?': orNull(filled), encrypted_content: filled }),
    compaction_trigger: closed({ type: text }),
    additional_tools: closed({ type: text, 'id?': filled, role: oneOf('developer'), tools: list(object) }),
    ...Object.fromEntries(
      [
        'web_search_call',
        'file_search_call',
        'computer_call',
        'computer_call_output',
        'code_interpreter_call',
        'image_generation_call',
        'local_shell_call',
        'local_shell_call_output',
        'shell_call',
        'shell_call_output',
        'apply_patch_call',
        'apply_patch_call_output',
        'mcp_list_tools',
        'mcp_approval_request',
        'mcp_approval_response',
        'mcp_call',
        'tool_search_call',
        'tool_search_output',
        'program',
        'program_output',
      ].map((name) => [name, object]),
    ),
  },
  'message',
);

/** The shape of `input`, the pairing of calls and outputs by `call_id`, and that no reasoning stands alone. */
export function checkInput(body: unknown, facts: RequestFacts, report: Report): void {
  const input = valueAt(body, 'input');
  if (typeof input === 'string') return;
  list(item, 1)(input, 'input', report);
  const items = listAt(body, 'input');
  const kept = valueAt(body, 'previous_response_id') ?? valueAt(body, 'conversation');
  const reference = items.some((each) => textAt(each, 'type') === 'item_reference');
  checkPairs(items, kept !== undefined || reference, report);
  for (const [index, each] of items.entries())
    if (textAt(each, 'type') === 'reasoning') checkReasoning(each, items[index + 1], index, facts, report);
}

function checkPairs(items: readonly unknown[], kept: boolean, report: Report): void {
  const open = new Map<string, string>();
  const seen = new Set<string>();
  for (const [index, each] of items.entries()) {
    const type = textAt(each, 'type') ?? 'message';
    const id = textAt(each, 'call_id') ?? '';
    const at = `input[${index}]`;
    if (type === 'function_call' || type === 'custom_tool_call') {
      if (seen.has(id)) report.add('call-id-twice', `${at}: a second call with the call_id ${shown(id)}`);
      seen.add(id);
      open.set(id, `${type}_output`);
    } else if (type === 'function_call_output' || type === 'custom_tool_call_output') {
      if (!open.has(id) && !kept)
        report.add('result-without-call', `${at}: no tool call found for the call_id ${shown(id)}`);
      else if (open.has(id) && open.get(id) !== type)
        report.add('result-kind', `${at} is a ${type}, the call wants a ${open.get(id)}`);
      open.delete(id);
    }
  }
  for (const id of open.keys())
    report.add('call-without-result', `no tool output found for the call ${shown(id)}`);
}

/**
 * Reasoning goes back with what followed it. OpenAI joins the two by their ids: reasoning with an id before a message
 * without one was refused as "provided without its required following item".
 */
function checkReasoning(
  each: unknown,
  next: unknown,
  index: number,
  facts: RequestFacts,
  report: Report,
): void {
  const at = `input[${index}]`;
  const type = textAt(next, 'type') ?? 'message';
  const own = isRecord(next) && (type !== 'message' || textAt(next, 'role') === 'assistant');
  const id = textAt(each, 'id');
  const [follower, wanted] = [textAt(next, 'id'), id === undefined ? undefined : facts.followerOf?.(id)];
  if (!own || type.endsWith('_output') || (id !== undefined && follower === undefined))
    report.add('reasoning-alone', `${at}: reasoning was provided without its required following item`);
  else if (wanted !== undefined && wanted !== follower)
    report.add('reasoning-alone', `${at}: what follows the reasoning is not ${wanted}`);
  const state = textAt(each, 'encrypted_content');
  if (facts.stateFault === undefined) return;
  if (state === undefined)
    return report.add('reasoning-unknown', `${at}: reasoning without encrypted_content is not stored here`);
  const fault = facts.stateFault('encrypted', state, id);
  if (fault !== undefined) report.add('state', `${at}: encrypted_content ${fault}`);
}
