import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codecOf } from '../../src/gateway/dialects/codecs.ts';
import type { Quirks } from '../../src/gateway/exchange/provider.ts';
import { type Recording, recordings } from '../support/corpus.ts';
import { parsedJson } from '../support/json-value.ts';
import { type Conversing, conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { raw } from '../support/scripted-upstream-behaviour.ts';
import { accountKey } from '../support/secret-watch.ts';
import { provider, type StartedGateway, startGateway } from '../support/start-gateway.ts';
import { answerJudge } from '../support/strict/answer-judge.ts';
import { type AnswerReading, differences, readAnswer } from '../support/strict/reading.ts';

const ready = conversing.filter((dialect) => codecOf(dialect) !== undefined);

/** Fixtures that somebody shortened until no reader of their own dialect takes them for whole. */
const exchanges = recordings(...ready).filter(({ status }) => status === 200);

/**
 * Cells that differ, each with its reason. `docs/dialects.md` lists the same: at least 99 of 100 are equal.
 */
const exceptions: Readonly<Record<string, string>> = {
  // Nothing but a sound: Messages has no place for it, so a note stands there.
  'gemini-generate/google-speech-basic-functionality-gemini-gemini-2-5-flash-4d2bd > anthropic-messages':
    'note',
  // A call of a tool that was not declared: clients take the calls of an answer for what it ends with.
  'gemini-generate/vertex-multimodal-tool-return-matrix-direct-uploaded-file-1a1d8 > openai-chat': 'finish',
  'gemini-generate/vertex-multimodal-tool-return-matrix-direct-uploaded-file-1a1d8 > anthropic-messages':
    'finish',
  'gemini-generate/vertex-multimodal-tool-return-matrix-direct-uploaded-file-1a1d8 > openai-responses':
    'finish',
  // Free text as the input of a tool that the replayed request did not declare: it can only be given as an object.
  'openai-chat/openai-chat-completion-custom-tool-call > anthropic-messages': 'custom tool',
  'openai-chat/openai-chat-completion-custom-tool-call > gemini-generate': 'custom tool',
  'openai-responses/openai-response-custom-tool-call > anthropic-messages': 'custom tool',
  'openai-responses/openai-response-custom-tool-call > gemini-generate': 'custom tool',
};

/** The quirks that the provider's preset would have. */
function quirksOf({ provider: name }: Recording): Quirks {
  return { reasoningInsideOutput: !/xai|grok/i.test(name) };
}

function isDialect(name: string): name is Conversing {
  return conversing.some((dialect) => dialect === name);
}

describe.skipIf(exchanges.length === 0)('recorded answers in the other dialects', () => {
  let upstream: ScriptedUpstream;
  let gateway: StartedGateway;
  beforeAll(async () => {
    upstream = await createScriptedUpstream();
    gateway = await startGateway({ providers: [provider('one', upstream.url)] });
  });
  afterAll(async () => {
    await gateway.close();
    await upstream.close();
  });

  let serial = 0;
  /** A new one each time: what one recording says of a provider's health must not keep the next one out. */
  function providerOf(dialect: Conversing, quirks: Quirks): void {
    serial += 1;
    const endpoint = provider('one', upstream.url).endpoints.get(dialect);
    gateway.apply({
      // One key for all: nine hundred would be looked for in whatever is sent.
      accountKeys: new Map([[`provider-${serial}/main`, accountKey('one')]]),
      providers: [
        provider(`provider-${serial}`, upstream.url, {
          endpoints: new Map(endpoint === undefined ? [] : [[dialect, endpoint]]),
          quirks,
        }),
      ],
    });
  }

  /** What a client of a dialect gets of a recording. */
  async function converted(
    exchange: Recording,
    client: Conversing,
  ): Promise<{ text: string; status: number }> {
    const { body, headers, streaming, dialect } = exchange;
    const recorded = headers['content-type'];
    const type = recorded ?? (streaming ? 'text/event-stream' : 'application/json');
    if (isDialect(dialect)) providerOf(dialect, quirksOf(exchange));
    upstream.script(raw(body, { headers: { 'content-type': type }, cuts: 61 }));
    const { path, body: asked } = request(client, { stream: streaming });
    const figures = client === 'openai-chat' && streaming ? { stream_options: { include_usage: true } } : {};
    const { status, text } = await gateway.ask(path, { ...asked, ...figures });
    return { status, text };
  }

  function reading(dialect: Conversing, text: string, streaming: boolean): AnswerReading {
    return readAnswer(dialect, streaming ? text : parsedJson(text), streaming);
  }

  const cells = exchanges.flatMap((exchange) =>
    ready.flatMap((client) => {
      const { dialect } = exchange;
      return isDialect(dialect) && dialect !== client
        ? [[exchange.id, client, dialect, exchange] as const]
        : [];
    }),
  );

  test.each(cells)('%s for a client of %s', async (id, client, dialect, exchange) => {
    const { streaming, body } = exchange;
    const wanted = reading(dialect, body.toString(), streaming);
    const { status, text } = await converted(exchange, client);
    // A provider's error inside a 200, or a stream that breaks off, is an error for the client, too.
    const fails = wanted.finish === 'error' || (wanted.finish === 'none' && status !== 200);
    if (fails) {
      const got = status === 200 ? reading(client, text, streaming).finish : 'error';
      expect(['error', 'none']).toContain(got);
      return;
    }
    expect(status, text.slice(0, 300)).toBe(200);
    const judge = answerJudge(client);
    const options = { mayFail: wanted.finish === 'none' };
    const violations = streaming
      ? judge.checkStream(text, 'sse', options)
      : judge.checkAnswer(parsedJson(text), options);
    const differs = differences(wanted, reading(client, text, streaming));
    const excused = exceptions[`${id} > ${client}`] ?? exceptions[id];
    expect(violations).toEqual([]);
    if (excused === undefined) expect(differs).toEqual([]);
    else expect(differs, 'an exception that is none any more').not.toEqual([]);
  });

  test('at most one in a hundred differs', () => {
    const excused = cells.filter(
      ([id, client]) => (exceptions[`${id} > ${client}`] ?? exceptions[id]) !== undefined,
    );
    expect(excused.length).toBeLessThanOrEqual(cells.length / 100);
  });
});
