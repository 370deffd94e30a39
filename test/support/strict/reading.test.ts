import { describe, expect, it } from 'vitest';
import { answerDialects } from './answer-judge.ts';
import type { AnswerTurn } from './answer-turn.ts';
import { newSpeaker } from './new-speaker.ts';
import { type AnswerReading, differences, readAnswer } from './reading.ts';
import { speak } from './speak.ts';
import { type SseEvent, sseText } from './sse-text.ts';

const turns: readonly AnswerTurn[] = [
  { text: 'Grüße 🚀' },
  { reasoning: 'Think.', text: 'Say.', usage: { input: 100, cached: 60, output: 30, reasoning: 12 } },
  { calls: [{ name: 'now', args: {} }] },
  {
    reasoning: 'Two.',
    text: 'I look.',
    calls: [
      { name: 'weather', args: { city: 'Bern', deep: { list: [1, null, 'x'] } } },
      { name: 'weather', args: { city: 'Biel' } },
    ],
  },
  { text: 'cut', cut: true },
];

describe('readings of one answer', () => {
  it('are the same in every dialect, whole or streamed', () => {
    for (const turn of turns) {
      const readings = answerDialects.flatMap((dialect) => {
        const { body, stream } = speak(
          dialect,
          turn,
          newSpeaker({ provider: 'p', account: 'a', model: 'm' }),
        );
        return [readAnswer(dialect, body, false), readAnswer(dialect, stream, true)];
      });
      const [first] = readings;
      for (const other of readings)
        expect(first && differences({ ...first, calls: noIds(first) }, other)).toEqual([]);
      expect(first?.text).toBe(turn.text ?? '');
      expect(first?.reasoning).toBe(turn.reasoning ?? '');
      expect(first?.calls.map(({ input }) => input)).toEqual((turn.calls ?? []).map(({ args }) => args));
      expect(first?.finish).toBe(turn.cut ? 'length' : turn.calls ? 'tool-calls' : 'stop');
    }
  });
});

/** Each speaker gives its own ids. */
function noIds(reading: AnswerReading): AnswerReading['calls'] {
  return reading.calls.map((call) => ({ ...call, id: '' }));
}

const base: AnswerReading = { text: 'a', reasoning: 'b', calls: [], finish: 'stop', state: [], others: 0 };

describe('differences', () => {
  const call = { id: '1', name: 'f', input: { a: 1 } };
  it.each<[string, Partial<AnswerReading>, Partial<AnswerReading>]>([
    ['text', {}, { text: 'x' }],
    ['reasoning', {}, { reasoning: 'x' }],
    ['number of calls', { calls: [call] }, {}],
    ['name of call 0', { calls: [call] }, { calls: [{ ...call, name: 'g' }] }],
    ['input of call 0', { calls: [call] }, { calls: [{ ...call, input: { a: 2 } }] }],
    ['id of call 0', { calls: [call] }, { calls: [{ ...call, id: '2' }] }],
    ['finish', {}, { finish: 'length' }],
    ['usage', { usage: { input: 1, cached: 0, output: 1, reasoning: 0 } }, {}],
  ])('tells when %s differs', (what, left, right) => {
    expect(differences({ ...base, ...left }, { ...base, ...right })).toEqual([
      expect.stringMatching(`^${what}:`),
    ]);
  });
  it('does not tell what dialects cannot say alike', () => {
    expect(differences({ ...base, finish: 'refusal' }, { ...base, finish: 'content-filter' })).toEqual([]);
    expect(differences({ ...base, calls: [{ ...call, id: '' }] }, { ...base, calls: [call] })).toEqual([]);
    expect(differences({ ...base, reasoning: 'a\nb' }, { ...base, reasoning: 'a\n\nb' })).toEqual([]);
    expect(differences({ ...base, finish: 'none' }, base)).toEqual([]);
  });
});

function chat(deltas: readonly object[], more: object = {}): string {
  const chunks = deltas.map((delta) => ({ data: { choices: [{ index: 0, delta }], ...more } }));
  return sseText([...chunks, { data: { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] } }]);
}

const fn = (name: string | undefined, args: string, rest: object = {}): object => ({
  tool_calls: [{ ...rest, function: { ...(name !== undefined && { name }), arguments: args } }],
});

