import { isRecord, listAt, textAt, valueAt } from '../json-value.ts';
import { checkChatMessages } from './chat-messages.ts';
import { checkFunctionSchema, checkStrict } from './openai-schema.ts';
import {
  checkSampling,
  effort,
  functionName,
  openaiSettings,
  schemaName,
  thinks,
  verbosity,
} from './openai-settings.ts';
import { type Report, shown } from './report.ts';
import type { RequestFacts } from './request-judge.ts';
import {
  anything,
  byMember,
  closed,
  filled,
  flag,
  list,
  mapOf,
  object,
  oneOf,
  orNull,
  type Shape,
  text,
  textOr,
  whole,
  within,
} from './shape.ts';

const named = closed({ name: functionName });
const oneTool = byMember('type', {
  function: closed({ type: text, function: named }),
  custom: closed({ type: text, custom: named }),
});

const toolChoice: Shape = (value, at, report) => {
  if (typeof value === 'string') oneOf('none', 'auto', 'required')(value, at, report);
  else if (valueAt(value, 'type') === 'allowed_tools')
    closed({
      type: text,
      allowed_tools: closed({ mode: oneOf('auto', 'required'), tools: list(oneTool, 1) }),
    })(value, at, report);
  else oneTool(value, at, report);
};

const tool = byMember('type', {
  function: closed({
    type: text,
    function: closed({
      name: functionName,
      'description?': text,
      'parameters?': object,
      'strict?': orNull(flag),
    }),
  }),
  custom: closed({
    type: text,
    custom: closed({
      name: functionName,
      'description?': text,
      // Chat completions nest the grammar, responses do not.
      'format?': byMember('type', {
        text: closed({ type: text }),
        grammar: closed({
          type: text,
          grammar: closed({ syntax: oneOf('lark', 'regex'), definition: filled }),
        }),
      }),
    }),
  }),
});

const responseFormat = byMember('type', {
  text: closed({ type: text }),
  json_object: closed({ type: text }),
  json_schema: closed({
    type: text,
    json_schema: closed({
      name: schemaName,
      'description?': text,
      'schema?': object,
      'strict?': orNull(flag),
    }),
  }),
});

/** Every top-level field (openai 7.57, `ChatCompletionCreateParamsBase`). */
const request = closed({
  ...openaiSettings,
  model: filled,
  messages: anything,
  'audio?': orNull(closed({ format: filled, voice: anything })),
  'frequency_penalty?': orNull(within(-2, 2)),
  'presence_penalty?': orNull(within(-2, 2)),
  'function_call?': anything,
  'functions?': list(object, 1, 128),
  'logit_bias?': orNull(mapOf(within(-100, 100))),
  'logprobs?': orNull(flag),
  'max_completion_tokens?': orNull(within(1, Number.MAX_SAFE_INTEGER)),
  'max_tokens?': orNull(within(1, Number.MAX_SAFE_INTEGER)),
  'modalities?': orNull(list(oneOf('text', 'audio'), 1)),
  'n?': orNull(within(1, 128)),
  'prediction?': orNull(object),
  'reasoning_effort?': effort,
  'response_format?': responseFormat,
  'seed?': orNull(whole),
  'stop?': orNull(textOr(list(filled, 1, 4))),
  'stream_options?': orNull(closed({ 'include_usage?': flag, 'include_obfuscation?': flag })),
  'tool_choice?': toolChoice,
  'tools?': list(tool, 1, 128),
  'verbosity?': verbosity,
  'web_search_options?': object,
});

/** Judges the body of `POST /v1/chat/completions` as OpenAI does. */
export function chatRequest(body: unknown, facts: RequestFacts, report: Report): void {
  request(body, '', report);
  if (!isRecord(body)) return;
  checkChatMessages(body, facts, report);
  checkTools(body, report);
  checkFormat(body, report);
  checkSampling(body, ['reasoning_effort'], report);
  const given = (name: string): boolean => body[name] !== undefined && body[name] !== null;
  if (given('max_tokens') && given('max_completion_tokens'))
    report.add('limit-twice', 'max_tokens and max_completion_tokens exclude each other');
  if (given('max_tokens') && thinks(String(body.model)))
    report.add('limit-old', 'this model takes max_completion_tokens only');
  if (given('stop') && thinks(String(body.model)) && String(body.model).startsWith('o'))
    report.add('stop-unsupported', 'this model takes no stop sequences');
  if (given('stream_options') && body.stream !== true)
    report.add('stream-options', 'stream_options without stream');
  if (given('top_logprobs') && body.logprobs !== true)
    report.add('logprobs', 'top_logprobs without logprobs');
}

function checkTools(body: Readonly<Record<string, unknown>>, report: Report): void {
  const names: string[] = [];
  for (const [index, each] of listAt(body, 'tools').entries()) {
    const name = textAt(each, 'function', 'name') ?? textAt(each, 'custom', 'name') ?? '';
    if (names.includes(name)) report.add('tool-twice', `two tools have the name "${name}"`);
    names.push(name);
    if (textAt(each, 'type') !== 'function') continue;
    const strict = valueAt(each, 'function', 'strict') === true;
    const at = `tools[${index}].function.parameters`;
    checkFunctionSchema(valueAt(each, 'function', 'parameters'), strict, at, report);
  }
  for (const field of ['tool_choice', 'parallel_tool_calls'])
    if (body[field] !== undefined && names.length === 0 && body.functions === undefined)
      report.add('choice-without-tools', `${field} is only allowed when tools are specified`);
  const wanted = [valueAt(body, 'tool_choice'), ...listAt(body, 'tool_choice', 'allowed_tools', 'tools')].map(
    (choice) => textAt(choice, 'function', 'name') ?? textAt(choice, 'custom', 'name'),
  );
  for (const name of wanted)
    if (name !== undefined && !names.includes(name))
      report.add('choice-unknown', `tool_choice names ${shown(name)}, which is no tool`);
}

function checkFormat(body: unknown, report: Report): void {
  const type = textAt(body, 'response_format', 'type');
  const schema = valueAt(body, 'response_format', 'json_schema', 'schema');
  if (type === 'json_schema' && valueAt(body, 'response_format', 'json_schema', 'strict') === true)
    checkStrict(schema, 'response_format.json_schema.schema', 0, report);
  if (
    type === 'json_object' &&
    !JSON.stringify(valueAt(body, 'messages') ?? '')
      .toLowerCase()
      .includes('json')
  )
    report.add('json-word', 'json_object wants the word "json" in the messages');
}
