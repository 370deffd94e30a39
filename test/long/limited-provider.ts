import { createScriptedUpstream, type RecordedRequest } from '../support/scripted-upstream.ts';
import { type Behaviour, failure, raw } from '../support/scripted-upstream-behaviour.ts';
import { type DrawnFault, drawnFaults, type LimitScope, type Meant } from './drawn-faults.ts';
import { sealedTokens } from './sealed-tokens.ts';
import { seeded } from './seeded.ts';

/** A 429 that names when the account may be asked again. Moments are milliseconds since the epoch. */
export interface Refusal {
  readonly scope: LimitScope;
  readonly until: number;
}

/** A call as it came to a provider, and what it got. */
export interface Call {
  /** The client's request. */
  readonly owner: string;
  /** `owner`, and which of its calls this is: what its tokens say. */
  readonly name: string;
  readonly provider: string;
  readonly account: string;
  readonly model: string;
  readonly stream: boolean;
  readonly at: number;
  readonly count: number;
  readonly fault?: DrawnFault;
  readonly refusal?: Refusal;
  /** The gateway left before the answer was complete. */
  readonly left: boolean;
}

/** What all providers of a run share. */
export interface Run {
  readonly seed: number;
  /** Share of the calls with a fault. */
  readonly faultShare: number;
  /** The calls of each client's request, in the order in which they came. */
  readonly calls: Map<string, Call[]>;
}

/** Of a provider's accounts one always has room: a run in which everybody is limited would measure nothing. */
const mostLimited = 2;
const limitSeconds = [1, 2, 3];
const fewestTokens = 12;
const mostTokens = 40;

/** A provider that knows its accounts by their keys, limits them now and then, and draws its faults. */
export async function createLimitedProvider(
  run: Run,
  provider: string,
  accounts: ReadonlyMap<string, string>,
): Promise<Awaited<ReturnType<typeof createScriptedUpstream>>> {
  /** Account, or account and model, and until when it is refused. */
  const limits = new Map<string, number>();

  /** As real providers do it, what comes in the meantime is refused as well. */
  function limited(account: string, model: string, now: number): Refusal | undefined {
    for (const scope of ['account', 'model'] as const) {
      const until = limits.get(limitKey(scope, account, model)) ?? 0;
      // `retry-after` has whole seconds.
      if (until > now) return { scope, until: now + 1000 * Math.ceil((until - now) / 1000) };
    }
    return undefined;
  }

  function limit(account: string, model: string, now: number, random: () => number): Refusal | undefined {
    const others = [...limits].filter(([key, until]) => until > now && !key.startsWith(`${account} `));
    if (new Set(others.map(([key]) => key.split(' ')[0])).size >= mostLimited) return undefined;
    const scope = random() < 0.5 ? 'account' : 'model';
    const seconds = limitSeconds[Math.floor(random() * limitSeconds.length)] ?? 1;
    limits.set(limitKey(scope, account, model), now + seconds * 1000);
    return { scope, until: now + seconds * 1000 };
  }

  function script(asked: RecordedRequest): Behaviour {
    const now = Date.now();
    const owner = /client-\d+-\d+/.exec(asked.body.toString())?.[0] ?? 'nobody';
    const account = accounts.get(keyOf(asked)) ?? 'nobody';
    const { model, stream } = asked.ask;
    const earlier = run.calls.get(owner) ?? [];
    const random = randomOf(run.seed, owner, earlier.length);
    const drawn = draw(random, run.faultShare, stream);
    const name = `${owner}.${earlier.length}`;
    const count = fewestTokens + Math.floor(random() * (mostTokens - fewestTokens));
    const refusal =
      limited(account, model, now) ?? (drawn === 'limit' ? limit(account, model, now, random) : undefined);
    const fault = refusal === undefined && drawn !== 'limit' ? drawn : undefined;
    const call: Call = {
      owner,
      name,
      provider,
      account,
      model,
      stream,
      at: now,
      count,
      ...(fault !== undefined && { fault }),
      ...(refusal !== undefined && { refusal }),
      get left() {
        return asked.aborted;
      },
    };
    run.calls.set(owner, [...earlier, call]);
    if (refusal !== undefined) return tooMany(refusal, name, now);
    const meant: Meant = {
      call: name,
      count,
      answer: (more) => ({
        kind: 'answer',
        text: sealedTokens(name, count),
        paceMs: stream ? 4 : 0,
        ...more,
      }),
    };
    return fault?.behave(meant, random()) ?? meant.answer({});
  }

  return createScriptedUpstream({ script });
}

function limitKey(scope: LimitScope, account: string, model: string): string {
  return scope === 'account' ? `${account} ` : `${account} ${model}`;
}

function keyOf({ headers }: RecordedRequest): string {
  return headers['x-api-key']?.toString() ?? headers.authorization?.replace(/^Bearer /, '') ?? '';
}

/** The same for a call whatever came before it: what a seed does to a request does not depend on the order of others. */
function randomOf(seed: number, owner: string, nth: number): () => number {
  const [client = 0, turn = 0] = owner.split('-').slice(1).map(Number);
  const random = seeded(seed + client * 1_000_003 + turn * 1009 + nth);
  // Neighbouring seeds give first numbers that are alike in nothing, but nobody has promised it.
  random();
  return random;
}

function draw(random: () => number, share: number, stream: boolean): DrawnFault | 'limit' | undefined {
  if (random() >= share) return undefined;
  const open = drawnFaults.filter(({ of }) => of === 'both' || (of === 'stream') === stream);
  return open[Math.floor(random() * (open.length + 1))] ?? 'limit';
}

/** Of the whole account nothing but the status says it; of a model, the headers of a limit that providers have per model. */
function tooMany({ scope, until }: Refusal, call: string, now: number): Behaviour {
  const retryAfter = (until - now) / 1000;
  const message = `scripted for ${call}`;
  if (scope === 'model') return failure(429, { retryAfter, message });
  const error = { type: 'rate_limit_error', message };
  return raw(JSON.stringify({ type: 'error', error }), {
    status: 429,
    headers: { 'content-type': 'application/json', 'retry-after': String(retryAfter) },
  });
}
