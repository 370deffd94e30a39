import { type Pair, pairs } from './bodies.ts';
import { type Bench, type CpuMeasurement, measureCpu } from './measure-cpu.ts';
import { measureFirstToken } from './measure-first-token.ts';
import { secondLook } from './second-look.ts';
import type { Subject } from './subjects.ts';
import type { Row } from './verdict.ts';

/** What an answer in another dialect may cost, and the large request before it. */
const targets = {
  firstTokenMs: 0.5,
  burst: 1.4,
  /** A chunk whose text is escaped as the client's dialect would not: it has to be decoded and written anew. */
  burstDecoded: 3.5,
  paced: 1.6,
  body: 9,
};

interface Conversion {
  readonly what: string;
  readonly path: string;
  /** Further times that the client's dialect says each chunk, at the end. */
  readonly copies: number;
}

const conversions: Readonly<Record<Pair, Conversion>> = {
  messagesAtChat: { what: 'Messages at a chat provider', path: '/v1/messages', copies: 1 },
  responsesAtMessages: { what: 'Responses at a Messages provider', path: '/v1/responses', copies: 5 },
};

/** Whom the converting gateway is compared with. */
export interface ConvertedSubjects {
  readonly upstream: Subject;
  readonly bare: Subject;
  readonly subject: Subject;
}

/**
 * The figures of conversion: the same bodies go to the bare forwarder, whose upstream answers in the client's dialect,
 * and to the gateway, which asks a provider that has another one.
 */
export async function measureConverted(
  bench: Bench,
  subjects: ConvertedSubjects,
  done: (row: Row) => void,
): Promise<void> {
  for (const pair of Object.keys(pairs).filter(isPair)) {
    const { what, path, copies } = conversions[pair];
    const burst = () => measureCpu(bench, chunks(pair, subjects, 'burst'));
    const paced = () =>
      measureCpu({ ...bench, rounds: Math.min(pacedRounds, bench.rounds) }, chunks(pair, subjects, 'paced'));
    (await secondLook(burst)).forEach(done);
    (await secondLook(paced)).forEach(done);
    const firstToken = {
      name: `first-token-${pair}`,
      what: `Added time to the first token, ${what} (p50, one kept connection)`,
      path,
      body: `${pair}/one`,
      target: targets.firstTokenMs,
      copies,
    } as const;
    const { upstream, bare, subject } = subjects;
    (await secondLook(() => measureFirstToken(bench, upstream, bare, subject, firstToken))).forEach(done);
    (await secondLook(() => measureCpu(bench, largeBody(pair, subjects)))).forEach(done);
  }
}

/** A round takes a second and more per candidate whatever it measures, and these figures are steady. */
const pacedRounds = 3;

function chunks(pair: Pair, { bare, subject }: ConvertedSubjects, how: 'burst' | 'paced'): CpuMeasurement {
  const { what, path, copies } = conversions[pair];
  const pace = how === 'burst' ? '200 chunks at once' : 'a chunk every 5 ms';
  const shared = { subject, copies, settle: true };
  return {
    name: `${how}-${pair}`,
    path,
    connections: 16,
    per: 'chunk',
    chunks: 200,
    ...(how === 'burst' ? { warmUp: 1000 } : { warmUp: 0, streams: 16 }),
    candidates: [
      { subject: bare, name: 'bare', body: `${pair}/${how}` },
      {
        ...shared,
        name: 'copied',
        what: `Stream, ${pace}, ${what}, CPU per chunk`,
        body: `${pair}/${how}`,
        target: how === 'burst' ? targets.burst : targets.paced,
      },
      {
        ...shared,
        name: 'decoded',
        what: 'the same with chunks that must be decoded',
        body: `${pair}/${how}Escaped`,
        target: how === 'burst' ? targets.burstDecoded : targets.paced,
      },
    ],
  };
}

function largeBody(pair: Pair, { bare, subject }: ConvertedSubjects): CpuMeasurement {
  const { what, path } = conversions[pair];
  return {
    name: `body-${pair}`,
    path,
    connections: 8,
    warmUp: 600,
    per: 'request',
    candidates: [
      { subject: bare, name: 'bare', body: `${pair}/agent` },
      {
        subject,
        name: 'gateway',
        what: `200 KB body, ${what}`,
        body: `${pair}/agent`,
        target: targets.body,
        settle: true,
      },
    ],
  };
}

function isPair(name: string): name is Pair {
  return name in pairs;
}
