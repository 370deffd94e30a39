import type { Fields } from '../json-value.ts';
import type { RequestField } from '../request-field.ts';
import { type Notes, ofAnswer, ofContent, ofInput, request, rows } from './schema-example.ts';

const item = (value: Fields, notes: Notes) => rows('input[]', ofInput, value, notes);
/** A part that more follows: where everything ends, a cache is marked anyway. */
const early = (value: Fields) =>
  request({
    input: [
      { type: 'message', role: 'user', content: [value] },
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Go on' }] },
    ],
  });
const part = (value: Fields, notes: Notes) => rows('input[].content[]', ofContent, value, notes);
const said = (value: Fields, notes: Notes) => rows('input[].content[]', ofAnswer, value, notes);

const caller = { type: 'program', caller_id: 'cm_1' };
const mark = { mode: 'explicit', ttl: '12h' };
const citation = { type: 'url_citation', url: 'https://a.example', title: 'A', start_index: 0, end_index: 2 };
const fileCitation = {
  ...{ type: 'container_file_citation', container_id: 'c', file_id: 'f', filename: 'a.txt' },
  ...{ start_index: 0, end_index: 2, index: 0 },
};
const logprob = {
  token: 'Hi',
  bytes: [72, 105],
  logprob: 0,
  top_logprobs: [{ token: 'Hi', bytes: [72, 105], logprob: 0 }],
};
const shellCall = {
  ...{ type: 'shell_call', call_id: 'c', status: 'completed' },
  action: { commands: ['ls'], timeout_ms: 1000, max_output_length: 100 },
  environment: { type: 'local', skills: [{ name: 's', description: 'S', path: '/s' }] },
};
const shellOutput = {
  ...{ type: 'shell_call_output', call_id: 'c', max_output_length: 100 },
  output: [{ stdout: 'a', stderr: 'b', outcome: { type: 'exit', exit_code: 0 } }],
};
const computerCall = {
  ...{ type: 'computer_call', id: 'cu_1', call_id: 'c', status: 'completed' },
  action: {
    ...{ type: 'drag', button: 'left', x: 1, y: 2, keys: ['CTRL'], text: 'a', scroll_x: 0, scroll_y: 1 },
    path: [{ x: 1, y: 2 }],
  },
  actions: [{ type: 'screenshot' }],
  pending_safety_checks: [{ id: 's', code: 'c', message: 'm' }],
};
const picture = {
  ...{
    type: 'image_generation_call',
    id: 'ig_1',
    status: 'completed',
    result: 'iVBORw0KGgo=',
    output_format: 'png',
  },
  ...{ background: 'opaque', quality: 'low', size: '1024x1024', revised_prompt: 'a cat', action: 'generate' },
};

