import { describe, expect, it } from 'vitest';
import { anthropicMessagesCodec } from '../../../../src/gateway/dialects/anthropic-messages/codec.ts';
import { strictSchema } from '../../../../src/gateway/dialects/anthropic-messages/strict-schema.ts';
import { toolSchema } from '../../../../src/gateway/dialects/anthropic-messages/tool-schema.ts';
import type { Conversation, HostedTool, Tool, Turn } from '../../../../src/gateway/dialects/conversation.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { CodecRun, emptyConversation, lost } from '../../../support/run-codec.ts';

const { read, write } = new CodecRun(anthropicMessagesCodec);

const ask: Turn = { role: 'user', parts: [{ kind: 'text', text: 'Hi', at: '/x' }], at: '/t' };
const f: Tool = { kind: 'function', name: 'f', schema: { type: 'object', properties: {} }, at: '/tools/0' };
const g: Tool = { ...f, name: 'g', at: '/tools/1' };

function written(more: Partial<Conversation>) {
  const { body, losses } = write(
    { ...emptyConversation, turns: [ask], ...more },
    { quirks: { mostCacheMarks: 0 } },
  );
  return { tools: body.tools, choice: body.tool_choice, losses: lost(losses) };
}

describe('tools', () => {
  it('are functions with a schema, also without arguments', () => {
    const bare: Tool = { kind: 'function', name: 'now', description: '', at: '/tools/0' };
    expect(written({ tools: [bare, { ...f, description: 'D', strict: false }] })).toEqual({
      tools: [
        { name: 'now', input_schema: { type: 'object', properties: {} } },
        { name: 'f', description: 'D', input_schema: { type: 'object', properties: {} } },
      ],
      losses: [],
    });
  });

  it('lose what only other dialects know', () => {
    const tool: Tool = { ...f, examples: [{}], rest: { cost: 1 }, deferred: true };
    expect(
      written({
        tools: [tool, { kind: 'native', dialect: 'openai-responses', what: 'x', value: {}, at: '/n' }],
      }),
    ).toMatchObject({
      tools: [{ name: 'f' }],
      losses: ['field /tools/0', 'tool /tools/0', 'field /tools/0', 'tool /n'],
    });
  });

  it('have names of their own', () => {
    expect(written({ tools: [f, { ...f, at: '/tools/1' }] })).toMatchObject({
      tools: [{ name: 'f' }],
      losses: ['tool /tools/1'],
    });
  });

  it('that take free text are functions of one argument', () => {
    const custom: Tool = {
      kind: 'custom',
      name: 'apply_patch',
      description: 'Patch',
      format: { type: 'grammar', syntax: 'lark', definition: 'x' },
      at: '/tools/0',
    };
    expect(written({ tools: [custom] })).toMatchObject({
      tools: [{ name: 'apply_patch', input_schema: { required: ['input'] } }],
      losses: ['grammar /tools/0'],
    });
  });

  it('of the provider are those that Anthropic has, too', () => {
    const hosted = (tool: HostedTool['tool'], more: Partial<HostedTool> = {}): Tool => ({
      ...{ kind: 'hosted', tool, dialect: 'openai-responses', value: {}, at: `/${tool}` },
      ...more,
    });
    const search = hosted('web-search', {
      allowedDomains: ['a.example'],
      blockedDomains: ['b.example'],
      maxUses: 3,
      place: { city: 'Bern', type: 'approximate', postcode: 1 },
    });
    expect(
      written({
        tools: [search, hosted('web-fetch'), hosted('code'), hosted('image'), hosted('file-search')],
      }),
    ).toEqual({
      tools: [
        {
          type: 'web_search_20250305',
          name: 'web_search',
          max_uses: 3,
          allowed_domains: ['a.example'],
          user_location: { type: 'approximate', city: 'Bern' },
        },
        { type: 'web_fetch_20250910', name: 'web_fetch' },
        { type: 'code_execution_20250825', name: 'code_execution' },
      ],
      losses: ['value /web-search', 'tool /image', 'tool /file-search'],
    });
  });

  it('of a Messages client are as they were, typed, deferred and added ones, too', () => {
    const tools = [
      {
        name: 'f',
        input_schema: { anyOf: [{}] },
        defer_loading: true,
        input_examples: [{ a: 1 }],
        strict: false,
      },
      { name: 'late', input_schema: {}, defer_loading: true },
      { type: 'bash_20250124', name: 'bash', cache_control: { type: 'ephemeral' } },
      {
        type: 'advisor_20260301',
        name: 'advisor',
        model: 'm',
        cache_control: { type: 'ephemeral', ttl: '1h' },
      },
      { name: 'off', input_schema: {} },
    ];
    const definition = { name: 'new', input_schema: {} };
    const change = (type: string, tool: object) => ({ role: 'system', content: [{ type, tool }] });
    const messages = [
      { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      change('tool_addition', { type: 'tool_definition', definition }),
      change('tool_addition', { type: 'tool_reference', name: 'late' }),
      change('tool_removal', { type: 'tool_reference', name: 'off' }),
    ];
    const { body, losses } = write(read({ max_tokens: 5, tools, messages }));
    expect(body).toEqual({ model: 'm', max_tokens: 5, tools, messages });
    expect(lost(losses)).toEqual([]);
  });

  it('of the history stand by their names when none is offered', () => {
    const turns: readonly Turn[] = [
      ask,
      {
        role: 'assistant',
        parts: [{ kind: 'tool-call', id: 'a', name: 'exec', form: 'function', input: '', at: '/a' }],
        at: '/t',
      },
      {
        role: 'user',
        parts: [{ kind: 'tool-result', id: 'a', form: 'function', content: [], at: '/r' }],
        at: '/t',
      },
    ];
    expect(written({ turns })).toEqual({
      tools: [{ name: 'exec', input_schema: { type: 'object', properties: {} } }],
      choice: { type: 'none' },
      losses: [],
    });
  });
});

describe('the choice of tools', () => {
  it.each<[Partial<Conversation>, unknown, readonly string[]]>([
    [{}, undefined, []],
    [{ toolChoice: { kind: 'auto' } }, { type: 'auto' }, []],
    [{ toolChoice: { kind: 'none' }, parallelTools: false }, { type: 'none' }, []],
    [{ toolChoice: { kind: 'required' } }, { type: 'any' }, []],
    [
      { toolChoice: { kind: 'tool', name: 'f' }, parallelTools: false },
      { type: 'tool', name: 'f', disable_parallel_tool_use: true },
      [],
    ],
    [{ parallelTools: false }, { type: 'auto', disable_parallel_tool_use: true }, []],
    [{ parallelTools: true }, undefined, []],
    [
      { toolChoice: { kind: 'native', dialect: 'openai-responses', value: 'x' } },
      undefined,
      ['tool-choice /tool_choice'],
    ],
    [{ toolChoice: { kind: 'tool', name: 'gone' } }, { type: 'auto' }, ['tool-choice /tool_choice']],
    [{ toolChoice: { kind: 'required' }, tools: [] }, undefined, ['tool-choice /tool_choice']],
    [{ toolChoice: { kind: 'auto' }, tools: [], parallelTools: false }, undefined, []],
  ])('%j is %j', (more, choice, losses) => {
    const found = written({ tools: [f], ...more });
    expect(JSON.parse(JSON.stringify(found.choice ?? null))).toEqual(choice ?? null);
    expect(found.losses).toEqual(losses);
  });

  it('may be a hosted tool by its name elsewhere', () => {
    const search: Tool = {
      ...{ kind: 'hosted', tool: 'web-search', name: 'web_search_preview', dialect: 'openai-responses' },
      ...{ value: {}, at: '/tools/0' },
    };
    const found = written({ tools: [search], toolChoice: { kind: 'tool', name: 'web_search_preview' } });
    expect(found).toMatchObject({ choice: { type: 'tool', name: 'web_search' }, losses: [] });
  });

  it('among some offers no others', () => {
    const found = written({ tools: [f, g], toolChoice: { kind: 'some', names: ['g'], required: true } });
    expect(found).toMatchObject({ tools: [{ name: 'g' }], choice: { type: 'any' }, losses: [] });
    expect((found.tools as unknown[]).length).toBe(1);
  });
});

describe('the schema of a tool', () => {
  const fitted = (schema: Fields) => {
    const gone: string[] = [];
    return { schema: toolSchema(schema, (detail) => gone.push(detail)), gone: gone.length };
  };

  it.each<[string, Fields, Fields, number]>([
    [
      'stays when it is good',
      { type: 'object', properties: { a: {} }, required: ['a'] },
      { type: 'object', properties: { a: {} }, required: ['a'] },
      0,
    ],
    ['is an object', { properties: { a: {} } }, { type: 'object', properties: { a: {} } }, 0],
    ['is an object, not perhaps one', { type: ['object', 'null'] }, { type: 'object' }, 0],
    ['is an object, whatever it was', { type: 'string' }, { type: 'object' }, 1],
    [
      'has the arguments of all alternatives',
      {
        type: 'object',
        properties: { z: {} },
        oneOf: [
          { properties: { a: {}, b: {} }, required: ['a', 'b'] },
          { properties: { a: {} }, required: ['a'] },
        ],
      },
      { type: 'object', properties: { z: {}, a: {}, b: {} }, required: ['a'] },
      1,
    ],
    [
      'has all of allOf',
      {
        allOf: [
          { type: 'object', properties: { a: {} }, required: ['a'] },
          { properties: { b: {} }, required: ['b'] },
        ],
      },
      { type: 'object', properties: { a: {}, b: {} }, required: ['a', 'b'] },
      0,
    ],
    [
      'follows a reference at the top',
      { $ref: '#/definitions/T', definitions: { T: { type: 'object', properties: { a: {} } } } },
      {
        type: 'object',
        properties: { a: {} },
        definitions: { T: { type: 'object', properties: { a: {} } } },
      },
      0,
    ],
    ['drops a reference to nowhere', { $ref: 'https://a.example/x' }, { type: 'object' }, 1],
    [
      'has names that are taken',
      { type: 'object', properties: { $filter: {}, a: {} }, required: ['$filter', 'a'] },
      { type: 'object', properties: { a: {} }, required: ['a'] },
      1,
    ],
    [
      'is written in the words of today',
      {
        type: 'OBJECT',
        properties: {
          type: { type: 'STRING', nullable: true, enum: ['x'] },
          pair: { type: 'array', items: [{ type: 'NUMBER' }], additionalItems: false },
          low: { type: 'number', minimum: 1, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: false },
          odd: { type: 'file', required: true },
        },
      },
      {
        type: 'object',
        properties: {
          type: { type: ['string', 'null'], enum: ['x', null] },
          pair: { type: 'array', prefixItems: [{ type: 'number' }], items: false },
          low: { type: 'number', exclusiveMinimum: 1, maximum: 5 },
          odd: {},
        },
      },
      0,
    ],
  ])('%s', (_name, schema, expected, count) => {
    expect(fitted(schema)).toEqual({ schema: expected, gone: count });
  });

  it('that is strict allows no other arguments and is held to what can be checked', () => {
    const gone: string[] = [];
    const schema = {
      type: 'object',
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: {
        mail: { type: 'string', format: 'email', minLength: 3, description: 'An address.' },
        code: { type: 'string', format: 'odd' },
        some: { type: 'array', items: { type: 'object', properties: {} }, minItems: 2 },
        either: { oneOf: [{ type: 'string' }, { type: 'null' }] },
        format: { const: 'x' },
      },
      required: ['mail'],
      additionalProperties: { type: 'string' },
    };
    expect(strictSchema(schema, (detail) => gone.push(detail))).toEqual({
      type: 'object',
      properties: {
        mail: { type: 'string', format: 'email', description: 'An address.\n\n{minLength: 3}' },
        code: { type: 'string', description: '{format: "odd"}' },
        some: {
          type: 'array',
          items: { type: 'object', properties: {}, additionalProperties: false },
          description: '{minItems: 2}',
        },
        either: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        format: { const: 'x' },
      },
      required: ['mail'],
      additionalProperties: false,
    });
    expect(gone).toHaveLength(4);
  });
});

describe('structured output', () => {
  it('is a schema with its name and description inside', () => {
    const format = {
      kind: 'json',
      name: 'n',
      description: 'D',
      schema: { type: 'object', properties: {} },
      strict: true,
    } as const;
    const { body, losses } = write({ ...emptyConversation, turns: [ask], output: { format } });
    expect(body.output_config).toEqual({
      format: {
        type: 'json_schema',
        schema: { title: 'n', description: 'D', type: 'object', properties: {}, additionalProperties: false },
      },
    });
    expect(lost(losses)).toEqual([]);
  });

  it('without a schema is a wish', () => {
    const output = { format: { kind: 'json' }, verbosity: 'low', modalities: ['text', 'audio'] } as const;
    const { body, losses } = write({ ...emptyConversation, turns: [ask], output });
    expect(body.output_config).toBeUndefined();
    expect(lost(losses)).toEqual(['value /response_format', 'field /verbosity', 'value /modalities']);
  });
});

describe('other settings', () => {
  it('have a place, or are reported where the client has them', () => {
    const { body, losses } = write({
      ...emptyConversation,
      from: 'openai-chat',
      turns: [ask],
      stop: ['END', ' '],
      sampling: { seed: 1, presencePenalty: 1, frequencyPenalty: 0, count: 2, topLogprobs: 3 },
      metadata: { user: 'u', pairs: { a: 'b' }, serviceTier: 'flex', store: true },
      cache: { key: 'k', retention: '24h' },
    });
    expect(body).toMatchObject({ stop_sequences: ['END'], metadata: { user_id: 'u' } });
    expect(body).not.toHaveProperty('service_tier');
    expect(lost(losses)).toEqual([
      ...['field /seed', 'field /presence_penalty', 'count /n', 'logprobs /top_logprobs', 'value /stop'],
      ...['field /metadata', 'field /store', 'value /prompt_cache_retention', 'value /service_tier'],
    ]);
  });

  it('leave out an id of a user that is too long', () => {
    const metadata = { user: 'u'.repeat(513) };
    const { body, losses } = write({ ...emptyConversation, turns: [ask], metadata });
    expect(body).not.toHaveProperty('metadata');
    expect(lost(losses)).toEqual(['value /user']);
  });

  it.each([
    ['auto', 'auto', 0],
    ['default', 'standard_only', 0],
    ['priority', 'auto', 1],
  ])('service tier %s is %s', (serviceTier, tier, count) => {
    const { body, losses } = write({
      ...emptyConversation,
      turns: [ask],
      metadata: { serviceTier, store: false },
    });
    expect(body.service_tier).toBe(tier);
    expect(losses.count).toBe(count);
  });
});
