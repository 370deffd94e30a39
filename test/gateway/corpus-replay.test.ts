import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Transport } from '../../src/gateway/exchange/ports.ts';
import { type Recording, recordings } from '../support/corpus.ts';
import { createRecuttingTransport } from '../support/recutting-transport.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { raw } from '../support/scripted-upstream-behaviour.ts';
import { accountKey } from '../support/secret-watch.ts';
import { provider, type StartedGateway, startGateway } from '../support/start-gateway.ts';

/** Dialects whose recorded exchanges pass through the gateway as they are. */
const forwarded = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini-generate',
  'openai-completions',
  'openai-embeddings',
  'gemini-embed',
];

const exchanges = recordings(...forwarded).filter(({ status }) => status === 200);

/** The gateway's path for a recorded one: projects, deployments and other hosts' prefixes are taken off. */
function pathOf({ dialect, requestPath = '', model, streaming }: Recording): string {
  switch (dialect) {
    case 'openai-chat':
      return '/v1/chat/completions';
    case 'openai-responses':
      return '/v1/responses';
    case 'anthropic-messages':
      return '/v1/messages';
    case 'openai-completions':
      return '/v1/completions';
    case 'openai-embeddings':
      return '/v1/embeddings';
    default: {
      const recorded = /models\/[^:?]+:(\w+)(\?.*)?$/.exec(requestPath);
      const action = recorded?.[1] ?? (streaming ? 'streamGenerateContent' : 'generateContent');
      const query = recorded?.[2] ?? (streaming ? '?alt=sse' : '');
      const name = (model ?? 'gemini-x').replace(/^models\//, '');
      return `/v1beta/models/${name}:${action}${query.replace('key=REDACTED', 'x=1')}`;
    }
  }
}

function bodyOf({ dialect, requestBody, model, streaming }: Recording): Record<string, unknown> {
  if (dialect === 'gemini-generate' || dialect === 'gemini-embed') return { ...requestBody };
  return { ...requestBody, model: model ?? 'some-model', ...(streaming ? { stream: true } : {}) };
}

/**
 * Chat answers with a chunk of figures that their client did not ask for: the gateway asks for figures itself and
 * keeps such a chunk from a client that did not want it.
 */
function withoutUnaskedFigures({ dialect, requestBody, body }: Recording): string {
  const text = body.toString();
  const chat = dialect === 'openai-chat' || dialect === 'openai-completions';
  if (!chat || /"include_usage":true/.test(JSON.stringify(requestBody ?? {}))) return text;
  return text.replace(/data: (\{.*\})\r?\n\r?\n/g, (whole: string, json: string) => {
    const chunk: unknown = JSON.parse(json);
    if (typeof chunk !== 'object' || chunk === null) return whole;
    const empty = 'choices' in chunk && Array.isArray(chunk.choices) && chunk.choices.length === 0;
    return empty && 'usage' in chunk && chunk.usage !== null ? '' : whole;
  });
}

/** Where events end, in bytes. */
function eventEnds(body: Buffer): number[] {
  // Latin-1 has a character for each byte.
  return [...body.toString('latin1').matchAll(/\r?\n\r?\n/g)].map(({ index, 0: gap }) => index + gap.length);
}

/** As providers send them, and as no provider does. */
const ways = [
  ['event by event', {}],
  ['7 bytes at a time', { around: (transport: Transport) => createRecuttingTransport(transport, 7) }],
] as const;

describe.skipIf(exchanges.length === 0).each(ways)(
  'recorded exchanges come out as they came, %s',
  (_way, more) => {
    let upstream: ScriptedUpstream;
    let gateway: StartedGateway;

    beforeAll(async () => {
      upstream = await createScriptedUpstream();
      gateway = await startGateway({ providers: [provider('one', upstream.url)], ...more });
    });
    afterAll(async () => {
      await gateway.close();
      await upstream.close();
    });

    let serial = 0;
    /** A new one each time: what one recording says of a provider's health must not keep the next one out. */
    function nextProvider(): void {
      serial += 1;
      const id = `provider-${serial}`;
      gateway.apply({
        providers: [provider(id, upstream.url)],
        accountKeys: new Map([[`${id}/main`, accountKey('one')]]),
      });
    }

    it.each(exchanges.map((exchange) => [exchange.id, exchange] as const))('%s', async (_id, exchange) => {
      nextProvider();
      const { body, headers, streaming } = exchange;
      const recorded = headers['content-type'];
      const usual = streaming ? 'text/event-stream' : 'application/json';
      const type = typeof recorded === 'string' ? recorded : usual;
      upstream.script(raw(body, { headers: { 'content-type': type }, cuts: eventEnds(body) }));
      const asked = await gateway.ask(pathOf(exchange), bodyOf(exchange));
      expect(asked.status).toBe(200);
      const expected = streaming ? withoutUnaskedFigures(exchange) : body.toString();
      expect(asked.text).toBe(expected);
      const record = await gateway.record(asked);
      expect(record.attempts).toHaveLength(1);
      if (!reportsFailure(body.toString())) expect(record.outcome).toBe('ok');
    });
  },
);

/** A failure that the provider reported inside its answer is one, though every byte of it comes through. */
function reportsFailure(text: string): boolean {
  return /^event: error|"type": ?"response\.failed"|^data: \{"error"|"error": ?\{/m.test(text);
}
