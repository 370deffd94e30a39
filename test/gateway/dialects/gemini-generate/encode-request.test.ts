import { describe, expect, it } from 'vitest';
import type {
  Conversation,
  Part,
  ToolCallPart,
  ToolResultPart,
  Turn,
} from '../../../../src/gateway/dialects/conversation.ts';
import { standInSignature } from '../../../../src/gateway/dialects/gemini-generate/stand-in.ts';
import { type Fields, fieldsOf } from '../../../../src/gateway/dialects/json-value.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import { listAt, valueAt } from '../../../support/json-value.ts';
import { origin, read, write } from './codec-helpers.ts';

const at = '/messages/0';

function turn(role: Turn['role'], ...parts: readonly Part[]): Turn {
  return { role, parts, at };
}

const text = (value: string): Part => ({ kind: 'text', text: value, at });

function call(id: string, more: Partial<ToolCallPart> = {}): ToolCallPart {
  return { kind: 'tool-call', id, name: 'look', form: 'function', input: '{"a":1}', at, ...more };
}

function result(id: string, more: Partial<ToolResultPart> = {}): ToolResultPart {
  return { kind: 'tool-result', id, form: 'function', content: [text(`of ${id}`)], at, ...more };
}

const picture: Part = {
  kind: 'media',
  media: 'image',
  source: { kind: 'base64', mimeType: 'image/png', data: 'AA==' },
  at,
};
const state = { kind: 'gemini-signature', data: 's', origin } as const;

function contents(turns: readonly Turn[], target: { model?: string } = {}): readonly unknown[] {
  return listAt(write({ turns }, target), 'contents');
}

function losses(conversation: Partial<Conversation>, target = {}): readonly (readonly [string, string])[] {
  const collected = new Losses();
  write(conversation, target, collected);
  return collected.list.map(({ code, detail }) => [code, detail] as const);
}

describe('contents', () => {
  it('have the leading instructions before them, and alternate', () => {
    const body = write({
      turns: [
        turn('system', text('a')),
        turn('developer', text('b')),
        turn('user', text('c')),
        turn('user', text('d')),
        turn('assistant', text('e')),
      ],
    });
    expect(body).toEqual({
      systemInstruction: { parts: [{ text: 'a' }, { text: 'b' }] },
      contents: [
        { role: 'user', parts: [{ text: 'c' }, { text: 'd' }] },
        { role: 'model', parts: [{ text: 'e' }] },
      ],
    });
  });

  it('are the instruction itself when there is nothing else, since contents are obligatory', () => {
    expect(write({ turns: [turn('system', text('a'))] })).toEqual({
      contents: [{ role: 'user', parts: [{ text: 'a' }] }],
    });
  });

  it('have no content without parts and no empty text, and alternate all the same', () => {
    expect(contents([turn('user', text('a')), turn('assistant', text('')), turn('user', text('b'))])).toEqual(
      [{ role: 'user', parts: [{ text: 'a' }, { text: 'b' }] }],
    );
  });

  it('have media as bytes or by an address', () => {
    const media = (
      source: Extract<Part, { kind: 'media' }>['source'],
      kind: 'image' | 'document' = 'image',
    ): Part => ({ kind: 'media', media: kind, source, at });
    expect(
      contents([
        turn(
          'user',
          picture,
          media({ kind: 'url', url: 'https://example.com/a.webp?x=1' }),
          media({ kind: 'url', url: 'https://example.com/a', mimeType: 'image/png' }),
          media({ kind: 'text', text: 'Hi' }, 'document'),
        ),
      ]),
    ).toEqual([
      {
        role: 'user',
        parts: [
          { inlineData: { mimeType: 'image/png', data: 'AA==' } },
          { fileData: { mimeType: 'image/webp', fileUri: 'https://example.com/a.webp?x=1' } },
          { fileData: { mimeType: 'image/png', fileUri: 'https://example.com/a' } },
          { inlineData: { mimeType: 'text/plain', data: 'SGk=' } },
        ],
      },
    ]);
  });

  it('have a note in the place of a picture that Gemini cannot read', () => {
    const gif: Part = {
      kind: 'media',
      media: 'image',
      source: { kind: 'base64', mimeType: 'image/gif', data: 'AA==' },
      at,
    };
    expect(contents([turn('user', gif)])).toEqual([
      { role: 'user', parts: [{ text: '[image left out: this model cannot read it]' }] },
    ]);
    expect(losses({ turns: [turn('user', gif)] })).toMatchObject([['media', expect.any(String)]]);
  });

  it('have what other vendors’ tools found as text, and say what is lost', () => {
    const turns = [
      turn(
        'assistant',
        { kind: 'hosted', tool: 'web-search', text: 'found', dialect: 'anthropic-messages', value: {}, at },
        { kind: 'native', dialect: 'openai-responses', what: 'compaction', value: {}, at },
        { kind: 'reasoning', text: ['Hm.'], at },
        { kind: 'text', text: 'x', citations: [], phase: 'commentary', cache: {}, at },
      ),
    ];
    expect(contents(turns)).toEqual([{ role: 'model', parts: [{ text: 'found' }, { text: 'x' }] }]);
    expect(losses({ turns }).map(([code]) => code)).toEqual([
      'hosted',
      'part',
      'reasoning-text',
      'cache',
      'citation',
      'field',
    ]);
  });
});

