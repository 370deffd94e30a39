import type { Mutable } from '../../exchange/mutable.ts';
import { type Fields, fieldsOf, textOf } from '../json-value.ts';
import type { Finish } from '../reply.ts';

type Reason = Finish['reason'];

const reasons: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop-sequence'],
  ['max_tokens', 'length'],
  ['tool_use', 'tool-calls'],
  ['pause_turn', 'pause'],
  ['refusal', 'refusal'],
  ['model_context_window_exceeded', 'context-full'],
]);

/** Words of this API for what `Finish` has none for. */
const nativeWords: ReadonlySet<string> = new Set(['compaction']);

/** Why an answer ended, from `stop_reason` and what stands beside it. `hasCalls` decides where no reason is given. */
export function readFinish(delta: Fields, hasCalls: boolean): Finish {
  const word = textOf(delta.stop_reason);
  if (word === undefined) return { reason: hasCalls ? 'tool-calls' : 'stop' };
  const finish: Mutable<Finish> = { reason: reasons.get(word) ?? 'other', native: word };
  const sequence = textOf(delta.stop_sequence);
  if (sequence !== undefined) finish.stopSequence = sequence;
  const details = fieldsOf(delta.stop_details);
  const detail = textOf(details?.explanation) ?? textOf(details?.category);
  if (detail !== undefined) finish.detail = detail;
  return finish;
}

/**
 * `stop_reason`, `stop_sequence` and, for a refusal, `stop_details`. Clients run tools on `tool_use`, so it is said
 * when there are calls, and never without.
 */
export function writeFinish(finish: Finish, hasCalls: boolean): Fields {
  const stop_reason = wordOf(finish, hasCalls);
  const stop_sequence = stop_reason === 'stop_sequence' ? finish.stopSequence : null;
  if (stop_reason !== 'refusal') return { stop_reason, stop_sequence };
  const stop_details = { type: 'refusal', category: null, explanation: finish.detail ?? null };
  return { stop_reason, stop_sequence, stop_details };
}

function wordOf({ reason, native, stopSequence }: Finish, hasCalls: boolean): string {
  switch (reason) {
    case 'stop':
    case 'tool-calls':
      return hasCalls ? 'tool_use' : 'end_turn';
    case 'stop-sequence':
      // OpenAI does not say which one it was.
      if (hasCalls) return 'tool_use';
      return stopSequence === undefined ? 'end_turn' : 'stop_sequence';
    case 'length':
      return 'max_tokens';
    case 'refusal':
    case 'content-filter':
      return 'refusal';
    case 'pause':
      return 'pause_turn';
    case 'context-full':
      return 'model_context_window_exceeded';
    case 'malformed-call':
    case 'other':
      if (native !== undefined && nativeWords.has(native)) return native;
      return hasCalls ? 'tool_use' : 'end_turn';
  }
}
