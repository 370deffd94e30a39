import { isRecord } from '../json-value.ts';
import { type Report, shown } from './report.ts';
import {
  base64,
  count,
  figure,
  filled,
  flag,
  list,
  object,
  oneOf,
  record,
  type Shape,
  text,
} from './shape.ts';

const usage = record({
  'promptTokenCount?': count,
  'candidatesTokenCount?': count,
  'thoughtsTokenCount?': count,
  'toolUsePromptTokenCount?': count,
  'cachedContentTokenCount?': count,
  'totalTokenCount?': count,
});

/** Cached tokens are part of the prompt; the total is prompt, tool results, candidates and thoughts. */
export function checkGeminiUsage(value: unknown, report: Report): void {
  usage(value, 'usageMetadata', report);
  if (!isRecord(value)) return;
  const of = (name: string): number => Number(value[name] ?? 0);
  const sum =
    of('promptTokenCount') +
    of('toolUsePromptTokenCount') +
    of('candidatesTokenCount') +
    of('thoughtsTokenCount');
  if (value.totalTokenCount !== undefined && of('totalTokenCount') !== sum)
    report.add('usage-total', `totalTokenCount is ${of('totalTokenCount')}, its parts are ${sum}`);
  if (of('cachedContentTokenCount') > of('promptTokenCount'))
    report.add('usage-cached', 'cachedContentTokenCount exceeds promptTokenCount');
}

/** google-genai 3.3, `FinishReason`. */
export const finishReasons = [
  'STOP',
  'MAX_TOKENS',
  'SAFETY',
  'RECITATION',
  'LANGUAGE',
  'OTHER',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'MALFORMED_FUNCTION_CALL',
  'IMAGE_SAFETY',
  'IMAGE_PROHIBITED_CONTENT',
  'IMAGE_OTHER',
  'NO_IMAGE',
  'IMAGE_RECITATION',
  'UNEXPECTED_TOOL_CALL',
  'TOO_MANY_TOOL_CALLS',
  'MISSING_THOUGHT_SIGNATURE',
  'MALFORMED_RESPONSE',
  'ESCALATION',
  'PUP_LIMITED_DISABLED',
  'CONTINUATION',
  'MODEL_ARMOR',
] as const;

const blockReason = oneOf(
  'SAFETY',
  'OTHER',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'IMAGE_SAFETY',
  'MODEL_ARMOR',
  'JAILBREAK',
);

const partMembers: Readonly<Record<string, Shape>> = {
  text,
  functionCall: record({ name: filled, args: object, 'id?': filled }),
  functionResponse: record({ name: filled, response: object, 'id?': filled }),
  inlineData: record({ mimeType: filled, data: base64 }),
  fileData: record({ fileUri: filled, 'mimeType?': filled }),
  executableCode: record({ code: text, 'language?': filled, 'id?': filled }),
  codeExecutionResult: record({ 'outcome?': filled, 'output?': text, 'id?': filled }),
  toolCall: object,
  toolResponse: object,
};

/** A part has exactly one of the members above; a signature is bytes, so its JSON is base64. */
const part: Shape = (value, at, report) => {
  if (!isRecord(value)) return report.shape('type', at, `wants an object, has ${shown(value)}`);
  const names = Object.keys(partMembers).filter((name) => Object.hasOwn(value, name));
  if (names.length === 0) report.add('part-empty', 'a part that says nothing');
  if (names.length > 1) report.add('part-double', `a part with ${names.join(' and ')}`);
  for (const name of names) partMembers[name]?.(value[name], `${at}.${name}`, report);
  record({ 'thought?': flag, 'thoughtSignature?': base64 })(value, at, report);
  const call = value.functionCall;
  if (isRecord(call) && (call.willContinue !== undefined || call.partialArgs !== undefined))
    report.add('call-in-pieces', 'a call in pieces, which must be asked for');
};

export const content = record({ role: oneOf('model'), parts: list(part) });

export const responseShape = record({
  'candidates?': list(
    record({
      'index?': count,
      'content?': content,
      'finishReason?': oneOf(...finishReasons),
      'finishMessage?': text,
      'avgLogprobs?': figure,
      'safetyRatings?': list(object),
      'groundingMetadata?': object,
      'citationMetadata?': object,
    }),
  ),
  'promptFeedback?': record({ 'blockReason?': blockReason, 'safetyRatings?': list(object) }),
  'modelVersion?': filled,
  'responseId?': filled,
  'createTime?': filled,
});
