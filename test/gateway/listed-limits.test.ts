import { afterAll, beforeAll, expect, it } from 'vitest';
import { parsedJson } from '../support/json-value.ts';
import { provider, type StartedGateway, startGateway } from '../support/start-gateway.ts';

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await startGateway({
    providers: [
      provider('claude', 'https://api.anthropic.com', { models: ['claude-sonnet-4-5'] }),
      provider('own', 'http://127.0.0.1:1', {
        models: ['mine', 'other'],
        modelFacts: new Map([['mine', { contextTokens: 5000, outputTokens: 400, thinking: 'none' }]]),
      }),
    ],
  });
});
afterAll(() => gateway.close());

const read = async (path: string, headers: Record<string, string> = {}) =>
  parsedJson((await gateway.ask(path, undefined, { method: 'GET', headers })).text);

it('lists say each model’s limits in the words of the client', async () => {
  expect(await read('/v1/models/claude-sonnet-4-5')).toMatchObject({
    context_length: 200_000,
    max_completion_tokens: 64_000,
  });
  expect(await read('/v1/models/claude-sonnet-4-5', { 'anthropic-version': '2023-06-01' })).toMatchObject({
    max_input_tokens: 200_000,
    max_tokens: 64_000,
  });
  expect(await read('/v1beta/models/mine')).toMatchObject({
    inputTokenLimit: 5000,
    outputTokenLimit: 400,
    thinking: false,
  });
  expect(await read('/v1/models/own/mine')).toMatchObject({ context_length: 5000 });
});

it('and none of a model that nobody knows', async () => {
  expect(await read('/v1/models/other')).not.toHaveProperty('context_length');
  expect(await read('/v1beta/models/other')).not.toHaveProperty('inputTokenLimit');
});
