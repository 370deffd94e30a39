import assert from 'node:assert/strict';
import { answer, type Behaviour, faulty } from '../../support/scripted-upstream-behaviour.ts';
import {
  checkCleanAnswer,
  checkSoon,
  type StreamingClient,
  streamingClients,
} from '../agents/streaming-clients.ts';
import type { Case } from '../harness/case.ts';

const text = 'An odd provider answers.';

interface Oddity {
  readonly behaviour: Behaviour;
  /** The client alone copes with it, so that it can be tried without a gateway. */
  readonly harmless?: true;
  /** Clients that need what this provider leaves out, whoever stands between. */
  readonly except?: readonly string[];
}

/** What providers do that clients on their own stumble over, and a person must not notice. */
const oddities: Readonly<Record<string, Oddity>> = {
  'sends byte by byte': { behaviour: answer(text, { cuts: 'byte' }), harmless: true },
  'sends no figures': {
    behaviour: answer(text, { usage: 'none' }),
    // Anthropic always sends figures, and its SDK reads them without a look.
    except: ['anthropic helper'],
  },
  'never ends the body': {
    behaviour: { ...answer(text), fault: { do: 'hold-open', after: 'everything' } },
  },
  'hangs up after the terminal event': {
    behaviour: { ...answer(text), fault: { do: 'cut', after: 'everything' } },
  },
  'compresses though asked not to': { behaviour: answer(text, { coding: 'gzip' }) },
};

const oddCases: readonly Case[] = streamingClients.flatMap((client) =>
  Object.entries(oddities)
    .filter(([, { except }]) => except?.includes(client.name) !== true)
    .map(
      ([what, { behaviour, harmless }]): Case => ({
        name: `odd upstream: ${client.name}, the provider ${what}`,
        ...(harmless === undefined ? { needsGateway: true } : {}),
        async run(stage) {
          const upstream = await stage.upstream('one', { script: behaviour });
          const door = await stage.open([{ id: 'one', upstream }]);
          const end = await client.run(stage, door);
          checkCleanAnswer(end, text);
          checkSoon(end, [upstream]);
          assert.equal(upstream.calls.length, 1, 'requests to the provider');
        },
      }),
    ),
);

/** Events of a dialect after which text has gone out but the answer is not complete. */
const midway: Partial<Record<StreamingClient['dialect'], number>> = {
  'openai-responses': 6,
  'anthropic-messages': 5,
  'gemini-generate': 2,
};

/**
 * After the first output nobody else may take over. The stream ends in the way from which each agent recovers by
 * itself: it asks again, and the person gets the whole answer.
 */
const brokenCases: readonly Case[] = streamingClients
  .filter(({ agent }) => agent)
  .map((client) => ({
    name: `broken stream: ${client.name} recovers`,
    needsGateway: true,
    async run(stage) {
      const broken = faulty({ do: 'reset', after: midway[client.dialect] ?? 1 });
      const upstream = await stage.upstream('one', { script: [broken, answer(text)] });
      const door = await stage.open([{ id: 'one', upstream }]);
      const end = await client.run(stage, door);
      assert.equal(end.code, 0, `exit code; output: ${end.stdout.slice(-300)} ${end.stderr.slice(-300)}`);
      assert.ok(end.stdout.includes(text), `the whole answer in: ${end.stdout.slice(0, 600)}`);
      assert.equal(upstream.calls.length, 2, 'requests to the provider');
    },
  }));

export const oddUpstreamCases: readonly Case[] = [...oddCases, ...brokenCases];
