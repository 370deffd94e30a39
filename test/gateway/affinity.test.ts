import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, failure } from '../support/scripted-upstream-behaviour.ts';
import { configOf, provider, type StartedGateway, startGateway } from '../support/start-gateway.ts';

let first: ScriptedUpstream;
let second: ScriptedUpstream;
let gateway: StartedGateway;

const options = (preferred: string | undefined, affinity = true) => {
  const providers = [provider('first', first.url), provider('second', second.url)];
  const { routing } = configOf({ providers });
  // Without the calm after a failure: what is seen is the conversation's own staying.
  const calm = { ...routing, stabilizeSeconds: 0, affinity };
  return { providers, config: { routing: preferred === undefined ? calm : { ...calm, preferred } } };
};

beforeEach(async () => {
  first = await createScriptedUpstream();
  second = await createScriptedUpstream({ script: answer('second answers') });
  gateway = await startGateway(options(undefined));
});
afterEach(async () => {
  await gateway.close();
  await first.close();
  await second.close();
});

const user = { role: 'user', content: 'go' };
const round = [
  user,
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
  },
  { role: 'tool', tool_call_id: 'c', content: 'done' },
];

async function who(messages: readonly unknown[], session?: string, model = 'm'): Promise<string | null> {
  const headers = session === undefined ? {} : { 'x-session-id': session };
  const asked = await gateway.ask('/v1/chat/completions', { model, messages }, { headers });
  expect(asked.status).toBe(200);
  return asked.headers.get('x-patchbay-provider');
}

describe('a conversation whose provider failed once', () => {
  beforeEach(async () => {
    expect(await who([user], 'talk')).toBe('first');
    first.script(failure(500));
    expect(await who([user], 'talk')).toBe('second');
    first.script(answer('first answers'));
  });

  it('stays with the one that took over, and others go where they would', async () => {
    expect(await who([user], 'talk')).toBe('second');
    expect(await who([user], 'another')).toBe('first');
    expect(await who([user], 'talk', 'other-model')).toBe('first');
    expect(await who([user])).toBe('first');
  });

  it('goes back to a preferred provider when the user speaks, not between a call and its result', async () => {
    gateway.apply(options('first'));
    expect(await who(round, 'talk')).toBe('second');
    expect(await who([...round, user], 'talk')).toBe('first');
    expect(await who(round, 'talk')).toBe('first');
  });

  it('goes back at once when affinity is off', async () => {
    gateway.apply(options(undefined, false));
    expect(await who(round, 'talk')).toBe('first');
  });

  it('says in its record why it stayed', async () => {
    const asked = await gateway.ask(
      '/v1/chat/completions',
      { model: 'm', messages: [user] },
      { headers: { 'x-session-id': 'talk' } },
    );
    const record = await gateway.record(asked);
    expect(record.attempts.map(({ provider, reason }) => [provider, reason])).toEqual([
      ['second', 'affinity'],
    ]);
  });
});
