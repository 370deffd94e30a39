import { measureBlocked } from './measure-blocked.ts';
import { measureConverted } from './measure-converted.ts';
import { type Bench, measureCpu } from './measure-cpu.ts';
import { measureFirstToken } from './measure-first-token.ts';
import { measureMemory } from './measure-memory.ts';
import { measureStall, probeModule } from './measure-stall.ts';
import type { measurementNames, Options } from './options.ts';
import type { Running } from './program.ts';
import { secondLook } from './second-look.ts';
import { externalSubject, type Subject, type Surroundings, startBare, startSubject } from './subjects.ts';
import type { Row } from './verdict.ts';
import { verifyRecords } from './verify-records.ts';

/** Rounds of what is measured for information only. */
const informational = 3;

type Name = (typeof measurementNames)[number];

const warm: readonly Name[] = ['small-json', 'body', 'stream', 'first-token', 'paced', 'converted'];

/** Runs what the options ask for, one measurement after the other; `done` is called with each figure. */
export async function measureAll(
  bench: Bench,
  options: Options,
  where: Surroundings,
  upstreamProgram: Running,
  done: (row: Row) => void,
): Promise<void> {
  const wanted = (name: Name): boolean => options.only.length === 0 || options.only.includes(name);
  const own = options.external === undefined;
  if (warm.some(wanted)) await measureWarm(bench, options, where, upstreamProgram, wanted, done);

  // These two need processes that the benchmark starts itself: cold ones, and ones with the probe inside.
  if (wanted('memory') && own)
    (
      await measureMemory(bench, {
        bare: () => startBare(where),
        subject: () => startSubject(options.subject, where),
      })
    ).forEach(done);
  if (wanted('blocked') && own)
    (await secondLook(() => measureBlocked(bench, where, direct(upstreamProgram)))).forEach(done);
  if (wanted('stall') && own)
    (
      await secondLook(() =>
        measureStall(bench, {
          bare: () => startBare(where, { preload: probeModule }),
          subject: () => startSubject(options.subject, where, { preload: probeModule }),
        }),
      )
    ).forEach(done);
}

/** What is measured on one gateway process, which is warmed up and then kept. */
async function measureWarm(
  bench: Bench,
  options: Options,
  where: Surroundings,
  upstreamProgram: Running,
  wanted: (name: Name) => boolean,
  done: (row: Row) => void,
): Promise<void> {
  const upstream = direct(upstreamProgram);
  const bare = await startBare(where);
  const subject =
    options.external === undefined
      ? await startSubject(options.subject, where)
      : externalSubject(options.external);
  if (wanted('small-json'))
    (await secondLook(() => measureSmallJson(bench, upstream, bare, subject))).forEach(done);
  if (wanted('body')) (await secondLook(() => measureBody(bench, bare, subject))).forEach(done);
  if (wanted('stream')) (await secondLook(() => measureStream(bench, bare, subject))).forEach(done);
  if (wanted('first-token'))
    (await secondLook(() => measureFirstToken(bench, upstream, bare, subject))).forEach(done);
  if (wanted('paced')) (await measurePaced(bench, bare, subject)).forEach(done);
  // Another subject converts nothing, and of an external gateway it is not known what it is asked to convert.
  if (wanted('converted') && options.external === undefined && options.subject === 'gateway')
    await measureConverted(bench, { upstream, bare, subject }, done);
  const unrecorded = await verifyRecords(subject);
  if (unrecorded !== undefined) done(unrecorded);
  await bare.program?.stop();
  await subject.program?.stop();
}

function measureSmallJson(bench: Bench, upstream: Subject, bare: Subject, subject: Subject): Promise<Row[]> {
  return measureCpu(bench, {
    name: 'small-json',
    path: '/v1/chat/completions',
    connections: 16,
    // Until the compiler is through with a whole gateway, not only with a forwarder's few functions.
    warmUp: 30_000,
    per: 'request',
    candidates: [
      { subject: bare, name: 'bare', body: 'smallJson' },
      {
        subject,
        name: 'gateway',
        what: 'Small JSON, CPU per request',
        body: 'smallJson',
        target: 1.5,
        settle: true,
      },
      {
        subject: upstream,
        name: 'direct',
        what: 'straight to the upstream (what the measuring itself costs)',
        body: 'smallJson',
        rounds: Math.min(informational, bench.rounds),
      },
    ],
  });
}

