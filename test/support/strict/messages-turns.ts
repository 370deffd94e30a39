import { listAt, textAt, valueAt } from '../json-value.ts';
import { type Report, shown } from './report.ts';
import type { RequestFacts } from './request-judge.ts';

interface Turn {
  readonly role: string;
  readonly at: string;
  readonly blocks: unknown[];
}

/** Messages of one role in a row are one turn for the API; `system` in the middle does not divide turns. */
function turnsOf(body: unknown): Turn[] {
  const turns: Turn[] = [];
  for (const [index, message] of listAt(body, 'messages').entries()) {
    const role = textAt(message, 'role') ?? '';
    if (role === 'system') continue;
    const content = valueAt(message, 'content');
    const blocks =
      typeof content === 'string' ? [{ type: 'text', text: content }] : listAt(message, 'content');
    const last = turns.at(-1);
    if (last?.role === role) last.blocks.push(...blocks);
    else turns.push({ role, at: `messages[${index}]`, blocks: [...blocks] });
  }
  return turns;
}

/** Turns, calls and their results, thoughts and their signatures, as the Messages API wants them. */
export function checkTurns(body: unknown, facts: RequestFacts, report: Report): void {
  const turns = turnsOf(body);
  checkRoles(body, facts, report);
  if (turns.length > 0 && turns[0]?.role !== 'user')
    report.add('first-role', 'the first message must be of the user');
  const ids = new Set<string>();
  for (const [index, turn] of turns.entries()) {
    const last = index === turns.length - 1;
    if (turn.blocks.length === 0 && !(last && turn.role === 'assistant'))
      report.add('content-empty', `${turn.at}: only the last message of the assistant may be empty`);
    if (turn.role === 'assistant') {
      checkAssistant(turn, turns[index + 1], ids, report);
      checkThoughts(turn, facts, report);
    } else checkResults(turn, turns[index - 1], report);
  }
  checkLast(turns.at(-1), report);
  checkThinkingLoop(body, turns, report);
}

function checkRoles(body: unknown, facts: RequestFacts, report: Report): void {
  for (const [index, message] of listAt(body, 'messages').entries()) {
    const content = valueAt(message, 'content');
    if (content === '') report.add('text-empty', `messages[${index}].content is empty`);
    if (textAt(message, 'role') === 'system' && facts.systemInMiddle !== true)
      report.add('system-role', `messages[${index}]: system belongs to the top level`);
  }
}

function callIds(turn: Turn | undefined): string[] {
  return (turn?.blocks ?? [])
    .filter((block) => textAt(block, 'type') === 'tool_use')
    .map((block) => textAt(block, 'id') ?? '');
}

function resultIds(turn: Turn | undefined): string[] {
  return (turn?.blocks ?? [])
    .filter((block) => textAt(block, 'type') === 'tool_result')
    .map((block) => textAt(block, 'tool_use_id') ?? '');
}

function checkAssistant(turn: Turn, next: Turn | undefined, ids: Set<string>, report: Report): void {
  const answered = resultIds(next);
  for (const id of callIds(turn)) {
    if (ids.has(id))
      report.add('call-id-twice', `${turn.at}: tool_use ids must be unique, ${shown(id)} is not`);
    ids.add(id);
    if (!answered.includes(id))
      report.add(
        'call-without-result',
        `${turn.at}: tool_use ${shown(id)} has no tool_result in the next message`,
      );
  }
}

function checkResults(turn: Turn, before: Turn | undefined, report: Report): void {
  const called = before?.role === 'assistant' ? callIds(before) : [];
  const results = resultIds(turn);
  for (const [position, id] of results.entries()) {
    if (!called.includes(id))
      report.add(
        'result-without-call',
        `${turn.at}: tool_result ${shown(id)} has no tool_use in the message before`,
      );
    if (results.indexOf(id) !== position)
      report.add('result-twice', `${turn.at}: two results for ${shown(id)}`);
  }
  const kinds = turn.blocks.map((block) => textAt(block, 'type') === 'tool_result');
  if (kinds.lastIndexOf(true) > kinds.indexOf(false) && kinds.includes(false) && kinds.includes(true))
    report.add('results-first', `${turn.at}: tool_result blocks must come first`);
}

/** Signatures and encrypted thoughts go back as they came. */
function checkThoughts(turn: Turn, facts: RequestFacts, report: Report): void {
  if (facts.stateFault === undefined) return;
  for (const block of turn.blocks) {
    const type = textAt(block, 'type');
    const [kind, member, bound] =
      type === 'thinking'
        ? ['signature', 'signature', textAt(block, 'thinking')]
        : type === 'redacted_thinking'
          ? ['redacted', 'data', undefined]
          : ['', '', undefined];
    if (kind === '') continue;
    const fault = facts.stateFault(kind, textAt(block, member) ?? '', bound);
    if (fault !== undefined) report.add('state', `${turn.at}: the ${member} of a ${type} block ${fault}`);
  }
}

function checkLast(last: Turn | undefined, report: Report): void {
  if (last?.role !== 'assistant') return;
  const text = textAt(last.blocks.at(-1), 'text') ?? '';
  if (text !== text.trimEnd())
    report.add('trailing-space', `${last.at}: the final assistant content ends with white space`);
}

/** With thinking switched on, the assistant's turn of a running tool loop must begin with its thoughts. */
function checkThinkingLoop(body: unknown, turns: readonly Turn[], report: Report): void {
  if (textAt(body, 'thinking', 'type') !== 'enabled') return;
  const last = turns.at(-1);
  const assistant = last?.role === 'assistant' ? last : resultIds(last).length > 0 ? turns.at(-2) : undefined;
  const first = textAt(assistant?.blocks[0], 'type');
  if (first !== undefined && first !== 'thinking' && first !== 'redacted_thinking')
    report.add(
      'thinking-first',
      `${assistant?.at}: expected thinking or redacted_thinking, but found ${first}`,
    );
}
