import { isRecord, listAt, textAt, valueAt } from '../json-value.ts';
import { checkFunctionSchema, checkStrict } from './openai-schema.ts';
import {
  checkSampling,
  customFormat,
  effort,
  functionName,
  openaiSettings,
  schemaName,
  verbosity,
} from './openai-settings.ts';
import { type Report, shown } from './report.ts';
import type { RequestFacts } from './request-judge.ts';
import { checkInput } from './responses-input.ts';
import {
  anything,
  byMember,
  closed,
  filled,
  flag,
  list,
  object,
  oneOf,
  orNull,
  type Shape,
  text,
  textOr,
  within,
} from './shape.ts';

const callers = { 'allowed_callers?': orNull(list(text)), 'async?': flag, 'defer_loading?': flag };
const functionTool = closed({
  type: text,
  name: functionName,
  'parameters?': orNull(object),
  'strict?': orNull(flag),
  'description?': orNull(text),
  'output_schema?': orNull(object),
  ...callers,
});
const customTool = closed({
  type: text,
  name: functionName,
  'description?': text,
  'format?': customFormat,
  ...callers,
});

const hostedTools = [
  'web_search',
  'web_search_2025_08_26',
  'web_search_preview',
  'web_search_preview_2025_03_11',
  'file_search',
  'computer',
  'computer_use_preview',
  'mcp',
  'code_interpreter',
  'programmatic_tool_calling',
  'image_generation',
  'local_shell',
  'shell',
  'tool_search',
  'apply_patch',
];

const tool = byMember('type', {
  ...Object.fromEntries(hostedTools.map((name) => [name, object])),
  function: functionTool,
  custom: customTool,
  namespace: closed({
    type: text,
    name: functionName,
    description: text,
    tools: list(byMember('type', { function: functionTool, custom: customTool }), 1),
  }),
});

const oneTool = closed({ type: oneOf('function', 'custom'), name: functionName });

const toolChoice: Shape = (value, at, report) => {
  const type = valueAt(value, 'type');
  if (typeof value === 'string') oneOf('none', 'auto', 'required')(value, at, report);
  else if (type === 'allowed_tools')
    closed({ type: text, mode: oneOf('auto', 'required'), tools: list(object, 1) })(value, at, report);
  else if (type === 'function' || type === 'custom') oneTool(value, at, report);
  else byMember('type', Object.fromEntries(hostedTools.map((name) => [name, object])))(value, at, report);
};

const format = byMember('type', {
  text: closed({ type: text }),
  json_object: closed({ type: text }),
  json_schema: closed({
    type: text,
    name: schemaName,
    schema: object,
    'description?': text,
    'strict?': orNull(flag),
  }),
});

const includable = oneOf(
  'file_search_call.results',
  'web_search_call.results',
  'web_search_call.action.sources',
  'message.input_image.image_url',
  'computer_call_output.output.image_url',
  'code_interpreter_call.outputs',
  'reasoning.encrypted_content',
  'message.output_text.logprobs',
);

/** Every top-level field (openai 7.57, `ResponseCreateParamsBase`). */
const request = closed({
  ...openaiSettings,
  'model?': filled,
  'input?': anything,
  'access_programs?': object,
  'background?': orNull(flag),
  'context_management?': orNull(list(object)),
  'conversation?': orNull(textOr(closed({ id: filled }))),
  'image?': object,
  'include?': orNull(list(includable)),
  'instructions?': orNull(text),
  'max_output_tokens?': orNull(within(16, Number.MAX_SAFE_INTEGER)),
  'max_tool_calls?': orNull(within(1, Number.MAX_SAFE_INTEGER)),
  'previous_response_id?': orNull(filled),
  'prompt?': orNull(object),
  'reasoning?': orNull(
    closed({
      'effort?': effort,
      'summary?': orNull(oneOf('auto', 'concise', 'detailed')),
      'generate_summary?': orNull(oneOf('auto', 'concise', 'detailed')),
      'context?': orNull(oneOf('auto', 'current_turn', 'all_turns')),
      'mode?': text,
    }),
  ),
  'stream_options?': orNull(closed({ 'include_obfuscation?': flag })),
  'text?': closed({ 'format?': format, 'verbosity?': verbosity }),
  'tool_choice?': toolChoice,
  'tools?': list(tool),
  'truncation?': orNull(oneOf('auto', 'disabled')),
});

/** Judges the body of `POST /v1/responses` as OpenAI does. */
export function responsesRequest(body: unknown, facts: RequestFacts, report: Report): void {
  request(body, '', report);
  if (!isRecord(body)) return;
  if (body.model === undefined && body.prompt === undefined)
    report.shape('missing', 'model', 'is not there, and there is no prompt that names one');
  if (body.input !== undefined) checkInput(body, facts, report);
  else if (body.prompt === undefined && body.previous_response_id === undefined)
    report.shape('missing', 'input', 'is not there');
  checkTools(body, report);
  checkSampling(body, ['reasoning', 'effort'], report);
  if (
    textAt(body, 'text', 'format', 'type') === 'json_schema' &&
    valueAt(body, 'text', 'format', 'strict') === true
  )
    checkStrict(valueAt(body, 'text', 'format', 'schema'), 'text.format.schema', 0, report);
  if (body.stream_options !== undefined && body.stream !== true)
    report.add('stream-options', 'stream_options without stream');
  if (body.conversation !== undefined && body.previous_response_id !== undefined)
    report.add('history-twice', 'conversation and previous_response_id exclude each other');
}

function checkTools(body: unknown, report: Report): void {
  const added = listAt(body, 'input').flatMap((item) => listAt(item, 'tools'));
  const tools = [...listAt(body, 'tools'), ...added];
  const names = tools
    .flatMap((each) => [each, ...listAt(each, 'tools')])
    .map((each) => textAt(each, 'name') ?? textAt(each, 'type') ?? '');
  const own = listAt(body, 'tools').map((each) => textAt(each, 'name'));
  for (const [index, name] of own.entries())
    if (name !== undefined && own.indexOf(name) !== index)
      report.add('tool-twice', `two tools have the name "${name}"`);
  for (const [index, each] of listAt(body, 'tools').entries()) {
    if (textAt(each, 'type') !== 'function') continue;
    const at = `tools[${index}].parameters`;
    checkFunctionSchema(valueAt(each, 'parameters'), valueAt(each, 'strict') === true, at, report);
  }
  const choice = valueAt(body, 'tool_choice');
  for (const wanted of [choice, ...listAt(choice, 'tools')]) {
    const name = textAt(wanted, 'name');
    if (name !== undefined && !names.includes(name))
      report.add('choice-unknown', `tool_choice names ${shown(name)}, which is no tool`);
  }
  if (choice === 'required' && tools.length === 0)
    report.add('choice-without-tools', 'tool_choice is required, but there are no tools');
}
