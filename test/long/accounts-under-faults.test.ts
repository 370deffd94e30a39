import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dialect } from '../../src/gateway/exchange/dialect.ts';
import { isRecord, listAt, textAt, valueAt } from '../support/json-value.ts';
import { type Conversing, request } from '../support/requests.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import { accountKey } from '../support/secret-watch.ts';
import { ask } from '../support/start-gateway.ts';
import { type Judged, judge, type Told } from './judge-answer.ts';
import { type Call, createLimitedProvider, type Run } from './limited-provider.ts';
import { callsOfAttempts, refusedAtRest } from './match-calls.ts';
import { allWritten, type Row, rowsOf } from './request-rows.ts';
import { covers, type Rest, restsOf, triedAtRest, triedBesideTrial } from './rests.ts';
import { everyRow, homes, providerConfig } from './running-program.ts';

const home = homes();
/** Another one, to look for more: `LONG_SEED=7 npm run test:long`. */
const seed = Number(process.env.LONG_SEED ?? 6200);
const clients = 200;
const runMs = 60_000;
/** Below this the run goes on, so that a slow machine tries as much as a fast one. */
const fewestRequests = 3000;
const turnsOfTalk = 5;
const mostCallsPerRequest = 1.2;
const models = ['alpha', 'beta'];
const accounts = ['a', 'b', 'c'];
const dialects: readonly Conversing[] = ['openai-chat', 'openai-responses', 'anthropic-messages'];
/** The second one has no Responses: requests in it are converted. */
const providers: ReadonlyMap<string, readonly Dialect[]> = new Map([
  ['p0', dialects],
  ['p1', ['openai-chat', 'anthropic-messages']],
]);

const run: Run = { seed, faultShare: 0.05, calls: new Map() };
const upstreams = new Map<string, ScriptedUpstream>();
beforeAll(async () => {
  for (const id of providers.keys()) {
    const keys = new Map(accounts.map((account) => [accountKey(id, account), account]));
    upstreams.set(id, await createLimitedProvider(run, id, keys));
  }
});
afterAll(async () => {
  await Promise.all([...upstreams.values()].map((upstream) => upstream.close()));
});

const keyName = (provider: string, account: string): string => `KEY_OF_${provider}_${account}`.toUpperCase();

function config(): object {
  return {
    providers: [...providers].map(([id, spoken]) => ({
      ...providerConfig(id, upstreams.get(id)?.url ?? ''),
      dialects: spoken,
      accounts: accounts.map((account) => ({ id: account, key: { env: keyName(id, account) } })),
      // Far longer than anything takes on a busy machine, and short enough for some silences in a minute.
      timeouts: { connectMs: 8000, firstByteMs: 7000, idleMs: 15_000, totalMs: 15_000 },
    })),
    routing: { mode: 'balanced' },
  };
}

function keys(): Record<string, string> {
  const all = [...providers.keys()].flatMap((id) =>
    accounts.map((account) => [keyName(id, account), accountKey(id, account)] as const),
  );
  return Object.fromEntries(all);
}

/** Asks one request after the other, as long as the run goes on. */
async function keepAsking(url: string, client: number, goesOn: () => boolean, told: Told[]): Promise<void> {
  for (let turn = 0; goesOn(); turn += 1) {
    const owner = `client-${client}-${turn}`;
    const dialect = dialects[(client + turn) % dialects.length] ?? 'openai-chat';
    const stream = (client + turn) % 8 !== 0;
    const model = models[Math.floor(client / dialects.length) % models.length] ?? '';
    const { path, body } = request(dialect, { stream, model, text: `${owner} asks` });
    const talk = `talk-${client}-${Math.floor(turn / turnsOfTalk)}`;
    const headers = { 'x-session-id': talk };
    const { id, status, text } = await ask(url, path, body, { headers }).catch((cause: unknown) => {
      throw new Error(`seed ${seed}: ${owner} got no answer`, { cause });
    });
    told.push({ owner, dialect, stream, id, status, text, endedAt: Date.now() });
  }
}

/** Whether none of a provider's accounts was open for the whole of a request. */
function wasShut(rests: readonly Rest[], { model, startedAt, endedAt }: Row, provider: string): boolean {
  return accounts.every((account) =>
    rests.some(
      (rest) =>
        covers(rest, { provider, account, model }) &&
        rest.at <= Math.ceil(endedAt) &&
        (rest.over ?? Number.POSITIVE_INFINITY) >= startedAt,
    ),
  );
}

const some = (flaws: readonly (string | undefined)[]): string[] =>
  flaws.filter((each) => each !== undefined).slice(0, 20);