describe('results', () => {
  const calls = turn('assistant', call('1'), call('2', { name: 'find' }));

  it('stand first, in the order of the calls, in one turn, with names', () => {
    expect(contents([calls, turn('user', text('next'), result('2')), turn('user', result('1'))])[1]).toEqual({
      role: 'user',
      parts: [
        { functionResponse: { id: '1', name: 'look', response: { output: 'of 1' } } },
        { functionResponse: { id: '2', name: 'find', response: { output: 'of 2' } } },
        { text: 'next' },
      ],
    });
  });

  it('are errors by Google’s convention', () => {
    expect(valueAt(contents([calls, turn('user', result('1', { isError: true }))]), 1, 'parts', 0)).toEqual({
      functionResponse: { id: '1', name: 'look', response: { error: 'of 1' } },
    });
  });

  it('have pictures inside for Gemini 3, and behind all results for models before it', () => {
    const turns = [calls, turn('user', result('1', { content: [text('see'), picture] }), result('2'))];
    const response = { id: '1', name: 'look', response: { output: 'see' } };
    const inlineData = { mimeType: 'image/png', data: 'AA==' };
    expect(listAt(contents(turns, { model: 'gemini-3-flash' }), 1, 'parts')).toMatchObject([
      { functionResponse: { ...response, parts: [{ inlineData }] } },
      { functionResponse: { id: '2' } },
    ]);
    expect(listAt(contents(turns, { model: 'gemini-2.5-pro' }), 1, 'parts')).toEqual([
      { functionResponse: response },
      { functionResponse: { id: '2', name: 'find', response: { output: 'of 2' } } },
      { text: '[Part of the result of look:]' },
      { inlineData },
    ]);
  });
});

