import type { Fields } from '../json-value.ts';
import type { Finish } from '../reply.ts';

/** What an answer held, as far as its end depends on it. */
export interface Held {
  readonly calls: boolean;
  readonly refusal: boolean;
}

/**
 * Why an answer ended. `completed` does not tell: calls and refusals do. Statuses that are no end (`queued` of a
 * request in the background, `failed`) are named as they came.
 */
export function finishOf(
  status: string | undefined,
  reason: string | undefined,
  held: Held,
  detail?: string,
): Finish {
  const native = (status === 'incomplete' ? reason : undefined) ?? status;
  const said = {
    ...(native !== undefined && { native }),
    ...(detail !== undefined && { detail }),
  };
  if (status === 'incomplete') return { reason: incompleteReason(reason), ...said };
  if (status !== undefined && status !== 'completed') return { reason: 'other', ...said };
  if (held.calls) return { reason: 'tool-calls', ...said };
  return { reason: held.refusal ? 'refusal' : 'stop', ...said };
}

function incompleteReason(reason: string | undefined): Finish['reason'] {
  switch (reason) {
    case 'content_filter':
      return 'content-filter';
    case 'max_output_tokens':
    case undefined:
      return 'length';
    default:
      return 'other';
  }
}

/** `status` and `incomplete_details` of an answer, and the event that ends its stream. */
export interface Ending {
  readonly event: 'response.completed' | 'response.incomplete';
  readonly status: 'completed' | 'incomplete';
  readonly details: Fields | null;
}

/**
 * How an answer ends here. Another dialect says that the model declined by the reason alone; here that is an answer
 * which the content filter cut, unless a part of it says so. A full context ends an answer of OpenAI's as `max_output_tokens` does. Codex stops at
 * `incomplete`; a pause or a call that nobody could read is an answer all the same, which it takes as one.
 */
export function endingOf({ reason }: Finish, hasRefusal: boolean): Ending {
  if (reason === 'length' || reason === 'context-full') return incomplete('max_output_tokens');
  if (reason === 'content-filter' || (reason === 'refusal' && !hasRefusal))
    return incomplete('content_filter');
  return { event: 'response.completed', status: 'completed', details: null };
}

function incomplete(reason: string): Ending {
  return { event: 'response.incomplete', status: 'incomplete', details: { reason } };
}
