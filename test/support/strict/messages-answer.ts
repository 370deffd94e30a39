import { isRecord, listAt, textAt, valueAt } from '../json-value.ts';
import { checkMessagesUsage, messageHead, startUsage, stopReason, wholeBlock } from './messages-shapes.ts';
import type { Report } from './report.ts';
import { list, orNull, record, text } from './shape.ts';

const answer = record({
  ...messageHead,
  content: list(wholeBlock),
  stop_reason: stopReason,
  stop_sequence: orNull(text),
  usage: startUsage,
});

/** Judges the body of a message that came whole (@anthropic-ai/sdk 1.14, `Message`). */
export function messagesAnswer(body: unknown, report: Report): void {
  if (valueAt(body, 'type') === 'error') return report.add('error-event', 'the answer is an error');
  answer(body, '', report);
  if (!isRecord(body)) return;
  checkMessagesUsage(body.usage, report);
  const blocks = listAt(body, 'content');
  checkCallIds(
    blocks.filter(isCall).map((block) => textAt(block, 'id') ?? ''),
    report,
  );
  checkStop(textAt(body, 'stop_reason') ?? '', body.stop_sequence, blocks.filter(isOwnCall).length, report);
}

function isCall(block: unknown): boolean {
  return ['tool_use', 'server_tool_use', 'mcp_tool_use'].includes(textAt(block, 'type') ?? '');
}

function isOwnCall(block: unknown): boolean {
  return textAt(block, 'type') === 'tool_use';
}

export function checkCallIds(ids: readonly string[], report: Report): void {
  for (const [position, id] of ids.entries())
    if (ids.indexOf(id) !== position) report.add('call-id-twice', `two calls have the id "${id}"`);
}

/** `calls`: blocks of type `tool_use`, which the client has to answer. */
export function checkStop(reason: string, sequence: unknown, calls: number, report: Report): void {
  if (reason === 'tool_use' && calls === 0)
    report.add('stop-without-calls', 'stop_reason is tool_use, but there is no call');
  if ((reason === 'end_turn' || reason === 'stop_sequence') && calls > 0)
    report.add('stop-with-calls', `stop_reason is ${reason} though there are calls`);
  if ((reason === 'stop_sequence') !== (typeof sequence === 'string'))
    report.add('stop-sequence', 'stop_sequence does not go with stop_reason');
}
