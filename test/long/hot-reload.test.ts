import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { watchAccount } from '../support/secret-watch.ts';
import { ask } from '../support/start-gateway.ts';
import { numbered, numberedAnswer, received } from './numbered-tokens.ts';
import { everyRow, type Home, homes, providerConfig } from './running-program.ts';
import { seeded } from './seeded.ts';

const home = homes();
const clients = 50;
const changes = 30;
const tokens = 25;
const names = ['alpha', 'beta', 'gamma', 'delta'];

let upstreams: readonly ScriptedUpstream[];
beforeAll(async () => {
  const script = numberedAnswer('h', tokens, { paceMs: 12 });
  upstreams = await Promise.all(names.map(() => createScriptedUpstream({ script })));
});
afterAll(async () => {
  await Promise.all(upstreams.map((upstream) => upstream.close()));
});

/** A config with these providers in this order, each with its key in a file of its own. */
function configWith(place: Home, providers: readonly string[], change: number): object {
  return {
    providers: providers.map((name) =>
      providerConfig(name, upstreams[names.indexOf(name)]?.url ?? '', {
        file: join(place.path, `key-of-${name}`),
      }),
    ),
    // Different each time, so that the log says which of the configs was applied.
    routing: { cooldownSeconds: 100 + change },
  };
}

function writeKey(place: Home, name: string, key: string): void {
  watchAccount(key, name);
  writeFileSync(join(place.path, `key-of-${name}`), key, { mode: 0o600 });
}

/** Some of the names, at least one, in any order. */
function someOf(random: () => number): string[] {
  const mixed = names.map((name) => ({ name, at: random() })).toSorted((a, b) => a.at - b.at);
  return mixed.slice(0, 1 + Math.floor(random() * names.length)).map(({ name }) => name);
}

const broken = [
  (change: number): string => `{ "providers": ${change} }`,
  (change: number): string => `{ "providers": [], "routing": { "mode": "wrong-${change}" } }`,
  (change: number): string => `{ "providers": [ ${change}`,
];

/** What a client saw that it should not have seen. */
interface Trouble {
  readonly what: string;
  readonly detail: unknown;
}

/** Asks without a pause, streams and whole answers by turns, until it is told to stop. Returns how often. */
async function keepAsking(
  url: string,
  client: number,
  state: { stopped: boolean },
  troubles: Trouble[],
): Promise<number> {
  let turn = 0;
  for (; !state.stopped; turn += 1) {
    const dialect = conversing[(turn + client) % conversing.length] ?? 'openai-chat';
    const stream = client % 2 === 0;
    const { path, body } = request(dialect, { stream });
    try {
      const answer = await ask(url, path, body);
      if (answer.status !== 200) troubles.push({ what: `${dialect} ${answer.status}`, detail: answer.text });
      else if (stream) {
        const { text, whole, error } = received(dialect, answer.text);
        if (!whole || error !== undefined || text !== numbered('h', tokens).join(''))
          troubles.push({ what: `${dialect} broken`, detail: answer.text.slice(-500) });
      } else if (!answer.text.includes(`h:${tokens - 1}`))
        troubles.push({ what: `${dialect} torn`, detail: answer.text.slice(-500) });
    } catch (error) {
      troubles.push({ what: `${dialect} lost`, detail: error });
    }
  }
  return turn;
}

describe('a config that is rewritten under load', () => {
  test('breaks no stream and fails no request; what is not valid leaves the old one in force', async () => {
    const place = home();
    for (const name of names) writeKey(place, name, `first-key-of-${name}`);
    place.writeConfig(configWith(place, names, 0));
    const { program, url } = await place.start();
    const random = seeded(4_711);
    const state = { stopped: false };
    const troubles: Trouble[] = [];
    const load = Array.from({ length: clients }, (_, client) => keepAsking(url, client, state, troubles));

    let order: readonly string[] = names;
    let invalid = 0;
    const keys = new Map(names.map((name) => [name, `first-key-of-${name}`]));
    for (let change = 1; change <= changes; change += 1) {
      if (change % 5 === 0) {
        const text = broken[invalid % broken.length]?.(change) ?? '';
        const before = program.err().length;
        place.writeConfig(text);
        await program.says(new RegExp(`^[^]{${before},}was not applied; the one before stays`));
        invalid += 1;
      } else {
        order = someOf(random);
        const changed = names[Math.floor(random() * names.length)] ?? 'alpha';
        keys.set(changed, `key-${change}-of-${changed}`);
        writeKey(place, changed, `key-${change}-of-${changed}`);
        const text = JSON.stringify(configWith(place, order, change));
        if (change % 2 === 0) place.writeConfig(text);
        else {
          // As editors do it: another file takes the name.
          writeFileSync(`${place.configFile}.new`, text);
          renameSync(`${place.configFile}.new`, place.configFile);
        }
        await program.says(new RegExp(`config applied: .*routing\\.cooldownSeconds is ${100 + change} `));
      }
      const model = `probe-${change}`;
      const { path, body } = request('openai-chat', { stream: false, model });
      const probe = await ask(url, path, body);
      expect([change, probe.status, probe.headers.get('x-patchbay-provider')]).toEqual([
        change,
        200,
        order[0],
      ]);
      const call = upstreams[names.indexOf(order[0] ?? '')]?.calls.find((each) => each.ask.model === model);
      expect(call?.headers.authorization).toBe(`Bearer ${keys.get(order[0] ?? '')}`);
    }
    state.stopped = true;
    const turns = (await Promise.all(load)).reduce((sum, each) => sum + each, 0);
    expect(troubles).toEqual([]);
    expect(turns).toBeGreaterThan(clients * 3);

    const codes = (await everyRow(url, '/api/events')).map(({ code }) => code);
    expect(codes.filter((code) => code === 'config.invalid')).toHaveLength(invalid);
    expect(codes.filter((code) => code === 'config.applied')).toHaveLength(changes - invalid);
    expect(codes.filter((code) => String(code).startsWith('provider.'))).toEqual([]);
    program.child.kill('SIGTERM');
    expect(await program.ended()).toBe(0);
  });
});
