import { isRecord, type JsonRecord, listAt, textAt, valueAt } from '../json-value.ts';
import { checkContents, isGemini3, systemContent } from './gemini-contents.ts';
import { camelCased } from './gemini-names.ts';
import { checkGeminiSchema } from './gemini-schema.ts';
import { type Report, shown } from './report.ts';
import type { RequestFacts } from './request-judge.ts';
import {
  anything,
  closed,
  filled,
  flag,
  list,
  matching,
  object,
  oneOf,
  type Shape,
  text,
  whole,
  within,
} from './shape.ts';

const most = Number.MAX_SAFE_INTEGER;
const functionName = matching(/^[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}$/);

/** A word of an enumeration, or its number. */
const word =
  (shape: Shape): Shape =>
  (value, at, report) => {
    if (!Number.isSafeInteger(value)) shape(value, at, report);
  };

const generationConfig = closed({
  'temperature?': within(0, 2),
  'topP?': within(0, 1),
  'topK?': within(1, most),
  'candidateCount?': within(1, 8),
  'maxOutputTokens?': within(1, most),
  'stopSequences?': list(filled, 0, 5),
  'presencePenalty?': within(-2, 2),
  'frequencyPenalty?': within(-2, 2),
  'seed?': whole,
  'responseMimeType?': oneOf('text/plain', 'application/json', 'text/x.enum'),
  'responseSchema?': object,
  'responseJsonSchema?': object,
  'responseFormat?': anything,
  'responseLogprobs?': flag,
  'logprobs?': within(0, 20),
  'responseModalities?': list(oneOf('TEXT', 'IMAGE', 'AUDIO', 'VIDEO', 'MODALITY_UNSPECIFIED')),
  'mediaResolution?': text,
  'speechConfig?': object,
  'imageConfig?': object,
  'thinkingConfig?': closed({
    'includeThoughts?': flag,
    'thinkingBudget?': within(-1, 32_768),
    'thinkingLevel?': matching(/^(minimal|low|medium|high)$/i),
  }),
  'audioTimestamp?': flag,
  'enableAffectiveDialog?': flag,
  'enableEnhancedCivicAnswers?': flag,
  'audioTranscriptionConfig?': object,
  'translationConfig?': object,
  'modelSelectionConfig?': object,
  'routingConfig?': object,
});

const declaration: Shape = closed({
  name: functionName,
  'description?': text,
  'parameters?': object,
  'parametersJsonSchema?': object,
  'response?': object,
  'responseJsonSchema?': anything,
  'behavior?': oneOf('BLOCKING', 'NON_BLOCKING', 'UNSPECIFIED'),
});

const hosted = [
  'retrieval',
  'googleMaps',
  'mcpServers',
  'codeExecution',
  'computerUse',
  'enterpriseWebSearch',
  'exaAiSearch',
  'googleSearch',
  'googleSearchRetrieval',
  'parallelAiSearch',
  'urlContext',
  'fileSearch',
];

const tool = closed({
  'functionDeclarations?': list(declaration),
  ...Object.fromEntries(hosted.map((name) => [`${name}?`, anything])),
});

/** Every top-level field (google-genai 3.3, the body that `generateContent` writes for both of its back ends). */
const request = closed({
  contents: anything,
  'model?': filled,
  'systemInstruction?': systemContent,
  'tools?': list(tool),
  'toolConfig?': closed({
    'functionCallingConfig?': closed({
      'mode?': oneOf('AUTO', 'ANY', 'NONE', 'VALIDATED', 'MODE_UNSPECIFIED'),
      'allowedFunctionNames?': list(filled),
      'streamFunctionCallArguments?': flag,
    }),
    'retrievalConfig?': object,
    'includeServerSideToolInvocations?': flag,
  }),
  'safetySettings?': list(
    closed({
      category: word(matching(/^HARM_CATEGORY_[A-Z_]+$/)),
      threshold: word(
        oneOf('BLOCK_NONE', 'OFF', 'BLOCK_LOW_AND_ABOVE', 'BLOCK_MEDIUM_AND_ABOVE', 'BLOCK_ONLY_HIGH'),
      ),
      'method?': text,
    }),
  ),
  'generationConfig?': generationConfig,
  'cachedContent?': filled,
  'serviceTier?': text,
  'store?': flag,
  'labels?': object,
  'modelArmorConfig?': object,
});

