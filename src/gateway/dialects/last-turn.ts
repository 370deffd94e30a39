import type { Dialect } from '../exchange/dialect.ts';
import { scanBody } from './body-scan.ts';
import { JsonReader } from './json-reader.ts';
import { type Fields, fieldsOf, listOf, parseJson } from './json-value.ts';

/** Where a dialect keeps the turns, and whether one of them brings the result of a tool call. */
interface History {
  readonly member: string;
  isResult(turn: Fields): boolean;
}

const histories: ReadonlyMap<Dialect, History> = new Map([
  ['openai-chat', { member: 'messages', isResult: ({ role }) => role === 'tool' || role === 'function' }],
  [
    'openai-responses',
    { member: 'input', isResult: ({ type }) => typeof type === 'string' && type.endsWith('_output') },
  ],
  [
    'anthropic-messages',
    {
      member: 'messages',
      isResult: ({ content }) => listOf(content).some((part) => fieldsOf(part)?.type === 'tool_result'),
    },
  ],
  [
    'gemini-generate',
    {
      member: 'contents',
      isResult: ({ parts }) => listOf(parts).some((part) => isFunctionResponse(fieldsOf(part))),
    },
  ],
] satisfies readonly [Dialect, History][]);

/** Protobuf's JSON takes both spellings. */
function isFunctionResponse(part: Fields | undefined): boolean {
  return part?.functionResponse !== undefined || part?.function_response !== undefined;
}

/** Larger turns are not looked at: a tool's result of this size would have ended any context. */
const mostTurnBytes = 8 * 1024 * 1024;

/**
 * Whether a request brings the results of tool calls: the model's turn goes on, and nobody has spoken between. It walks
 * over the body once (0.3 ms for 200 KB), so it is asked only where the answer decides something. False for a body
 * that cannot be read.
 */
export function endsInResult(dialect: Dialect, body: Buffer): boolean {
  const history = histories.get(dialect);
  if (history === undefined) return false;
  const scan = scanBody(body, [history.member], 'early');
  const member = scan.ok ? scan.members[history.member] : undefined;
  if (member?.kind !== 'array') return false;
  const start = lastElement(body, member.valueStart, member.valueEnd);
  if (start === undefined || member.valueEnd - start > mostTurnBytes) return false;
  const turn = fieldsOf(parseJson(body.toString('utf8', start, member.valueEnd - 1)));
  return turn !== undefined && history.isResult(turn);
}

/** Where the last value of the array that stands there begins; undefined for an empty one. */
function lastElement(body: Buffer, start: number, end: number): number | undefined {
  const reader = new JsonReader(body, false);
  reader.at = start + 1;
  let last: number | undefined;
  while (reader.peek() >= 0 && reader.at < end - 1) {
    last = reader.at;
    if (reader.skipValue(Number.POSITIVE_INFINITY) !== 'ok') return undefined;
    if (reader.peek() === comma) reader.at += 1;
  }
  return last;
}

const comma = 44;