describe('signatures of calls', () => {
  const parts = (...given: readonly Part[]): readonly unknown[] =>
    listAt(contents([turn('assistant', ...given)]), 0, 'parts');

  it('are those that came, byte for byte', () => {
    expect(parts(call('1', { opaque: state }))).toEqual([
      { functionCall: { id: '1', name: 'look', args: { a: 1 } }, thoughtSignature: 's' },
    ]);
  });

  it('are stood in for at the first call of a turn only', () => {
    const signatures = parts(text('x'), call('1'), call('2')).map((part) =>
      valueAt(part, 'thoughtSignature'),
    );
    expect(signatures).toEqual([undefined, standInSignature, undefined]);
  });

  it('are not stood in for where the first has one', () => {
    const signatures = parts(call('1', { opaque: state }), call('2')).map((part) =>
      valueAt(part, 'thoughtSignature'),
    );
    expect(signatures).toEqual(['s', undefined]);
  });

  it('are those of the reasoning before, where other dialects keep them', () => {
    expect(parts({ kind: 'reasoning', text: ['Hm.'], opaque: state, at }, call('1'))).toEqual([
      { functionCall: { id: '1', name: 'look', args: { a: 1 } }, thoughtSignature: 's' },
    ]);
  });

  it('are never put on a call that its client sent without', () => {
    const contents = [{ role: 'model', parts: [{ functionCall: { name: 'f', args: {} } }] }];
    expect(write(read({ contents }), { model: 'gemini-3-pro' })).toEqual({ contents });
  });

  it('are stood in for where one was taken away since it belongs to another account', () => {
    const own = read({
      contents: [
        { role: 'model', parts: [{ functionCall: { id: 'a', name: 'f', args: {} }, thoughtSignature: 's' }] },
      ],
    });
    const turns = own.turns.map((one) => ({
      ...one,
      parts: one.parts.map((part) =>
        part.kind === 'tool-call' ? { ...call('a'), name: 'f', input: '{}' } : part,
      ),
    }));
    expect(valueAt(write({ ...own, turns }), 'contents', 0, 'parts', 0, 'thoughtSignature')).toBe(
      standInSignature,
    );
  });

  it('that stand in are no state, and stand in again', () => {
    const call = { functionCall: { id: 'a', name: 'f', args: {} }, thoughtSignature: standInSignature };
    const bytes = { ...call, thoughtSignature: Buffer.from(standInSignature).toString('base64') };
    for (const one of [call, bytes]) {
      const own = read({ contents: [{ role: 'model', parts: [one] }] });
      expect(own.turns[0]?.parts[0]).not.toHaveProperty('opaque');
      expect(write(own).contents).toEqual([{ role: 'model', parts: [call] }]);
    }
  });

  it('are of Google only', () => {
    const foreign = { kind: 'anthropic-signature', data: 'x' } as const;
    const turns = [turn('assistant', { kind: 'text', text: 'x', opaque: foreign, at })];
    expect(contents(turns)).toEqual([{ role: 'model', parts: [{ text: 'x' }] }]);
    expect(losses({ turns })[0]?.[0]).toBe('opaque');
  });
});

it('keeps arguments that are no object under a name', () => {
  const turns = [turn('assistant', call('1', { input: '[1' }), call('2', { input: '' }))];
  expect(listAt(contents(turns), 0, 'parts')).toMatchObject([
    { functionCall: { args: { input: '[1' } } },
    { functionCall: { args: {} } },
  ]);
  expect(losses({ turns })).toMatchObject([['value', 'arguments that are no JSON object']]);
});

describe('tools', () => {
  const tool = (name: string, more: Fields = {}): Conversation['tools'][number] => ({
    kind: 'function',
    name,
    schema: {
      type: 'object',
      properties: { a: { type: 'string', default: 'x' } },
      additionalProperties: false,
    },
    at: '/tools/0',
    ...more,
  });

  it('are declarations with a cleaned schema, and its losses have the tool’s place', () => {
    const collected = new Losses();
    const body = write({ tools: [tool('look', { description: 'Looks.' })] }, {}, collected);
    expect(body.tools).toEqual([
      {
        functionDeclarations: [
          {
            name: 'look',
            description: 'Looks.',
            parameters: { type: 'OBJECT', properties: { a: { type: 'STRING' } } },
          },
        ],
      },
    ]);
    expect(collected.list).toEqual([
      { code: 'schema', path: '/tools/0', detail: 'additionalProperties' },
      { code: 'schema', path: '/tools/0', detail: 'default' },
    ]);
  });

  it('of other vendors are Google’s where it has them, but not beside functions', () => {
    const search = {
      kind: 'hosted',
      tool: 'web-search',
      dialect: 'openai-responses',
      value: {},
      maxUses: 3,
      at,
    } as const;
    expect(write({ tools: [search] }).tools).toEqual([{ googleSearch: {} }]);
    expect(losses({ tools: [search] })).toEqual([['tool', 'maxUses of web-search']]);
    expect(write({ tools: [search, tool('look')] }).tools).toMatchObject([{ functionDeclarations: [{}] }]);
    expect(losses({ tools: [search, tool('look', { schema: {} })] })).toEqual([
      ['tool', 'web-search beside functions'],
    ]);
  });

  it.each([
    [{ kind: 'auto' }, { mode: 'AUTO' }],
    [{ kind: 'none' }, { mode: 'NONE' }],
    [{ kind: 'required' }, { mode: 'ANY' }],
    [
      { kind: 'tool', name: 'a' },
      { mode: 'ANY', allowedFunctionNames: ['a'] },
    ],
    [{ kind: 'tool', name: 'gone' }, undefined],
    [
      { kind: 'some', names: ['a', 'b'], required: true },
      { mode: 'ANY', allowedFunctionNames: ['a', 'b'] },
    ],
  ] as const)('are chosen: %j', (toolChoice, config) => {
    const body = write({ tools: [tool('a'), tool('b')], toolChoice });
    expect(valueAt(body, 'toolConfig', 'functionCallingConfig')).toEqual(config);
  });

  it('are only those of which one may be chosen', () => {
    const body = write({
      tools: [tool('a'), tool('b')],
      toolChoice: { kind: 'some', names: ['b'], required: false },
    });
    expect(body.tools).toMatchObject([{ functionDeclarations: [{ name: 'b' }] }]);
    expect(valueAt(body, 'toolConfig', 'functionCallingConfig')).toEqual({ mode: 'AUTO' });
  });

  it('have no choice without functions, which Google refuses', () => {
    expect(write({ toolChoice: { kind: 'auto' } }).toolConfig).toBeUndefined();
    expect(losses({ toolChoice: { kind: 'required' } })[0]?.[0]).toBe('tool-choice');
  });
});

