import type { Part, TextPart, ToolCallPart, ToolResultPart, Turn } from '../conversation.ts';
import type { Losses } from '../losses.ts';

/**
 * Every call gets its result, directly behind the turn of the call and in front of anything else there, as all
 * vendors demand. A result that never came (the user stopped the agent) is told as such; a result without a call
 * becomes a text of the user. Results are matched by id, and without one by order.
 */
export function pairCalls(turns: readonly Turn[], losses: Losses): readonly Turn[] {
  const result: Turn[] = [];
  for (let at = 0; at < turns.length; at += 1) {
    const turn = turns[at];
    if (turn === undefined) continue;
    const calls = turn.role === 'assistant' ? turn.parts.filter((part) => part.kind === 'tool-call') : [];
    if (calls.length === 0) {
      result.push(withoutOrphans(turn, losses));
      continue;
    }
    const until = turns.findIndex((other, index) => index > at && other.role === 'assistant');
    const following = turns.slice(at + 1, until < 0 ? turns.length : until);
    const { found, rest } = resultsFor(calls, following);
    result.push(turn, {
      role: 'user',
      parts: calls.map((call, nth) => found[nth] ?? missing(call, losses)),
      at: following[0]?.at ?? turn.at,
    });
    for (const other of rest) if (other.parts.length > 0) result.push(withoutOrphans(other, losses));
    at += following.length;
  }
  return result;
}

interface Found {
  /** For each call its result. */
  readonly found: readonly (ToolResultPart | undefined)[];
  /** The turns without those results. */
  readonly rest: readonly Turn[];
}

function resultsFor(calls: readonly ToolCallPart[], turns: readonly Turn[]): Found {
  const found: (ToolResultPart | undefined)[] = calls.map(() => undefined);
  const rest = turns.map((turn) => {
    if (!turn.parts.some((part) => part.kind === 'tool-result')) return turn;
    const parts = turn.parts.filter((part) => {
      if (part.kind !== 'tool-result') return true;
      const nth = calls.findIndex((call, index) => found[index] === undefined && belongs(part, call));
      if (nth < 0) return true;
      const call = calls[nth];
      found[nth] = call === undefined ? part : { ...part, id: call.id, name: call.name };
      return false;
    });
    return { ...turn, parts };
  });
  return { found, rest };
}

function belongs(result: ToolResultPart, call: ToolCallPart): boolean {
  if (result.id !== '') return result.id === call.id;
  return result.name === undefined || result.name === call.name;
}

function missing(call: ToolCallPart, losses: Losses): ToolResultPart {
  losses.add('pairing', call.at, 'a call without a result; it is told to have been interrupted');
  return {
    kind: 'tool-result',
    id: call.id,
    name: call.name,
    form: call.form,
    content: [{ kind: 'text', text: 'The call was interrupted; there is no result.', at: call.at }],
    isError: true,
    at: call.at,
  };
}

function withoutOrphans(turn: Turn, losses: Losses): Turn {
  if (!turn.parts.some((part) => part.kind === 'tool-result')) return turn;
  return {
    ...turn,
    parts: turn.parts.flatMap((part) => (part.kind === 'tool-result' ? orphan(part, losses) : [part])),
  };
}

function orphan(result: ToolResultPart, losses: Losses): readonly Part[] {
  losses.add('pairing', result.at, 'a result without a call; it is told as text');
  const name = result.name === undefined ? '' : ` (${result.name})`;
  const head: TextPart = { kind: 'text', text: `Result of an earlier tool call${name}:`, at: result.at };
  return [head, ...result.content];
}