function measureBody(bench: Bench, bare: Subject, subject: Subject): Promise<Row[]> {
  return measureCpu(bench, {
    name: 'body',
    path: '/v1/chat/completions',
    connections: 8,
    warmUp: 1500,
    per: 'request',
    candidates: [
      { subject: bare, name: 'bare', body: 'agentEarly' },
      {
        subject,
        name: 'open-early',
        what: '200 KB body, unrestricted key, `stream` at the front',
        body: 'agentEarly',
        target: 1.5,
        settle: true,
      },
      {
        subject,
        name: 'open-late',
        what: '200 KB body, unrestricted key, `stream` at the very end',
        body: 'agentLate',
        target: 1.5,
        settle: true,
      },
      {
        subject,
        name: 'restricted-early',
        what: '200 KB body, restricted key, `stream` at the front',
        body: 'agentEarly',
        key: 'restricted',
        target: 2.3,
        settle: true,
      },
      {
        subject,
        name: 'restricted-late',
        what: '200 KB body, restricted key, `stream` at the very end',
        body: 'agentLate',
        key: 'restricted',
        target: 2.3,
        settle: true,
      },
      {
        subject,
        name: 'renamed',
        what: '200 KB body, unrestricted key, model name replaced',
        body: 'agentRenamed',
        settle: true,
        rounds: Math.min(informational, bench.rounds),
      },
    ],
  });
}

async function measureStream(bench: Bench, bare: Subject, subject: Subject): Promise<Row[]> {
  const shared = { connections: 16, warmUp: 1000, per: 'chunk', chunks: 200 } as const;
  const few = { ...bench, rounds: Math.min(informational, bench.rounds) };
  return [
    ...(await measureCpu(bench, {
      ...shared,
      name: 'stream',
      path: '/v1/chat/completions',
      candidates: [
        { subject: bare, name: 'bare', body: 'burst' },
        {
          subject,
          name: 'gateway',
          what: 'Stream, 200 chunks at once, CPU per chunk (openai-chat)',
          body: 'burst',
          target: 1.25,
          settle: true,
        },
      ],
    })),
    ...(await measureCpu(few, {
      ...shared,
      name: 'stream-messages',
      path: '/v1/messages',
      candidates: [
        { subject: bare, name: 'bare', body: 'burstMessages' },
        {
          subject,
          name: 'gateway',
          what: 'the same for anthropic-messages',
          body: 'burstMessages',
          settle: true,
        },
      ],
    })),
    ...(await measureCpu(few, {
      ...shared,
      name: 'stream-responses',
      path: '/v1/responses',
      candidates: [
        { subject: bare, name: 'bare', body: 'burstResponses' },
        {
          subject,
          name: 'gateway',
          what: 'the same for openai-responses',
          body: 'burstResponses',
          settle: true,
        },
      ],
    })),
  ];
}

function measurePaced(bench: Bench, bare: Subject, subject: Subject): Promise<Row[]> {
  return measureCpu(
    { ...bench, rounds: Math.min(informational, bench.rounds) },
    {
      name: 'paced',
      path: '/v1/chat/completions',
      connections: 16,
      warmUp: 0,
      streams: 16,
      per: 'chunk',
      chunks: 200,
      candidates: [
        { subject: bare, name: 'bare', body: 'paced' },
        {
          subject,
          name: 'gateway',
          what: 'Stream, a chunk every 5 ms, 16 streams, CPU per chunk',
          body: 'paced',
          settle: true,
        },
      ],
    },
  );
}

/** The upstream itself, to see what the measuring costs. */
function direct(upstream: Running): Subject {
  return { name: 'direct', url: upstream.url, pids: [upstream.pid], key: 'none', restrictedKey: 'none' };
}
