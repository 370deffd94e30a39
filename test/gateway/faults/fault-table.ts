import type { FailureClass } from '../../../src/gateway/exchange/failure.ts';
import type { Conversing } from '../../support/requests.ts';
import { type Behaviour, failure, faulty, raw } from '../../support/scripted-upstream-behaviour.ts';

/** What a provider does wrong, and what becomes of the request. */
export interface FaultRow {
  /** For people, and for the table in `docs/routing.md`. */
  readonly name: string;
  readonly behaviour: Behaviour | ((dialect: Conversing) => Behaviour);
  readonly when: 'stream' | 'JSON' | 'both';
  /** `moves on`: another provider answers. `returned`: the client gets the provider's words. `ends`: a stream that has begun ends as broken. */
  readonly outcome: 'moves on' | 'returned' | 'ends';
  readonly class: FailureClass;
  /** Whether the next request of the same model asks this provider first again. */
  readonly again: boolean;
}

/** Events that stand before the first text, with some to spare; Google's stream has text from its first event. */
const intoText = (dialect: Conversing): number => (dialect === 'gemini-generate' ? 2 : 8);

const html = { headers: { 'content-type': 'text/html' } };
const page = '<html><head><title>Sign in</title></head><body>Please sign in</body></html>';

const moves = (
  name: string,
  behaviour: FaultRow['behaviour'],
  failureClass: FailureClass,
  again: boolean,
  when: FaultRow['when'] = 'both',
): FaultRow => ({ name, behaviour, when, outcome: 'moves on', class: failureClass, again });

const returned = (name: string, behaviour: Behaviour): FaultRow => ({
  name,
  behaviour,
  when: 'both',
  outcome: 'returned',
  class: 'client',
  again: true,
});

const ends = (name: string, fault: (dialect: Conversing) => Behaviour): FaultRow => ({
  name,
  behaviour: fault,
  when: 'stream',
  outcome: 'ends',
  class: 'transport',
  again: true,
});

/** Every kind of fault that a provider can show, each alone and once. */
export const faults: readonly FaultRow[] = [
  returned('400', failure(400, { message: 'you asked wrongly' })),
  returned('413', failure(413, { message: 'you asked wrongly' })),
  returned('422', failure(422, { message: 'you asked wrongly' })),
  moves('401', failure(401), 'credential', false),
  moves('403', failure(403), 'credential', false),
  moves('402', failure(402), 'quota', false),
  moves('429 that names a time', failure(429, { retryAfter: 30 }), 'quota', false),
  moves('429 that names none', failure(429), 'quota', false),
  moves(
    '404 for the model',
    failure(404, { message: 'The model `some-model` does not exist' }),
    'model-unsupported',
    false,
  ),
  moves('408', failure(408), 'overload', true),
  moves('500', failure(500), 'overload', true),
  moves('502 with a page', failure(502, { body: page, ...html }), 'overload', true),
  moves('503', failure(503), 'overload', true),
  moves('529', failure(529), 'overload', true),
  moves(
    'a redirect',
    raw('', { status: 302, headers: { location: 'http://127.0.0.1:9/' } }),
    'transport',
    true,
  ),
  moves('a page instead of an answer', raw(page, html), 'transport', true),
  moves(
    'an error in the body of a 200',
    raw('{"error":{"message":"Upstream is down","code":502}}', {
      headers: { 'content-type': 'application/json' },
    }),
    'overload',
    true,
  ),
  moves(
    'an answer that nobody can decompress',
    raw('x', { headers: { 'content-encoding': 'lzma', 'content-type': 'application/json' } }),
    'transport',
    true,
  ),
  moves('a reset before the head', faulty({ do: 'reset', after: 'nothing' }), 'transport', true),
  moves('silence before the head', faulty({ do: 'stall', after: 'nothing' }), 'transport', true),
  moves('a reset after the head', faulty({ do: 'reset', after: 0 }), 'transport', true),
  moves('silence after the head', faulty({ do: 'stall', after: 0 }), 'transport', true),
  moves('a body that is cut', faulty({ do: 'cut', after: 0 }), 'transport', true),
  moves('an error as the first event', faulty({ do: 'error', after: 0 }), 'overload', true, 'stream'),
  moves(
    'a stream without events',
    raw('', { headers: { 'content-type': 'text/event-stream' } }),
    'transport',
    true,
    'stream',
  ),
  moves(
    'a JSON body that is cut',
    faulty({ do: 'cut', after: 1 }, { text: ['x'.repeat(40_000)] }),
    'transport',
    true,
    'JSON',
  ),
  ends('a reset within the text', (dialect) => faulty({ do: 'reset', after: intoText(dialect) })),
  ends('silence within the text', (dialect) => faulty({ do: 'stall', after: intoText(dialect) })),
  ends('a cut within the text', (dialect) => faulty({ do: 'cut', after: intoText(dialect) })),
  ends('an early end within the text', (dialect) => faulty({ do: 'end', after: intoText(dialect) })),
];

/** The table as `docs/routing.md` has it. */
export function faultTable(): string {
  const rows = faults.map(
    ({ name, when, outcome, class: failureClass, again }) =>
      `| ${name} | ${when} | ${outcome} | \`${failureClass}\` | ${again ? 'yes' : 'no'} |`,
  );
  return [
    '| the provider’s fault | of | the request | class | asked first again |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
