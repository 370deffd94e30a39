import type { FailureClass } from '../../src/gateway/exchange/failure.ts';
import {
  type Answer,
  type Behaviour,
  type Fault,
  failure,
  raw,
} from '../support/scripted-upstream-behaviour.ts';

/** What an answer would be if nothing went wrong, and what a fault needs to know of it. */
export interface Meant {
  /** Its words are in what the provider says of the failure. */
  readonly call: string;
  /** Tokens, the checksum not among them. */
  readonly count: number;
  readonly answer: (more: { readonly fault?: Fault; readonly paceMs?: number }) => Answer;
}

/** One thing that a provider does wrong. */
export interface DrawnFault {
  readonly name: string;
  readonly class: FailureClass;
  /** The status, or else how the gateway may call it. */
  readonly said: number | readonly string[];
  readonly of: 'stream' | 'JSON' | 'both';
  /** It strikes when tokens have gone to the client. */
  readonly late: boolean;
  /** `place` in [0, 1): where in the answer, if that is open. */
  behave(meant: Meant, place: number): Behaviour;
}

/** The one kind that is no matter of a single call: the provider refuses the account for some seconds. */
export type LimitScope = 'account' | 'model';

const page = '<html><body>502 Bad Gateway</body></html>';
const words = ({ call }: Meant): { message: string } => ({ message: `scripted for ${call}` });

const refusal = (name: string, status: number): DrawnFault => ({
  name,
  class: 'overload',
  said: status,
  of: 'both',
  late: false,
  behave: (meant) => failure(status, words(meant)),
});

const early = (
  name: string,
  fault: Fault,
  said: readonly string[],
  of: DrawnFault['of'] = 'both',
): DrawnFault => ({
  name,
  class: 'transport',
  said,
  of,
  late: false,
  behave: ({ answer }) => answer({ fault }),
});

/** Events before the first token in the dialect with most of them (Responses), and a token or two. */
const intoText = 6;

const late = (name: string, what: Fault['do'], said: readonly string[]): DrawnFault => ({
  name,
  class: 'transport',
  said,
  of: 'stream',
  late: true,
  // Chat has one event before its tokens: so the last token is missing in every dialect.
  behave: ({ answer, count }, place) =>
    answer({ fault: { do: what, after: intoText + Math.floor(place * (count - intoText)) } }),
});

const overdue = ['first_byte_timeout', 'total_timeout'];
const lost = ['reset', 'bad_response', 'stream_cut'];

/** All that is drawn from, each as likely as the others. */
export const drawnFaults: readonly DrawnFault[] = [
  refusal('500', 500),
  {
    ...refusal('502 with a page', 502),
    behave: () => raw(page, { status: 502, headers: { 'content-type': 'text/html' } }),
  },
  refusal('503', 503),
  refusal('529', 529),
  early('reset before the head', { do: 'reset', after: 'nothing' }, lost),
  early('reset after the head', { do: 'reset', after: 0 }, lost),
  early('silence before the head', { do: 'stall', after: 'nothing' }, overdue),
  early('silence after the head', { do: 'stall', after: 0 }, [...overdue, 'idle_timeout']),
  early('torn first event', { do: 'tear', after: 0 }, lost, 'stream'),
  early('end after the head', { do: 'end', after: 0 }, lost, 'stream'),
  early('JSON that is cut', { do: 'cut', after: 1 }, lost, 'JSON'),
  {
    name: 'error as the first event',
    class: 'overload',
    said: ['overloaded_error', 'server_overloaded', 'server_error'],
    of: 'stream',
    late: false,
    behave: (meant) => meant.answer({ fault: { do: 'error', after: 0, ...words(meant) } }),
  },
  late('reset within the text', 'reset', lost),
  late('silence within the text', 'stall', ['idle_timeout']),
  late('cut within the text', 'cut', lost),
  late('torn event within the text', 'tear', lost),
  late('early end within the text', 'end', lost),
];