describe('a reading of chat completions', () => {
  const read = (text: string): AnswerReading => readAnswer('openai-chat', text, true);
  it('tells calls apart without index, with one index for all, and with empty ids later', () => {
    const two = [
      { id: 'a', name: 'f', input: { x: 1 } },
      { id: 'b', name: 'g', input: { y: 2 } },
    ];
    expect(read(chat([fn('f', '{"x":1}', { id: 'a' }), fn('g', '{"y":2}', { id: 'b' })])).calls).toEqual(two);
    const one = { index: 0 };
    expect(
      read(chat([fn('f', '{"x":1}', { ...one, id: 'a' }), fn('g', '{"y":2}', { ...one, id: 'b' })])).calls,
    ).toEqual(two);
    const torn = [fn('f', '{"x"', { index: 0, id: 'a' }), fn('g', '{"y"', { index: 1, id: 'b' })];
    const rest = [fn(undefined, ':2}', { index: 1, id: '' }), fn(undefined, ':1}', { index: 0, id: null })];
    expect(read(chat([...torn, ...rest])).calls).toEqual(two);
  });
  it('takes thoughts under every name, once', () => {
    expect(read(chat([{ reasoning_content: 'x' }])).reasoning).toBe('x');
    expect(
      read(chat([{ reasoning: 'x', reasoning_details: [{ type: 'reasoning.text', text: 'x' }] }])).reasoning,
    ).toBe('x');
    const parts = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'x' }] },
      { type: 'text', text: 'y' },
    ];
    expect(read(chat([{ content: parts }]))).toMatchObject({ reasoning: 'x', text: 'y' });
  });
  it('takes the last usage, wherever it stands', () => {
    const usage = { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 };
    expect(
      read(
        chat([{ content: 'a' }], { usage: { ...usage, completion_tokens: 1, total_tokens: 6 } }) +
          chat([], {}) +
          sseText([{ data: { choices: [], usage } }]),
      ).usage,
    ).toEqual({ input: 5, cached: 0, output: 7, reasoning: 0 });
    expect(read(chat([{ content: 'a' }], { x_groq: { usage } })).usage?.output).toBe(7);
  });
  it.each([
    [
      'inside the completion (OpenAI)',
      {
        prompt_tokens: 10,
        completion_tokens: 20,
        total_tokens: 30,
        completion_tokens_details: { reasoning_tokens: 15 },
      },
      { output: 20, reasoning: 15 },
    ],
    [
      'beside the completion (xAI)',
      {
        prompt_tokens: 10,
        completion_tokens: 5,
        total_tokens: 30,
        completion_tokens_details: { reasoning_tokens: 15 },
      },
      { output: 20, reasoning: 15 },
    ],
    [
      'only in the total (Google)',
      { prompt_tokens: 10, completion_tokens: 5, total_tokens: 30 },
      { output: 20, reasoning: 15 },
    ],
    [
      'beside sound (Mistral)',
      { prompt_tokens: 10, completion_tokens: 5, total_tokens: 30, prompt_audio_seconds: 3 },
      { input: 25, output: 5, reasoning: 0 },
    ],
    [
      'cached beyond the prompt (Azure)',
      {
        prompt_tokens: 10,
        completion_tokens: 5,
        total_tokens: 15,
        prompt_tokens_details: { cached_tokens: 12 },
      },
      { input: 10, cached: 10 },
    ],
    [
      'cached by hits (DeepSeek)',
      {
        prompt_tokens: 10,
        completion_tokens: 5,
        total_tokens: 15,
        prompt_tokens_details: null,
        prompt_cache_hit_tokens: 8,
      },
      { cached: 8 },
    ],
  ])('reads usage with tokens %s', (_name, usage, wanted) => {
    expect(readAnswer('openai-chat', { choices: [], usage }, false).usage).toMatchObject(wanted);
  });
  it('tells an error within the stream', () => {
    expect(read(sseText([{ event: 'error', data: { error: { message: 'x' } } }])).finish).toBe('error');
  });
});