/** What may stand in `input`. */
export const itemFields: readonly RequestField[] = [
  ...item(
    {
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      status: 'completed',
      phase: 'final_answer',
      content: 'Hi',
    },
    {
      type: 'message, or the kind of any other item; absent from messages of the simple form',
      id: 'of the item, at its origin; msg_, rs_, fc_, …',
      role: 'user, assistant, system, developer',
      status: 'in_progress, completed, incomplete',
      phase: 'commentary or final_answer, of the model’s messages',
      content: 'a text, or a list of parts; of reasoning its own text',
    },
  ),
  ...rows(
    'input[].content[]',
    early,
    { type: 'input_text', text: 'Hi', prompt_cache_breakpoint: mark },
    {
      type: 'input_text, output_text, refusal, input_image, input_file, input_audio, reasoning_text',
      text: 'of texts and of reasoning',
      'prompt_cache_breakpoint.mode': 'explicit: cache up to here',
      'prompt_cache_breakpoint.ttl': '30m or 12h',
    },
  ),
  ...part(
    { type: 'input_image', image_url: 'data:image/png;base64,iVBORw0KGgo=', detail: 'low' },
    { image_url: 'an address or a data: URL', detail: 'low, high, auto, original; of files low, high, auto' },
  ),
  ...part(
    { type: 'input_image', file_id: 'file-1', detail: 'auto' },
    { file_id: 'of an upload, picture or file' },
  ),
  ...part(
    { type: 'input_file', file_data: 'data:application/pdf;base64,JVBERi0=', filename: 'a.pdf' },
    { file_data: 'a data: URL, or base64', filename: 'required beside data' },
  ),
  ...part({ type: 'input_file', file_url: 'https://a.example/a.pdf' }, { file_url: 'an address' }),
  ...part(
    { type: 'input_audio', input_audio: { data: 'UklGRg==', format: 'wav' } },
    { 'input_audio.data': 'base64', 'input_audio.format': 'mp3 or wav' },
  ),
  ...said({ type: 'refusal', refusal: 'No.' }, { refusal: 'what the model said when it declined' }),
  ...said(
    { type: 'output_text', text: 'Hi', annotations: [citation], logprobs: [logprob] },
    {
      'annotations[].type': 'url_citation, file_citation, container_file_citation, file_path',
      'annotations[].url': 'of url_citation',
      'annotations[].title': 'of url_citation',
      'annotations[].start_index': 'where the cited words begin',
      'annotations[].end_index': 'where they end',
      'logprobs[].token': 'probabilities of an earlier answer',
      'logprobs[].bytes': 'of the token',
      'logprobs[].logprob': 'of the token',
      'logprobs[].top_logprobs[].token': 'likely others',
      'logprobs[].top_logprobs[].bytes': 'of the other token',
      'logprobs[].top_logprobs[].logprob': 'of the other token',
    },
  ),
  ...said(
    { type: 'output_text', text: 'Hi', annotations: [fileCitation] },
    {
      'annotations[].container_id': 'of container_file_citation',
      'annotations[].file_id': 'of all that cite files',
      'annotations[].filename': 'of all that cite files',
      'annotations[].index': 'of file_citation and file_path',
    },
  ),
  ...item(
    {
      ...{ type: 'reasoning', id: 'rs_1', status: 'completed', encrypted_content: 'gAAAA' },
      summary: [{ type: 'summary_text', text: 'Hm' }],
      content: [{ type: 'reasoning_text', text: 'Hm, hm' }],
    },
    {
      'summary[].type': 'summary_text',
      'summary[].text': 'a paragraph of the summary',
      encrypted_content: 'opaque state, of reasoning and compaction; required where answers are not stored',
    },
  ),
  ...item(
    {
      type: 'function_call',
      id: 'fc_1',
      call_id: 'c',
      name: 'f',
      namespace: 'n',
      arguments: '{"a":1}',
      async: false,
      caller,
    },
    {
      call_id: 'what the result answers to; 64 characters',
      name: 'of the tool',
      namespace: 'the group that the tool stands in',
      arguments: 'JSON text; of tool_search_call an object',
      async: 'the answer goes on without the result',
      'caller.type': 'direct or program',
      'caller.caller_id': 'of the program',
    },
  ),
  ...item(
    { type: 'function_call_output', call_id: 'c', output: [{ type: 'input_text', text: 'a' }] },
    { 'output[].type': 'input_text, input_image, input_file', 'output[].text': 'of an input_text' },
  ),
  ...item(
    { type: 'custom_tool_call_output', call_id: 'c', output: 'a' },
    { output: 'a text, or a list of parts' },
  ),
  ...item({ type: 'custom_tool_call', call_id: 'c', name: 'sh', input: 'ls' }, { input: 'free text' }),
  ...item(
    {
      ...{ type: 'local_shell_call', id: 'lsh_1', call_id: 'c', status: 'completed' },
      action: {
        ...{ type: 'exec', command: ['ls'], env: { A: 'b' }, timeout_ms: 1000, user: 'u' },
        working_directory: '/',
      },
    },
    {
      'action.type': 'exec of local_shell_call; search, open_page, find_in_page; click and the like',
      'action.command': 'of local_shell_call',
      'action.env': 'of local_shell_call',
      'action.timeout_ms': 'milliseconds',
      'action.user': 'of local_shell_call',
      'action.working_directory': 'of local_shell_call',
    },
  ),
  ...item(shellCall, {
    'action.commands': 'of shell_call',
    'action.max_output_length': 'of shell_call, characters',
    'environment.type': 'local or container_reference',
    'environment.skills[].name': 'of a local environment',
    'environment.skills[].description': 'of a local environment',
    'environment.skills[].path': 'of a local environment',
  }),
  ...item(
    { ...shellCall, environment: { type: 'container_reference', container_id: 'c' } },
    { 'environment.container_id': 'of container_reference' },
  ),
  ...item(shellOutput, {
    max_output_length: 'as in the call that it answers',
    'output[].stdout': 'of shell_call_output',
    'output[].stderr': 'of shell_call_output',
    'output[].outcome.type': 'exit or timeout',
    'output[].outcome.exit_code': 'of exit',
  }),
  ...item(
    {
      type: 'apply_patch_call',
      call_id: 'c',
      status: 'completed',
      operation: { type: 'update_file', path: 'a', diff: '+a' },
    },
    {
      'operation.type': 'create_file, update_file, delete_file',
      'operation.path': 'of the file',
      'operation.diff': 'absent from delete_file',
    },
  ),
  ...item(
    {
      type: 'tool_search_call',
      call_id: 'c',
      execution: 'client',
      arguments: { query: 'q' },
      status: 'completed',
    },
    { execution: 'client or server' },
  ),
  ...item(
    {
      ...{ type: 'tool_search_output', call_id: 'c', execution: 'client', status: 'completed' },
      tools: [{ type: 'function', name: 'f', parameters: { type: 'object' }, strict: false }],
    },
    { tools: 'what a search found, or what additional_tools brings; as in the request' },
  ),
  ...item(
    { type: 'additional_tools', role: 'developer', tools: [{ type: 'custom', name: 'exec' }] },
    { 'tools[].type': 'as in the request' },
  ),
  ...item(
    {
      ...{ type: 'web_search_call', id: 'ws_1', status: 'completed' },
      action: {
        ...{ type: 'search', query: 'q', queries: ['q'], url: 'https://a.example', pattern: 'p' },
        sources: [{ type: 'url', url: 'https://a.example' }],
      },
    },
    {
      'action.query': 'of search',
      'action.queries': 'of search',
      'action.url': 'of open_page and find_in_page',
      'action.pattern': 'of find_in_page',
      'action.sources[].type': 'url',
      'action.sources[].url': 'of a page that was found',
    },
  ),
  ...item(
    {
      ...{ type: 'file_search_call', id: 'fs_1', status: 'completed', queries: ['q'] },
      results: [{ file_id: 'f', filename: 'a.txt', score: 1, text: 'a', attributes: { a: 'b' } }],
    },
    {
      queries: 'of file_search_call',
      'results[].file_id': 'of a file that was found',
      'results[].filename': 'of a file that was found',
      'results[].score': '0 to 1',
      'results[].text': 'of the file',
      'results[].attributes': 'of the file',
    },
  ),
  ...item(
    {
      ...{
        type: 'code_interpreter_call',
        id: 'ci_1',
        status: 'completed',
        code: '1',
        container_id: 'cntr_1',
      },
      outputs: [{ type: 'logs', logs: '1', url: 'https://a.example/a.png' }],
    },
    {
      code: 'of code_interpreter_call and program',
      container_id: 'of code_interpreter_call',
      'outputs[].type': 'logs or image',
      'outputs[].logs': 'of logs',
      'outputs[].url': 'of image',
    },
  ),
  ...item(picture, {
    result: 'the picture, base64; of program_output a text',
    output_format: 'png, webp, jpeg, gif, svg',
    background: 'of a picture',
    quality: 'of a picture',
    size: 'of a picture',
    revised_prompt: 'what was drawn',
    action: 'of image_generation_call: generate, edit, auto',
  }),
  ...item(computerCall, {
    'action.button': 'of click',
    'action.x': 'of what a pointer does',
    'action.y': 'of what a pointer does',
    'action.keys': 'of keypress, or held',
    'action.text': 'of type',
    'action.scroll_x': 'of scroll',
    'action.scroll_y': 'of scroll',
    'action.path[].x': 'of drag',
    'action.path[].y': 'of drag',
    'actions[].type': 'several actions, of the tool computer',
    'pending_safety_checks[].id': 'to be acknowledged',
    'pending_safety_checks[].code': 'of the check',
    'pending_safety_checks[].message': 'of the check',
  }),
  ...item(
    {
      ...{ type: 'computer_call_output', call_id: 'c', status: 'completed' },
      output: { type: 'computer_screenshot', image_url: 'data:image/png;base64,iVBORw0KGgo=', file_id: 'f' },
      acknowledged_safety_checks: [{ id: 's', code: 'c', message: 'm' }],
    },
    {
      'output.type': 'computer_screenshot',
      'output.image_url': 'of the screenshot',
      'output.file_id': 'of the screenshot',
      'acknowledged_safety_checks[].id': 'of the check',
      'acknowledged_safety_checks[].code': 'of the check',
      'acknowledged_safety_checks[].message': 'of the check',
    },
  ),
  ...item(
    {
      ...{ type: 'mcp_list_tools', id: 'mcpl_1', server_label: 'l', error: 'e' },
      tools: [{ name: 'f', description: 'F', input_schema: { type: 'object' }, annotations: { a: true } }],
    },
    {
      server_label: 'of all items of MCP',
      error: 'why it failed; of mcp_call an object',
      'tools[].name': 'of a tool of the server',
      'tools[].description': 'of a tool of the server',
      'tools[].input_schema': 'of a tool of the server',
      'tools[].annotations': 'of a tool of the server',
    },
  ),
  ...item(
    {
      ...{ type: 'mcp_call', id: 'mcp_1', server_label: 'l', name: 'f', arguments: '{}', output: 'a' },
      ...{ approval_request_id: 'mcpr_1', status: 'completed' },
    },
    { approval_request_id: 'of the request that was approved' },
  ),
  ...item(
    { type: 'mcp_approval_response', approval_request_id: 'mcpr_1', approve: true, reason: 'Fine' },
    { approve: 'whether the call may be made', reason: 'why' },
  ),
  ...item(
    { type: 'program', id: 'cm_1', call_id: 'c', code: '1', fingerprint: 'gAAAA' },
    { fingerprint: 'opaque, of a program that calls tools' },
  ),
  ...item(
    {
      type: 'configuration_update',
      reasoning: { effort: 'low' },
      text: { format: { type: 'text' } },
    },
    { 'reasoning.effort': 'from here on', 'text.format': 'from here on' },
  ),
];

/** Items whose members are all named above. */
export const plainItems: readonly Fields[] = [
  { type: 'local_shell_call_output', id: 'c', output: 'a' },
  { type: 'apply_patch_call_output', call_id: 'c', status: 'completed', output: 'a' },
  { type: 'mcp_approval_request', id: 'mcpr_1', server_label: 'l', name: 'f', arguments: '{}' },
  { type: 'program_output', id: 'cmo_1', call_id: 'c', result: 'a', status: 'completed' },
  { type: 'compaction', id: 'cmp_1', encrypted_content: 'gAAAA' },
  { type: 'compaction_trigger' },
  { type: 'item_reference', id: 'msg_1' },
  { type: 'agent_message', author: 'a', recipient: 'b', content: [{ type: 'input_text', text: 'Hi' }] },
];
