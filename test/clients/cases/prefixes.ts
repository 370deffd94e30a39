import assert from 'node:assert/strict';
import { answer } from '../../support/scripted-upstream-behaviour.ts';
import { checkCleanAnswer, type StreamingClient, streamingClients } from '../agents/streaming-clients.ts';
import type { Case } from '../harness/case.ts';

const text = 'Answered through a prefix.';

const vendors = [
  { id: 'openai', prefix: '/openai' },
  { id: 'anthropic', prefix: '/claude' },
  { id: 'google', prefix: '/gemini' },
] as const;

/** `/t/{terminal}` names a terminal, `/p/{provider}` pins a provider, `/openai` and the like keep to one vendor. */
export const prefixCases: readonly Case[] = streamingClients.flatMap((client): Case[] => [
  {
    name: `prefix /t/x: ${client.name}`,
    needsGateway: true,
    async run(stage) {
      const upstream = await stage.upstream('one', { script: answer(text) });
      const door = await stage.open([{ id: 'one', upstream }]);
      checkCleanAnswer(await client.run(stage, door, '/t/x'), text);
    },
  },
  {
    name: `prefix /p/second: ${client.name}`,
    needsGateway: true,
    async run(stage) {
      const first = await stage.upstream('first');
      const second = await stage.upstream('second', { script: answer(text) });
      const door = await stage.open([
        { id: 'first', upstream: first },
        { id: 'second', upstream: second },
      ]);
      checkCleanAnswer(await client.run(stage, door, '/p/second'), text);
      assert.equal(first.calls.length, 0, 'requests to the provider that was not named');
    },
  },
  {
    name: `prefix /t/x/p/second: ${client.name}`,
    needsGateway: true,
    async run(stage) {
      const first = await stage.upstream('first');
      const second = await stage.upstream('second', { script: answer(text) });
      const door = await stage.open([
        { id: 'first', upstream: first },
        { id: 'second', upstream: second },
      ]);
      checkCleanAnswer(await client.run(stage, door, '/t/x/p/second'), text);
      assert.equal(first.calls.length, 0, 'requests to the provider that was not named');
    },
  },
  strictCase(client),
]);

function strictCase(client: StreamingClient): Case {
  const own = vendors.find(({ id }) => id === vendorOf(client)) ?? vendors[0];
  return {
    name: `prefix ${own.prefix}: ${client.name}`,
    needsGateway: true,
    async run(stage) {
      // The vendor asked for stands last, so that order alone would choose another.
      const ids = [...vendors.map(({ id }) => id).filter((id) => id !== own.id), own.id];
      const providers = await Promise.all(
        ids.map(async (id) => ({
          id,
          vendor: id,
          upstream: await stage.upstream(id, { script: answer(text) }),
        })),
      );
      const door = await stage.open(providers);
      checkCleanAnswer(await client.run(stage, door, own.prefix), text);
      for (const { id, upstream } of providers) {
        assert.equal(upstream.calls.length, id === own.id ? 1 : 0, `requests to ${id}`);
      }
    },
  };
}

function vendorOf(client: StreamingClient): (typeof vendors)[number]['id'] {
  if (client.dialect === 'anthropic-messages') return 'anthropic';
  return client.dialect === 'gemini-generate' ? 'google' : 'openai';
}
