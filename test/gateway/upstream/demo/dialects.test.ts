import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask, json } from './ask.ts';
import {
  events,
  readChatStream,
  readGeminiChunks,
  readMessagesStream,
  readResponsesStream,
  type Understood,
} from './readers.ts';

const schema = { type: 'object', properties: { cmd: { type: 'string' } }, required: ['cmd'] };

/** The same question, with a tool `shell`, in every dialect: whole and as a stream. */
const dialects: Record<
  string,
  { whole(said: string): Promise<Understood>; stream(said: string): Promise<Understood> }
> = {
  'openai-chat': {
    whole: async (said) => {
      const { choices, usage } = json(await ask('/v1/chat/completions', chat(said)));
      expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens);
      const { content, tool_calls: calls } = choices[0].message;
      expect(choices[0].finish_reason).toBe(calls === undefined ? 'stop' : 'tool_calls');
      if (calls === undefined) return { text: content };
      const { name, arguments: input } = calls[0].function;
      return { text: '', call: { name, input, id: calls[0].id } };
    },
    stream: async (said) => {
      const answer = await ask('/v1/chat/completions', { ...chat(said), stream: true });
      const usage = { stream: true, stream_options: { include_usage: true } };
      const counted = await ask('/v1/chat/completions', { ...chat(said), ...usage });
      expect(readChatStream(counted.body, true).text).toBe(readChatStream(answer.body, false).text);
      return readChatStream(answer.body, false);
    },
  },
  'openai-responses': {
    whole: async (said) => {
      const { output, status } = json(await ask('/v1/responses', responses(said)));
      expect(status).toBe('completed');
      const [item] = output;
      if (item.type === 'message') return { text: item.content[0].text };
      return { text: '', call: { name: item.name, input: item.arguments, id: item.call_id } };
    },
    stream: async (said) =>
      readResponsesStream((await ask('/v1/responses', { ...responses(said), stream: true })).body),
  },
  'anthropic-messages': {
    whole: async (said) => {
      const { content, stop_reason: reason } = json(await ask('/v1/messages?beta=true', messages(said)));
      expect(reason).toBe(content[0].type === 'text' ? 'end_turn' : 'tool_use');
      const [block] = content;
      if (block.type === 'text') return { text: block.text };
      return { text: '', call: { name: block.name, input: JSON.stringify(block.input), id: block.id } };
    },
    stream: async (said) =>
      readMessagesStream((await ask('/v1/messages', { ...messages(said), stream: true })).body),
  },
  'gemini-generate': {
    whole: async (said) =>
      readGeminiChunks([json(await ask('/v1beta/models/demo:generateContent', gemini(said)))]),
    stream: async (said) => {
      const sse = await ask('/v1beta/models/demo:streamGenerateContent?alt=sse', gemini(said));
      const asList = json(await ask('/v1/models/demo:streamGenerateContent', gemini(said)));
      const read = readGeminiChunks(events(sse.body, '\r\n').map((event) => event.data));
      expect(readGeminiChunks(asList).text).toBe(read.text);
      return read;
    },
  },
};

function chat(said: string) {
  const tools = [{ type: 'function', function: { name: 'shell', parameters: schema } }];
  return { model: 'demo', messages: [{ role: 'user', content: said }], tools };
}
function responses(said: string) {
  return { model: 'demo', input: said, tools: [{ type: 'function', name: 'shell', parameters: schema }] };
}
function messages(said: string) {
  const tools = [{ name: 'shell', input_schema: schema }];
  return { model: 'demo', max_tokens: 9, messages: [{ role: 'user', content: said }], tools };
}
function gemini(said: string) {
  const tools = [{ functionDeclarations: [{ name: 'shell', parametersJsonSchema: schema }] }];
  return { contents: [{ role: 'user', parts: [{ text: said }] }], tools };
}

describe.each(Object.entries(dialects))('in %s the demo provider', (_name, dialect) => {
  it('says who it is and repeats the user’s words, whole and as a stream', async () => {
    const whole = await dialect.whole('Wie geht’s?');
    expect(whole.text).toContain('demo provider');
    expect(whole.text).toContain('Wie geht’s?');
    expect((await dialect.stream('Wie geht’s?')).text).toBe(whole.text);
  });

  it('keeps the grammar whatever is said', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (said) => {
        expect((await dialect.stream(said)).text).toBe((await dialect.whole(said)).text);
      }),
      { numRuns: 30 },
    );
  });

  it('calls the tool that it is told to, with the input that it is given', async () => {
    const said = 'please /tool shell {"cmd": "echo \\"}\\" ümlaut and a rather long command line"} thanks';
    for (const way of ['whole', 'stream'] as const) {
      const { call } = await dialect[way](said);
      expect(call?.name).toBe('shell');
      expect(JSON.parse(call?.input ?? '')).toEqual({
        cmd: 'echo "}" ümlaut and a rather long command line',
      });
      expect(call?.id).not.toBe('');
    }
  });

  it('makes up the smallest input that fits when none is given', async () => {
    expect(JSON.parse((await dialect.stream('/tool shell')).call?.input ?? '')).toEqual({ cmd: 'demo' });
  });

  it('names the tools when there is no such one', async () => {
    const { text, call } = await dialect.whole('/tool other {}');
    expect(call).toBeUndefined();
    expect(text).toContain('shell');
  });
});