describe('settings', () => {
  const config = (conversation: Partial<Conversation>, target = {}): unknown =>
    write({ turns: [turn('user', text('x'))], ...conversation }, target).generationConfig;

  it('are written where Google has them', () => {
    expect(
      config({
        sampling: {
          temperature: 1,
          topP: 0.5,
          topK: 3,
          seed: 7,
          presencePenalty: 0.1,
          frequencyPenalty: 0.2,
        },
        maxTokens: 100,
        stop: ['END'],
      }),
    ).toEqual({
      temperature: 1,
      topP: 0.5,
      topK: 3,
      seed: 7,
      presencePenalty: 0.1,
      frequencyPenalty: 0.2,
      maxOutputTokens: 100,
      stopSequences: ['END'],
    });
  });

  it('are clipped to what the model and the API take', () => {
    expect(config({ maxTokens: 128_000 }, { outputLimit: 65_536 })).toEqual({ maxOutputTokens: 65_536 });
    expect(config({ stop: ['1', '2', '3', '4', '5', '6'] })).toEqual({
      stopSequences: ['1', '2', '3', '4', '5'],
    });
    const codes = losses({ maxTokens: 9, stop: ['1', '2', '3', '4', '5', '6'] }, { outputLimit: 5 });
    expect(codes.map(([code]) => code)).toEqual(['value', 'value']);
  });

  it('ask for JSON by a cleaned schema, whose name is its title', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false };
    expect(config({ output: { format: { kind: 'json', schema, name: 'answer', strict: true } } })).toEqual({
      responseMimeType: 'application/json',
      responseSchema: { type: 'OBJECT', properties: { a: { type: 'STRING' } }, title: 'answer' },
    });
    expect(config({ output: { format: { kind: 'json' } } })).toEqual({
      responseMimeType: 'application/json',
    });
  });

  it('tell a model before Gemini 3 the form in words when it has functions, which refuses both together', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } } };
    const asked = {
      turns: [{ role: 'user', parts: [text('go')], at }],
      tools: [{ kind: 'function', name: 'look', schema: { type: 'object' }, at }],
      output: { format: { kind: 'json', schema, name: 'answer' } },
    } as const;
    const old = write(asked, { model: 'gemini-2.5-flash' });
    expect(old.generationConfig).toBeUndefined();
    expect(JSON.stringify(old.systemInstruction)).toContain(
      JSON.stringify(JSON.stringify(schema)).slice(1, -1),
    );
    expect(losses(asked, { model: 'gemini-2.5-flash' })).toEqual([
      ['value', 'the form of the answer is told in words'],
    ]);
    const modern = write(asked, { model: 'gemini-3-pro' });
    expect(modern.generationConfig).toMatchObject({ responseMimeType: 'application/json' });
    expect(modern.systemInstruction).toBeUndefined();
  });

  it('say what has no place', () => {
    expect(
      losses({
        sampling: { count: 2, logprobs: true },
        output: { verbosity: 'low' },
        metadata: {
          user: 'u',
          pairs: { a: 'b' },
          store: true,
          previousResponseId: 'r',
          serviceTier: 'scale',
        },
        cache: { key: 'k', retention: '24h', mark: {} },
        extra: [{ at: '/stream_options', value: {} }],
      }).map(([code, detail]) => `${code}: ${detail}`),
    ).toEqual([
      'count: 2 answers',
      'logprobs: token probabilities',
      'field: verbosity',
      'field: id of the end user',
      'field: metadata',
      'field: store',
      'field: previous response',
      'value: service tier scale',
      'field: stream_options',
      'cache: cache mark',
      'field: key of the prompt cache',
      'field: retention of the prompt cache',
    ]);
  });
});