/** Judges the body of `generateContent` as Google does. */
export function geminiRequest(raw: unknown, facts: RequestFacts, report: Report): void {
  const body = camelCased(raw);
  request(body, '', report);
  if (!isRecord(body)) return;
  checkContents(body, facts, report);
  const names = checkDeclarations(body, report);
  checkChoice(body, names, report);
  checkGeneration(body, names.length > 0, facts, report);
  for (const part of listAt(body, 'systemInstruction', 'parts'))
    if (textAt(part, 'text') === undefined) report.add('system-part', 'systemInstruction takes text only');
  const fixed = ['systemInstruction', 'tools', 'toolConfig'].filter((name) => body[name] !== undefined);
  if (body.cachedContent !== undefined && fixed.length > 0)
    report.add('cached-twice', `cachedContent cannot be used together with ${fixed.join(', ')}`);
}

function checkDeclarations(body: unknown, report: Report): string[] {
  const names: string[] = [];
  for (const each of listAt(body, 'tools').flatMap((one) => listAt(one, 'functionDeclarations'))) {
    const name = textAt(each, 'name') ?? '';
    if (names.includes(name)) report.add('tool-twice', `duplicate function declaration "${name}"`);
    names.push(name);
    const parameters = valueAt(each, 'parameters');
    if (parameters === undefined) continue;
    if (valueAt(each, 'parametersJsonSchema') !== undefined)
      report.add('schema-twice', `${name}: parameters and parametersJsonSchema exclude each other`);
    checkGeminiSchema(parameters, `${name}.parameters`, report);
    if (textAt(parameters, 'type')?.toUpperCase() !== 'OBJECT')
      report.add('schema-root', `${name}: parameters must be of type OBJECT`);
  }
  return names;
}

function checkChoice(body: unknown, names: readonly string[], report: Report): void {
  const config = valueAt(body, 'toolConfig', 'functionCallingConfig');
  const mode = textAt(config, 'mode') ?? 'AUTO';
  const allowed = listAt(config, 'allowedFunctionNames');
  if (allowed.length > 0 && mode !== 'ANY' && mode !== 'VALIDATED')
    report.add('choice-mode', `allowedFunctionNames cannot be set in the mode ${mode}`);
  if (mode === 'ANY' && names.length === 0)
    report.add('choice-without-tools', 'the mode ANY wants function declarations');
  for (const name of allowed)
    if (!names.some((each) => each === name))
      report.add('choice-unknown', `allowedFunctionNames has ${shown(name)}, which is not declared`);
}

function checkGeneration(body: JsonRecord, functions: boolean, facts: RequestFacts, report: Report): void {
  const config = valueAt(body, 'generationConfig');
  if (!isRecord(config)) return;
  const { responseMimeType: mime, responseSchema, responseJsonSchema } = config;
  if (responseSchema !== undefined) {
    checkGeminiSchema(responseSchema, 'responseSchema', report);
    if (responseJsonSchema !== undefined)
      report.add('schema-twice', 'responseSchema and responseJsonSchema exclude each other');
  }
  const schema = responseSchema ?? responseJsonSchema;
  if (schema !== undefined && mime !== 'application/json' && mime !== 'text/x.enum')
    report.add('schema-mime', 'a response schema wants responseMimeType application/json');
  if (mime === 'application/json' && functions && !isGemini3(facts.model ?? ''))
    report.add('json-functions', 'function calling with responseMimeType application/json is unsupported');
  const thinking = config.thinkingConfig;
  if (isRecord(thinking) && thinking.thinkingBudget !== undefined && thinking.thinkingLevel !== undefined)
    report.add('thinking-twice', 'thinkingBudget and thinkingLevel exclude each other');
  if (config.logprobs !== undefined && config.responseLogprobs !== true)
    report.add('logprobs', 'logprobs without responseLogprobs');
}