test('200 streams over two providers of three accounts each, with one fault in twenty, for a minute', {
  timeout: 600_000,
}, async () => {
  const place = home();
  place.writeConfig(config());
  const { url } = await place.start(keys());
  const told: Told[] = [];
  const start = performance.now();
  const goesOn = (): boolean => performance.now() - start < runMs || told.length < fewestRequests;
  await Promise.all(Array.from({ length: clients }, (_, client) => keepAsking(url, client, goesOn, told)));

  await allWritten(url);
  const rows = await rowsOf(url, told);
  const events = (await everyRow(url, '/api/events')).toReversed();
  const rests = restsOf(events);
  const tried = [...rows.values()].flatMap((row) => row.tried);
  const calls = [...run.calls.values()].flat();
  const of = (owner: string): readonly Call[] => run.calls.get(owner) ?? [];
  const row = (owner: string): Row =>
    rows.get(owner) ?? { outcome: 'no row', startedAt: 0, endedAt: 0, model: '', tried: [] };
  const why = `seed ${seed}`;

  // One coherent answer for each, or one true error; the gateway's own rows say the same.
  const judged = told.map((one): Judged => {
    const shut = (provider: string): boolean => wasShut(rests, row(one.owner), provider);
    return judge(one, of(one.owner), [...providers.keys()], shut);
  });
  const asking = told.filter(({ owner }) => of(owner).length > 0).length;
  report(told, judged, calls, rests, asking);
  expect(some(judged.map(({ flaw }) => flaw)), why).toEqual([]);
  const disagreed = told.filter(
    ({ owner }, at) => (row(owner).outcome === 'ok') !== (judged[at]?.kind === 'whole'),
  );
  expect(some(disagreed.map(({ owner, text }) => `${owner} ${row(owner).outcome}: ${text}`)), why).toEqual(
    [],
  );
  expect(new Set(told.map(({ id }) => id)).size, why).toBe(told.length);

  // Nobody is called while it rests: by the gateway's own word, and by the provider's.
  const pairs = told.map(({ owner }) => callsOfAttempts(of(owner), row(owner).tried));
  expect(some(pairs.map(({ flaw }) => flaw)), why).toEqual([]);
  expect(some(triedAtRest(rests, tried)), why).toEqual([]);
  expect(some(triedBesideTrial(rests, tried)), why).toEqual([]);
  const ended = new Map(told.map(({ owner, endedAt }) => [owner, endedAt]));
  const matched = pairs.flatMap((pair) => pair.pairs);
  expect(some(refusedAtRest(rests, matched, ended)), why).toEqual([]);
  expect(await shownRests(url), why).toEqual(openRests(rests));

  // Nothing is paid for twice.
  expect(calls.length / asking, why).toBeLessThanOrEqual(mostCallsPerRequest);
  expect(some(calls.map(({ owner, name }) => (rows.has(owner) ? undefined : name))), why).toEqual([]);

  // And there was something to get over.
  const faulty = calls.filter(({ fault, refusal }) => fault !== undefined || refusal !== undefined);
  expect(faulty.length, why).toBeGreaterThan(calls.length * run.faultShare * 0.4);
  expect(rests.length, why).toBeGreaterThan(0);
  expect(told.length, why).toBeGreaterThanOrEqual(fewestRequests);
});

/** What `GET /api/accounts` says of used-up quotas when nothing runs: as `openRests` has it. */
async function shownRests(url: string): Promise<string[]> {
  const { json } = await ask(url, '/api/accounts', undefined, { method: 'GET' });
  const shown = listAt(json(), 'accounts').flatMap((account) =>
    listAt(account, 'health')
      .filter((health) => isRecord(health) && textAt(health, 'kind')?.endsWith('quota'))
      .map((health) => {
        const model = textAt(health, 'model') ?? '*';
        const where = `${textAt(account, 'provider')}/${textAt(account, 'account')}/${model}`;
        return `${where} until ${Number(valueAt(health, 'until'))}`;
      }),
  );
  return shown.toSorted();
}

function openRests(rests: readonly Rest[]): string[] {
  return rests
    .filter((rest) => rest.class === 'quota' && rest.over === undefined)
    .map(({ provider, account, model = '*', until }) => `${provider}/${account}/${model} until ${until}`)
    .toSorted();
}

/** For people who run it: what the run was made of. */
function report(
  told: readonly Told[],
  judged: readonly Judged[],
  calls: readonly Call[],
  rests: readonly Rest[],
  asking: number,
): void {
  const count = (names: readonly string[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
    return counts;
  };
  const figures = {
    seed,
    requests: told.length,
    ...count(judged.map(({ kind }) => kind)),
    calls: calls.length,
    callsPerRequest: Number((calls.length / asking).toFixed(4)),
    faults: count(calls.flatMap(({ fault }) => fault?.name ?? [])),
    refusals: count(calls.flatMap(({ refusal }) => refusal?.scope ?? [])),
    rests: count(rests.map((rest) => rest.class)),
    byAccount: count(calls.map(({ provider, account }) => `${provider}/${account}`)),
  };
  process.stdout.write(`${JSON.stringify(figures, undefined, 1)}\n`);
}
