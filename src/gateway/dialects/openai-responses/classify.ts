import { isError } from '../chat-choice.ts';
import { dataAt, eventName, payloadObject, rawStringAt, valueAt } from '../event-text.ts';
import { mark } from '../wire.ts';

/** Events that are no output, or more than output. All others whose type begins with `response.` are output. */
const known: ReadonlyMap<string, number> = new Map([
  ['response.created', mark.start],
  ['response.queued', 0],
  ['response.in_progress', 0],
  ['response.metadata', 0],
  ['response.content_part.added', 0],
  ['response.reasoning_part.added', 0],
  ['response.reasoning_summary_part.added', 0],
  ['response.completed', mark.terminal | mark.usage],
  ['response.done', mark.terminal | mark.usage],
  ['response.incomplete', mark.terminal | mark.usage],
  ['response.cancelled', mark.terminal | mark.usage],
  ['response.failed', mark.terminal | mark.failure | mark.usage],
  ['error', mark.failure],
]);

/** Marks of one event of a Responses stream. */
export function classifyResponse(event: string): number {
  if (deltaLine.test(event)) return isEmptyDelta(event) ? 0 : mark.output;
  const type = typeOf(event);
  if (type === '') return 0;
  const bits = known.get(type);
  if (bits !== undefined) return bits;
  if (type.endsWith('.delta')) return isEmptyDelta(event) ? 0 : mark.output;
  if (type === 'response.output_item.added') return isShell(event) ? 0 : mark.output;
  return mark.output;
}

/** Nine of ten events tell by their first line that they are a delta; none of these names is known otherwise. */
const deltaLine = /^event: response\.[\w.]+\.delta\n/;

/**
 * Type of an event: from its `event:` line, which OpenRouter and others leave out, else from the data. Empty for what
 * is no event of a response.
 */
function typeOf(event: string): string {
  const name = eventName(event);
  if (name.startsWith('response.') || name === 'error') return name;
  const data = dataAt(event);
  if (data >= 0) {
    for (let at = valueAt(event, 'type"', data); at >= 0; at = valueAt(event, 'type"', at)) {
      // Parts and items inside have types, too, but none of this form.
      if (event.startsWith('"response.', at)) return rawStringAt(event, at) ?? '';
    }
  }
  const object = payloadObject(event);
  return object !== undefined && (object.type === 'error' || isError(object)) ? 'error' : '';
}

function isEmptyDelta(event: string): boolean {
  return event.startsWith('""', valueAt(event, 'delta"'));
}

/** Messages and reasoning are added empty; tool calls and hosted tools are at work once they are there. */
function isShell(event: string): boolean {
  const type = rawStringAt(event, valueAt(event, 'type"', valueAt(event, 'item"')));
  return type === 'message' || type === 'reasoning';
}
