import { describe, expect, it } from 'vitest';
import { isRecord } from '../json-value.ts';
import { answerDialects } from './answer-judge.ts';
import { wholeAnswer } from './reading.ts';
import { createSimpleClient, type SimpleClient } from './simple-client.ts';
import { createSimulator, type Simulator } from './simulator.ts';

const model = 'gemini-3-sim';
const tools = {
  weather: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  now: { type: 'object', properties: {} },
};

function simulator(dialect: Simulator['dialect'], account = 'a'): Simulator {
  return createSimulator({ dialect, provider: 'sim', account, model, reasoningFields: true });
}

/** A conversation of three answers, of which the first calls two tools. */
function talk(upstream: Simulator, streams: boolean): SimpleClient {
  const client = createSimpleClient({
    dialect: upstream.dialect,
    model,
    tools,
    system: 'Be brief.',
    keepsReasoning: true,
  });
  const answer = (turn: Parameters<Simulator['answer']>[0]): void => {
    expect(upstream.check(client.request())).toEqual([]);
    const { body, stream } = upstream.answer(turn);
    client.hear(streams ? wholeAnswer(upstream.dialect, stream) : body);
  };
  client.ask('Weather in Bern?');
  answer({
    reasoning: 'I need two tools.',
    text: 'Let me look.',
    calls: [
      { name: 'weather', args: { city: 'Bern' } },
      { name: 'now', args: {} },
    ],
  });
  client.runTools((name) => `result of ${name}`);
  answer({ reasoning: 'Once more.', calls: [{ name: 'weather', args: { city: 'Biel' } }] });
  client.runTools(() => 'rain');
  answer({ reasoning: 'Now I know.', text: 'It rains.' });
  client.ask('Thanks!');
  return client;
}

/** Every opaque state in a request, changed. */
function tampered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tampered);
  if (!isRecord(value)) return value;
  const secret = ['signature', 'encrypted_content', 'thoughtSignature', 'data'];
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      secret.includes(name) && typeof each === 'string'
        ? Buffer.from(Buffer.from(each, 'base64').toString().replace('"sim"', '"sin"')).toString('base64')
        : tampered(each),
    ]),
  );
}

describe.each(answerDialects)('a simulator of %s', (dialect) => {
  it('takes its own answers back, whole or streamed', () => {
    for (const streams of [false, true]) {
      const upstream = simulator(dialect);
      const client = talk(upstream, streams);
      expect(upstream.check(client.request())).toEqual([]);
    }
  });

  it('puts a stream together to the body that came whole', () => {
    const { body, stream } = simulator(dialect).answer({
      reasoning: 'r',
      text: 'some text',
      calls: [{ name: 'weather', args: { city: 'Bern' } }],
    });
    const client = createSimpleClient({ dialect, model, keepsReasoning: true });
    const other = createSimpleClient({ dialect, model, keepsReasoning: true });
    client.hear(body);
    other.hear(wholeAnswer(dialect, stream));
    expect(other.request()).toEqual(client.request());
  });

  it('refuses state of another account', () => {
    const request = talk(simulator(dialect), false).request();
    expect(simulator(dialect, 'b').check(request)).toContainEqual(
      expect.stringContaining('was issued for another account'),
    );
  });

  it('refuses state that was changed', () => {
    const upstream = simulator(dialect);
    const request = tampered(talk(upstream, false).request());
    expect(upstream.check(request)).toContainEqual(expect.stringContaining('was changed'));
  });

  it('refuses another model', () => {
    const upstream = createSimulator({
      dialect,
      provider: 'sim',
      account: 'a',
      model: 'm-2',
      reasoningFields: true,
    });
    const words = upstream.check(
      talk(simulator(dialect), false).request(),
      dialect === 'gemini-generate' ? model : undefined,
    );
    expect(words).toContainEqual(expect.stringContaining('was issued by another model'));
    expect(words).toContainEqual(expect.stringContaining('model: this provider has m-2'));
  });
});

describe('a simulator of openai-chat without reasoning fields', () => {
  it('refuses thoughts that are sent back', () => {
    const request = talk(simulator('openai-chat'), false).request();
    const openai = createSimulator({ dialect: 'openai-chat', provider: 'sim', account: 'a', model });
    expect(openai.check(request)).toContainEqual(
      expect.stringContaining('unknown:messages[2].reasoning_content'),
    );
  });
});

describe('a simulator of anthropic-messages', () => {
  it('refuses a signature under other thoughts', () => {
    const upstream = simulator('anthropic-messages');
    const request = JSON.parse(
      JSON.stringify(talk(upstream, false).request()).replace('I need two', 'I want two'),
    );
    expect(upstream.check(request)).toContainEqual(expect.stringContaining('belongs to something else'));
  });
});

describe('a simulator of openai-responses', () => {
  it('refuses reasoning before another item than the one that followed it', () => {
    const upstream = simulator('openai-responses');
    const request = talk(upstream, false).request();
    const input = Array.isArray(request.input) ? request.input : [];
    const message = input.find((item) => isRecord(item) && item.type === 'message');
    const other = JSON.parse(JSON.stringify(request).replace(String(message.id), 'msg_other'));
    expect(upstream.check(other)).toContainEqual(expect.stringContaining('reasoning-alone'));
  });
});
