import type { HostedPart } from '../conversation.ts';
import { type Fields, fieldsOf, textOf } from '../json-value.ts';

type HostedKind = HostedPart['tool'];

/** Kinds of `toolCall` and `toolResponse` (ToolType of the SDK, 3.3.0). */
const toolTypes: ReadonlyMap<string, HostedKind> = new Map<string, HostedKind>([
  ['GOOGLE_SEARCH_WEB', 'web-search'],
  ['GOOGLE_SEARCH_IMAGE', 'web-search'],
  ['URL_CONTEXT', 'web-fetch'],
  ['FILE_SEARCH', 'file-search'],
]);

/** Which of the provider's own tools a part tells of; undefined for any other part. `members` are in camelCase. */
export function hostedKind(members: Fields): HostedKind | undefined {
  if (fieldsOf(members.executableCode) !== undefined || fieldsOf(members.codeExecutionResult) !== undefined)
    return 'code';
  const step = fieldsOf(members.toolCall) ?? fieldsOf(members.toolResponse);
  return step === undefined
    ? undefined
    : (toolTypes.get(textOf(step.toolType ?? step.tool_type) ?? '') ?? 'other');
}

/** What a reader elsewhere should know of the step. */
export function hostedText(members: Fields): string {
  const code = textOf(fieldsOf(members.executableCode)?.code);
  const output = textOf(fieldsOf(members.codeExecutionResult)?.output);
  const step = fieldsOf(members.toolCall)?.args;
  return code ?? output ?? (step === undefined ? '' : JSON.stringify(step));
}
