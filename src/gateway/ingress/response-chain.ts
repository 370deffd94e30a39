import type { RunResult } from '../attempts/run.ts';
import type { KeptResponse, ResponseBook } from '../conversations/response-book.ts';
import { fieldsOf, parseJson } from '../dialects/json-value.ts';
import type { ErrorCode } from '../exchange/errors.ts';
import type { Plan } from '../routing/view.ts';
import type { Admission } from './admission.ts';
import type { ClientSide } from './client-side.ts';
import { inputItems, previousOf, wantsStored, withItems } from './previous-response.ts';
import type { BodyResult } from './read-body.ts';
import { ResponseRecorder } from './response-recorder.ts';
import type { Target } from './routes.ts';

export type ReadBody = Extract<BodyResult, { ok: true }>;

export type Chained =
  | {
      readonly ok: true;
      readonly read: ReadBody;
      /** Who keeps the response that this one goes on from. */
      readonly origin?: KeptResponse;
    }
  | { readonly ok: false; readonly code: ErrorCode; readonly values: Readonly<Record<string, string>> };

/**
 * Follows `previous_response_id`: to the provider that keeps that response, or by putting its items into the input where
 * none does. One that nobody here has seen is left for the provider to know.
 */
export function followPrevious(
  responses: ResponseBook,
  target: Target,
  { client }: Admission,
  read: ReadBody,
): Chained {
  if (target.dialect !== 'openai-responses') return { ok: true, read };
  const previous = previousOf(read.body, client.id, responses);
  if (previous.kind === 'foreign')
    return { ok: false, code: 'response_not_found', values: { id: previous.id } };
  if (previous.kind !== 'known') return { ok: true, read };
  if (previous.kept.native) return { ok: true, read, origin: previous.kept };
  const body = withItems(read.body, previous.kept);
  if (body === undefined) return { ok: false, code: 'response_not_found', values: { id: previous.id } };
  return { ok: true, read: replaced(read, body) };
}

/** The same request with another body; the room of the first is given back. */
export function replaced(read: ReadBody, body: Buffer): ReadBody {
  return { ok: true, body, release: () => read.release() };
}

/** A response is known to the account that made it; another account of the provider has never heard of it. */
export function atOrigin(open: Plan, { provider, account }: KeptResponse): Plan {
  const candidates = open.candidates.filter((each) => each.provider === provider && each.account === account);
  return { ...open, candidates };
}

/** Notes a response on its way to the client, so that a later request can go on from it. */
export function keeper(
  responses: ResponseBook,
  target: Target,
  client: string,
  side: ClientSide,
  body: Buffer,
  origin: KeptResponse | undefined,
): { readonly answer: ResponseRecorder; keep(result: RunResult): void } | undefined {
  if (target.dialect !== 'openai-responses' || target.operation !== 'generate' || !wantsStored(body)) {
    return undefined;
  }
  const answer = new ResponseRecorder(side.answer());
  const before = origin === undefined ? () => [] : origin.items;
  return {
    answer,
    keep({ outcome, answeredBy: by }) {
      const { recorded } = answer;
      if (outcome !== 'ok' || by === undefined || recorded === undefined) return;
      const { id, output, response, bytes } = recorded;
      const items = before === undefined ? {} : { items: () => [...before(), ...inputOf(body), ...output] };
      responses.add(id, {
        client,
        provider: by.provider,
        account: by.account,
        native: by.dialect === 'openai-responses',
        response,
        bytes: (origin?.bytes ?? 0) + body.length + bytes,
        ...items,
      });
    },
  };
}

function inputOf(body: Buffer): readonly unknown[] {
  return inputItems(fieldsOf(parseJson(body.toString('utf8')))?.input);
}