describe('the older completions', () => {
  it('answer whole and as a stream', async () => {
    const body = { model: 'demo', prompt: ['first', 'def f('] };
    const whole = json(await ask('/v1/completions', body));
    expect(whole.choices[0]).toMatchObject({ index: 0, finish_reason: 'stop' });
    expect(whole.choices[0].text).toContain('def f(');
    const stream = await ask('/v1/completions', {
      ...body,
      stream: true,
      stream_options: { include_usage: true },
    });
    const all = events(stream.body).map((event) => event.data);
    expect(all.pop()).toBe('[DONE]');
    const usage = all.pop();
    expect([usage.choices, usage.usage.total_tokens]).toEqual([[], whole.usage.total_tokens]);
    expect(all.at(-1).choices[0].finish_reason).toBe('stop');
    expect(all.map((chunk) => chunk.choices[0].text).join('')).toBe(whole.choices[0].text);
  });
});

describe('embeddings', () => {
  const norm = (values: readonly number[]): number => Math.hypot(...values);

  it('depend on the text alone, have length 1 and the size that was asked for', async () => {
    const answer = json(
      await ask('/v1/embeddings', { model: 'demo', input: ['a', 'b', 'a'], dimensions: 8 }),
    );
    const vectors = answer.data.map((one: { embedding: number[] }) => one.embedding);
    expect(answer.data.map((one: { index: number }) => one.index)).toEqual([0, 1, 2]);
    expect(vectors[0]).toEqual(vectors[2]);
    expect(vectors[0]).not.toEqual(vectors[1]);
    for (const values of vectors) {
      expect(values).toHaveLength(8);
      expect(norm(values)).toBeCloseTo(1);
    }
    expect(answer.usage.total_tokens).toBe(answer.usage.prompt_tokens);
  });

  it('come as base64 of 32-bit floats when the SDKs ask for it', async () => {
    const asked = { model: 'demo', input: 'a', dimensions: 4 };
    const plain = json(await ask('/v1/embeddings', asked)).data[0].embedding;
    const packed = json(await ask('/v1/embeddings', { ...asked, encoding_format: 'base64' })).data[0]
      .embedding;
    const bytes = Buffer.from(packed, 'base64');
    expect(bytes).toHaveLength(16);
    plain.forEach((value: number, at: number) => {
      expect(bytes.readFloatLE(at * 4)).toBeCloseTo(value);
    });
  });

  it('take tokens, one text or several, and are bounded', async () => {
    const count = async (input: unknown) =>
      json(await ask('/v1/embeddings', { model: 'demo', input })).data.length;
    expect(await count('a')).toBe(1);
    expect(await count([1, 2, 3])).toBe(1);
    expect(await count([[1], [2]])).toBe(2);
    const huge = json(await ask('/v1/embeddings', { model: 'demo', input: 'a', dimensions: 1e9 }));
    expect(huge.data[0].embedding).toHaveLength(4096);
  });

  it('work in Gemini’s way', async () => {
    const content = { parts: [{ text: 'a' }] };
    const one = json(await ask('/v1beta/models/demo:embedContent', { content, outputDimensionality: 3 }));
    expect(one.embedding.values).toHaveLength(3);
    const requests = [{ content, outputDimensionality: 3 }, { content: { parts: [{ text: 'b' }] } }];
    const both = json(await ask('/v1beta/models/demo:batchEmbedContents', { requests }));
    expect(both.embeddings[0]).toEqual(one.embedding);
    expect(both.embeddings[1].values).toHaveLength(256);
  });
});

describe('counting and lists', () => {
  it('count tokens in three ways', async () => {
    const hello = { role: 'user', content: 'hello' };
    const messages = json(await ask('/v1/messages/count_tokens', { model: 'demo', messages: [hello] }));
    expect(messages.input_tokens).toBeGreaterThan(0);
    const responses = json(await ask('/v1/responses/input_tokens', { model: 'demo', input: 'hello' }));
    expect(responses).toMatchObject({ object: 'response.input_tokens', input_tokens: expect.any(Number) });
    const gemini = json(await ask('/v1beta/models/demo:countTokens', { contents: [] }));
    expect(gemini.totalTokens).toBeGreaterThan(0);
  });

  it('list the one model for everybody', async () => {
    expect(json(await ask('/v1/models'))).toMatchObject({
      object: 'list',
      data: [{ id: 'demo', object: 'model' }],
    });
    const anthropic = ['anthropic-version', '2023-06-01'];
    expect(json(await ask('/v1/models?limit=1000', undefined, anthropic))).toMatchObject({
      data: [{ type: 'model', id: 'demo', display_name: 'Demo', created_at: expect.stringMatching(/Z$/) }],
      has_more: false,
    });
    const google = { models: [{ name: 'models/demo' }] };
    expect(json(await ask('/v1beta/models?pageSize=1000'))).toMatchObject(google);
    expect(json(await ask('/v1/models', undefined, ['x-goog-api-key', 'k']))).toMatchObject(google);
    expect(json(await ask('/v1/models/demo'))).toMatchObject({ id: 'demo' });
    expect((await ask('/v1/models/gpt-5.5')).status).toBe(404);
  });

  it('know nothing else', async () => {
    expect((await ask('/v1/files')).status).toBe(404);
    expect((await ask('/v1/images/generations', { model: 'demo' })).status).toBe(404);
    expect((await ask('/v1beta/models/demo:predict', {})).status).toBe(404);
  });
});
