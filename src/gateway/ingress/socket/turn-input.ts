import { type Fields, fieldsOf, parseJson } from '../../dialects/json-value.ts';
import { inputItems } from '../previous-response.ts';

/** One `response.create` of a client, read. */
export type TurnInput =
  | {
      readonly kind: 'create';
      /** The body that the same request has over HTTP, without `input` and `previous_response_id`. */
      readonly settings: Fields;
      /** The new items. A text is one message of the user. */
      readonly items: readonly unknown[];
      readonly previous?: string;
      /** `generate: false`: nothing is to be answered yet; the items are for the next turn (Codex's prewarm). */
      readonly generate: boolean;
    }
  | { readonly kind: 'wrong'; readonly detail: string };

/** Reads a text frame. Codex sends the body of a request with `type` beside its members. */
export function readTurnInput(frame: string): TurnInput {
  const message = fieldsOf(parseJson(frame));
  if (message === undefined) return { kind: 'wrong', detail: 'it is not a JSON object' };
  if (message.type !== 'response.create') {
    return { kind: 'wrong', detail: `its type is ${shown(message.type)}; only "response.create" is known` };
  }
  const { type: _, generate, input, previous_response_id: previous, stream: __, ...settings } = message;
  const items = inputItems(input);
  return {
    kind: 'create',
    settings,
    items,
    generate: generate !== false,
    ...(typeof previous === 'string' && previous !== '' && { previous }),
  };
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'missing').slice(0, 60);
}
