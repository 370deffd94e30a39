import { countOf, type Fields, fieldsOf, textOf } from '../json-value.ts';
import type { Finish } from '../reply.ts';

type Reason = Finish['reason'];

/** Every finish reason of the SDK's enumeration (3.3.0), and what it means; unknown ones are `other`. */
const reasons: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  ['STOP', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['SAFETY', 'content-filter'],
  ['RECITATION', 'content-filter'],
  ['OTHER', 'other'],
  ['LANGUAGE', 'other'],
  ['BLOCKLIST', 'content-filter'],
  ['PROHIBITED_CONTENT', 'content-filter'],
  ['SPII', 'content-filter'],
  ['MALFORMED_FUNCTION_CALL', 'malformed-call'],
  ['IMAGE_SAFETY', 'content-filter'],
  ['UNEXPECTED_TOOL_CALL', 'malformed-call'],
  ['TOO_MANY_TOOL_CALLS', 'other'],
  ['IMAGE_PROHIBITED_CONTENT', 'content-filter'],
  ['IMAGE_RECITATION', 'content-filter'],
  ['IMAGE_OTHER', 'other'],
  ['NO_IMAGE', 'other'],
  ['MISSING_THOUGHT_SIGNATURE', 'other'],
  ['MALFORMED_RESPONSE', 'other'],
  ['ESCALATION', 'other'],
  ['PUP_LIMITED_DISABLED', 'content-filter'],
  ['CONTINUATION', 'pause'],
  ['MODEL_ARMOR', 'content-filter'],
]);

/** By number (`enum-encoding=int`), as generativelanguage counts; Vertex counts differently from 6 on. */
const numbered: readonly string[] = [
  'FINISH_REASON_UNSPECIFIED',
  'STOP',
  'MAX_TOKENS',
  'SAFETY',
  'RECITATION',
  'OTHER',
  'LANGUAGE',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'MALFORMED_FUNCTION_CALL',
  'IMAGE_SAFETY',
  'UNEXPECTED_TOOL_CALL',
  'TOO_MANY_TOOL_CALLS',
];

const numberedBlocks: readonly string[] = [
  'BLOCKED_REASON_UNSPECIFIED',
  'SAFETY',
  'OTHER',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'IMAGE_SAFETY',
];

/** The word for a reason that is no word of Google's. */
const words: Readonly<Record<Reason, string>> = {
  stop: 'STOP',
  'stop-sequence': 'STOP',
  // Google has no word for it: a client looks at the parts.
  'tool-calls': 'STOP',
  length: 'MAX_TOKENS',
  'context-full': 'MAX_TOKENS',
  'content-filter': 'SAFETY',
  refusal: 'SAFETY',
  'malformed-call': 'MALFORMED_FUNCTION_CALL',
  pause: 'OTHER',
  other: 'OTHER',
};

/** A candidate's finish, before it is known whether calls came; undefined while it goes on. */
export function readFinish(candidate: Fields): Finish | undefined {
  const native = wordOf(candidate.finishReason, numbered);
  if (native === undefined) return undefined;
  const detail = textOf(candidate.finishMessage);
  return { reason: reasons.get(native) ?? 'other', native, ...(detail !== undefined && { detail }) };
}

/** A prompt that was refused: there are no candidates then. */
export function readBlock(answer: Fields): Finish | undefined {
  const feedback = fieldsOf(answer.promptFeedback);
  const native = feedback === undefined ? undefined : wordOf(feedback.blockReason, numberedBlocks);
  if (feedback === undefined || native === undefined) return undefined;
  const detail = textOf(feedback.blockReasonMessage);
  return { reason: 'content-filter', native, ...(detail !== undefined && { detail }) };
}

/** Google ends with `STOP` when the model called something. */
export function withCalls(finish: Finish, hasCalls: boolean): Finish {
  return hasCalls && finish.reason === 'stop' ? { ...finish, reason: 'tool-calls' } : finish;
}

/** Google's own word where the answer came with one, else the nearest. */
export function finishWord({ reason, native }: Finish): string {
  const own = native === undefined ? undefined : reasons.get(native);
  const isSame = own === reason || (own === 'stop' && reason === 'tool-calls');
  return native !== undefined && isSame ? native : words[reason];
}

function wordOf(value: unknown, names: readonly string[]): string | undefined {
  const number = countOf(value);
  const word = number === undefined ? textOf(value)?.toUpperCase() : (names[number] ?? String(number));
  return word === undefined || word.endsWith('_UNSPECIFIED') ? undefined : word;
}