describe('a reading of responses', () => {
  it('joins items by output_index where ids change, and takes deltas of items that are not done', () => {
    const stream = sseText([
      { data: { type: 'response.output_item.added', output_index: 0, item: { id: 'x', type: 'message' } } },
      {
        data: {
          type: 'response.output_text.delta',
          output_index: 0,
          item_id: 'y',
          content_index: 0,
          delta: 'He',
        },
      },
      {
        data: {
          type: 'response.output_text.delta',
          output_index: 0,
          item_id: 'z',
          content_index: 0,
          delta: 'y',
        },
      },
      {
        data: {
          type: 'response.output_item.added',
          output_index: 1,
          item: { id: 'f', type: 'function_call', call_id: 'c', name: 'f' },
        },
      },
      { data: { type: 'response.function_call_arguments.delta', output_index: 1, delta: '{"a":' } },
    ]);
    expect(readAnswer('openai-responses', stream, true)).toMatchObject({
      text: 'Hey',
      calls: [{ id: 'c', name: 'f', input: '{"a":' }],
      finish: 'none',
    });
  });
  it('takes items from their end when the response comes without output (ChatGPT)', () => {
    const item = { type: 'message', content: [{ type: 'output_text', text: 'Hey' }] };
    const stream = sseText([
      { data: { type: 'response.output_item.done', output_index: 0, item } },
      { data: { type: 'response.completed', response: { status: 'completed', output: [] } } },
    ]);
    expect(readAnswer('openai-responses', stream, true)).toMatchObject({ text: 'Hey', finish: 'stop' });
  });
  it('tells a nested error', () => {
    const stream = sseText([{ data: { type: 'error', error: { message: 'x' } } }]);
    expect(readAnswer('openai-responses', stream, true).finish).toBe('error');
  });
});

describe('a reading of messages', () => {
  it('replaces the placeholder of message_start and counts every kind of input', () => {
    const stream = sseText([
      {
        data: {
          type: 'message_start',
          message: {
            usage: {
              input_tokens: 3,
              cache_read_input_tokens: 10,
              cache_creation_input_tokens: 20,
              output_tokens: 8,
            },
          },
        },
      },
      {
        data: {
          type: 'message_delta',
          delta: { stop_reason: 'end_turn' },
          usage: { output_tokens: 5, input_tokens: null },
        },
      },
    ]);
    expect(readAnswer('anthropic-messages', stream, true).usage).toEqual({
      input: 33,
      cached: 10,
      output: 5,
      reasoning: 0,
    });
  });
  it('takes state of hidden thoughts', () => {
    const content = [
      { type: 'redacted_thinking', data: 'd' },
      { type: 'thinking', thinking: '', signature: 's' },
    ];
    expect(readAnswer('anthropic-messages', { content, stop_reason: 'end_turn' }, false).state).toEqual([
      'd',
      's',
    ]);
  });
});

describe('a reading of Gemini', () => {
  it('reads an array, numbers for words, and calls without arguments', () => {
    const chunks = [
      { candidates: [{ content: { parts: [{ text: 'a' }] } }] },
      { candidates: [{ content: { parts: [{ functionCall: { name: 'f' } }] }, finishReason: 1 }] },
    ];
    expect(readAnswer('gemini-generate', JSON.stringify(chunks), true)).toMatchObject({
      text: 'a',
      calls: [{ id: '', name: 'f', input: {} }],
      finish: 'tool-calls',
    });
  });
  it('puts calls in pieces together', () => {
    const call = (functionCall: object): SseEvent => ({
      data: { candidates: [{ content: { parts: [{ functionCall }] } }] },
    });
    const stream = sseText([
      call({ name: 'f', willContinue: true }),
      call({ partialArgs: [{ jsonPath: '$.city', stringValue: 'Be' }], willContinue: true }),
      call({
        partialArgs: [
          { jsonPath: '$.city', stringValue: 'rn' },
          { jsonPath: '$.days[0]', numberValue: 2 },
        ],
      }),
    ]);
    expect(readAnswer('gemini-generate', stream, true).calls).toEqual([
      { id: '', name: 'f', input: { city: 'Bern', days: [2] } },
    ]);
  });
  it('reads an error object behind the events', () => {
    expect(
      readAnswer(
        'gemini-generate',
        'data: {"candidates":[]}\n\n{\n  "error": {\n    "code": 499\n  }\n}\n',
        true,
      ).finish,
    ).toBe('error');
  });
});
