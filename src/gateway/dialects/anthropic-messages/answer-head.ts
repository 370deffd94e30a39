import type { Mutable } from '../../exchange/mutable.ts';
import { type Fields, fieldsOf, isFields, textOf } from '../json-value.ts';
import type { Losses } from '../losses.ts';
import type { ReplyEvent } from '../reply.ts';

type Start = Extract<ReplyEvent, { kind: 'start' }>;

const known: ReadonlySet<string> = new Set([
  ...['id', 'type', 'role', 'model', 'content', 'usage', 'stop_reason', 'stop_sequence', 'stop_details'],
]);

/** What a message says of itself. Its container, edits of the context and the like are nothing to other dialects. */
export function readHead(message: Fields, losses: Losses): Start {
  const start: Mutable<Start> = { kind: 'start' };
  const id = textOf(message.id);
  const model = textOf(message.model);
  const tier = textOf(fieldsOf(message.usage)?.service_tier);
  if (id !== undefined) start.id = id;
  if (model !== undefined) start.model = model;
  if (tier !== undefined) start.serviceTier = tier;
  reportRest(message, known, losses);
  return start;
}

export function reportRest(fields: Fields, expected: ReadonlySet<string>, losses: Losses): void {
  for (const name in fields) {
    const value = fields[name];
    if (expected.has(name) || value === null || value === undefined || isNothing(value)) continue;
    losses.add('field', 'answer', `The answer's ${name}.`);
  }
}

/** Every answer tells of edits of the context, also when there were none. */
function isNothing(value: unknown): boolean {
  return isFields(value) && Object.values(value).every((item) => Array.isArray(item) && item.length === 0);
}