describe('thinking', () => {
  const thinking = (reasoning: Conversation['reasoning'], target = {}): unknown =>
    fieldsOf(write({ reasoning }, target).generationConfig)?.thinkingConfig;

  it.each([
    ['minimal', 'MINIMAL', 1024],
    ['low', 'LOW', 1024],
    ['medium', 'MEDIUM', 8192],
    ['high', 'HIGH', 24_576],
    ['xhigh', 'HIGH', 24_576],
    ['max', 'HIGH', 24_576],
  ] as const)('of effort %s is level %s or %d tokens', (effort, thinkingLevel, thinkingBudget) => {
    expect(thinking({ effort }, { thinking: 'effort' })).toEqual({ thinkingLevel });
    expect(thinking({ effort }, { thinking: 'budget' })).toEqual({ thinkingBudget });
    expect(thinking({ effort }, { thinking: 'none' })).toBeUndefined();
    expect(thinking({ effort })).toEqual({ thinkingBudget });
  });

  it.each([
    [0, 'MINIMAL'],
    [1000, 'LOW'],
    [5000, 'MEDIUM'],
    [20_000, 'HIGH'],
  ])('of %d tokens is level %s', (budget, thinkingLevel) => {
    expect(thinking({ budget }, { thinking: 'effort' })).toEqual({ thinkingLevel });
    expect(thinking({ budget }, { thinking: 'budget' })).toEqual({ thinkingBudget: budget });
  });

  it('cannot be switched off for a model that is told a level, nor for one of which nothing is known', () => {
    expect(thinking({ effort: 'none' }, { thinking: 'budget' })).toEqual({ thinkingBudget: 0 });
    expect(thinking({ effort: 'none' }, { thinking: 'effort', model: 'gemini-3-flash' })).toEqual({
      thinkingLevel: 'MINIMAL',
    });
    expect(thinking({ effort: 'minimal' }, { thinking: 'effort', model: 'gemini-3-pro-preview' })).toEqual({
      thinkingLevel: 'LOW',
    });
    expect(thinking({ effort: 'none' })).toBeUndefined();
    expect(losses({ reasoning: { effort: 'none' } })[0]?.[0]).toBe('value');
  });

  it('is left to the model where the client does so', () => {
    expect(thinking({ adaptive: true }, { thinking: 'budget' })).toEqual({ thinkingBudget: -1 });
    expect(thinking({ adaptive: true }, { thinking: 'effort' })).toBeUndefined();
    expect(thinking({ adaptive: true })).toBeUndefined();
  });

  it('is shown to a client that wants to see it', () => {
    expect(thinking({ show: true })).toEqual({ includeThoughts: true });
    expect(thinking({ show: true, effort: 'low' }, { thinking: 'effort' })).toEqual({
      thinkingLevel: 'LOW',
      includeThoughts: true,
    });
    expect(thinking({ show: true, effort: 'none' }, { thinking: 'budget' })).toEqual({ thinkingBudget: 0 });
    expect(thinking({ show: true }, { thinking: 'none' })).toBeUndefined();
    expect(thinking({ show: false })).toBeUndefined();
  });
});
