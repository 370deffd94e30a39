import { expect } from 'vitest';
import type { RequestRecord } from '../../../src/gateway/exchange/record.ts';
import type { JsonRecord } from '../json-value.ts';
import type { Asked } from '../start-gateway.ts';
import { type AnswerDialect, answerJudge } from './answer-judge.ts';
import type { AnswerTurn } from './answer-turn.ts';
import { type AnswerReading, differences, readAnswer, wholeAnswer } from './reading.ts';
import { type ClientOptions, createSimpleClient, type SimpleClient } from './simple-client.ts';
import type { SimulatedAsk } from './simulated-provider.ts';
import type { TalkStage } from './talk-stage.ts';

/** One request of a talk: whom the client asks, how, and what it will hear. */
export interface TalkStep {
  readonly provider: string;
  readonly dialect: AnswerDialect;
  readonly model: string;
  /** The provider is named in the path, or in front of the model's name. */
  readonly by: 'path' | 'prefix';
  readonly stream: boolean;
  readonly turn: AnswerTurn;
}

/** What is known of a step that went as it should. */
export interface Stepped {
  readonly asked: Asked;
  readonly record: RequestRecord;
  /** As the provider got it. */
  readonly ask: SimulatedAsk;
  /** What the provider said, and what the client understood. */
  readonly said: AnswerReading;
  readonly heard: AnswerReading;
}

export interface Talk {
  readonly client: SimpleClient;
  /** State that was handed out so far, with the provider, account and model that it belongs to. */
  readonly issued: readonly { readonly owner: string; readonly state: string }[];
  /** Sends the client's next request, and takes the answer in. What is not as strict readers want it fails the test. */
  step(step: TalkStep): Promise<Stepped>;
}

export function ownerOf({ account, model }: SimulatedAsk, provider: string): string {
  return `${provider}/${account}/${model}`;
}

/** `keeps`: what the client keeps of an answer's body, when that is not all. */
export function createTalk(
  stage: TalkStage,
  options: Omit<ClientOptions, 'model'>,
  keeps: (body: unknown) => unknown = (body) => body,
): Talk {
  const client = createSimpleClient({ ...options, model: 'set with each request' });
  const issued: { owner: string; state: string }[] = [];
  return {
    client,
    issued,
    async step(step) {
      const upstream = stage.at(step.provider);
      upstream.next(step.turn);
      const before = upstream.asks.length;
      const { asked } = await send(stage, client, step);
      const asks = upstream.asks.slice(before);
      expect(
        asks.flatMap(({ faults }) => faults),
        `what ${step.provider} has against the request`,
      ).toEqual([]);
      expect(asked.status, asked.text).toBe(200);
      const [ask] = asks;
      if (ask === undefined || asks.length > 1)
        throw new Error(`${step.provider} got ${asks.length} requests`);
      const body = judged(options.dialect, asked, step.stream);
      const heard = readAnswer(options.dialect, body, false);
      const said = readAnswer(step.dialect, ask.spoken?.body, false);
      for (const state of said.state) issued.push({ owner: ownerOf(ask, step.provider), state });
      client.hear(keeps(body));
      return { asked, record: await stage.gateway.record(asked), ask, said, heard };
    },
  };
}

interface Whither {
  readonly provider?: string;
  readonly model: string;
  readonly by?: TalkStep['by'] | 'rule';
  readonly stream: boolean;
}

/** Sends the client's next request, to a provider or to whom the model's name leads. */
export async function send(
  stage: TalkStage,
  client: SimpleClient,
  { provider = '', model, by = 'rule', stream }: Whither,
): Promise<{ readonly asked: Asked; readonly sent: JsonRecord }> {
  const named = by === 'prefix' ? `${provider}/${model}` : model;
  const sent = client.request({ model: named, stream });
  const path = `${by === 'path' ? `/p/${provider}` : ''}${pathOf(client.dialect, named, stream)}`;
  return { asked: await stage.gateway.ask(path, sent), sent };
}

function pathOf(dialect: AnswerDialect, model: string, stream: boolean): string {
  if (dialect === 'openai-chat') return '/v1/chat/completions';
  if (dialect === 'openai-responses') return '/v1/responses';
  if (dialect === 'anthropic-messages') return '/v1/messages';
  return `/v1beta/models/${model}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`;
}

/** The answer's body, after its judge had nothing to say. */
function judged(dialect: AnswerDialect, asked: Asked, stream: boolean): unknown {
  const judge = answerJudge(dialect);
  const words = stream ? judge.checkStream(asked.text) : judge.checkAnswer(asked.json());
  expect(words, asked.text).toEqual([]);
  return stream ? wholeAnswer(dialect, asked.text) : asked.json();
}

/** What a client reads in an answer that its judge has nothing against. */
export function readAnswerOf(dialect: AnswerDialect, asked: Asked, stream: boolean): AnswerReading {
  return readAnswer(dialect, judged(dialect, asked, stream), false);
}

/** The client understood what was said; `change` tells what may be different by nature. */
export function expectHeard(
  { said, heard }: Stepped,
  change: (said: AnswerReading) => AnswerReading = (each) => each,
): void {
  expect(differences(change(said), heard)).toEqual([]);
}
