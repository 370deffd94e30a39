import { describe, expect, it } from 'vitest';
import type { EncodeTarget } from '../../../../src/gateway/dialects/codec.ts';
import type { Conversation, Part, Role, Turn } from '../../../../src/gateway/dialects/conversation.ts';
import { openAiResponsesCodec } from '../../../../src/gateway/dialects/openai-responses/codec.ts';
import { CodecRun, emptyConversation, lost, origin } from '../../../support/run-codec.ts';

const { read, write } = new CodecRun(openAiResponsesCodec);

const at = '/messages/0';
const text = (words: string): Part => ({ kind: 'text', text: words, at });
const turn = (role: Role, ...parts: readonly Part[]): Turn => ({ role, parts, at });
const chat = (turns: readonly Turn[], rest: Partial<Conversation> = {}): Conversation => ({
  ...emptyConversation,
  ...rest,
  turns,
});
const inputOf = (turns: readonly Turn[], target: Partial<EncodeTarget> = {}) =>
  write(chat(turns), target).body.input;
const state = { kind: 'openai-encrypted', data: 'sealed', origin } as const;

describe('messages of another dialect', () => {
  it('leading system text is the instructions, all other is a developer’s', () => {
    const { body } = write(
      chat([
        turn('system', text('One')),
        turn('system', text('Two')),
        turn('developer', text('Three')),
        turn('user', text('hi')),
        turn('system', text('Four')),
      ]),
    );
    expect(body.instructions).toBe('One\n\nTwo');
    expect(body.input).toEqual([
      { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'Three' }] },
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hi' }] },
      { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'Four' }] },
    ]);
  });

  it('nothing is stored, and the state of reasoning is asked for', () => {
    expect(write(chat([turn('user', text('hi'))], { metadata: { store: true } }))).toMatchObject({
      body: { store: false, include: ['reasoning.encrypted_content'] },
      losses: { list: [{ code: 'field', path: '/store' }] },
    });
  });

  it('quirks: a system role, and messages that are nothing but text', () => {
    const turns = [
      turn('user', text('a'), text('b')),
      turn('system', text('c')),
      turn('assistant', text('d')),
    ];
    expect(inputOf(turns, { quirks: { simpleInputList: true, developerRole: 'system' } })).toEqual([
      { role: 'user', content: 'a\nb' },
      { role: 'system', content: 'c' },
      { role: 'assistant', content: 'd' },
    ]);
  });

  it('what the model said has annotations; each phase is a message', () => {
    const parts: Part[] = [
      { kind: 'text', text: 'a', phase: 'commentary', at },
      { kind: 'text', text: 'b', phase: 'final_answer', at },
      { kind: 'text', text: 'no', refusal: true, phase: 'final_answer', at },
    ];
    expect(inputOf([turn('assistant', ...parts)])).toEqual([
      {
        type: 'message',
        role: 'assistant',
        phase: 'commentary',
        content: [{ type: 'output_text', text: 'a', annotations: [] }],
      },
      {
        type: 'message',
        role: 'assistant',
        phase: 'final_answer',
        content: [
          { type: 'output_text', text: 'b', annotations: [] },
          { type: 'refusal', refusal: 'no' },
        ],
      },
    ]);
  });

  it('reasoning goes with its own state only', () => {
    const { body, losses } = write(
      chat([
        turn(
          'assistant',
          { kind: 'reasoning', text: ['a', 'b'], opaque: state, id: 'rs_1', at },
          { kind: 'reasoning', text: [], opaque: { ...state, kind: 'openai-compaction' }, at },
          { kind: 'reasoning', text: ['plain'], at: '/messages/1' },
          text('done'),
        ),
      ]),
    );
    expect(body.input).toEqual([
      {
        type: 'reasoning',
        // Its id would be looked for with that of the item that followed it there.
        summary: [
          { type: 'summary_text', text: 'a' },
          { type: 'summary_text', text: 'b' },
        ],
        encrypted_content: 'sealed',
      },
      { type: 'compaction', encrypted_content: 'sealed' },
      {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'done', annotations: [] }],
      },
    ]);
    expect(lost(losses)).toEqual(['reasoning-text /messages/1']);
  });

  it('calls and results, with what a failed one says of itself', () => {
    const call = { kind: 'tool-call', id: 'c', name: 'f', at } as const;
    const result = { kind: 'tool-result', id: 'c', at } as const;
    const picture: Part = {
      kind: 'media',
      media: 'image',
      source: { kind: 'base64', mimeType: 'image/png', data: 'AA' },
      at,
    };
    expect(
      inputOf([
        turn(
          'assistant',
          { ...call, form: 'function', input: '' },
          { ...call, form: 'custom', input: 'x', namespace: 'n' },
        ),
        turn(
          'user',
          { ...result, form: 'function', content: [text('a'), text('b')] },
          { ...result, form: 'custom', content: [text('a'), picture] },
          { ...result, form: 'function', content: [text('not found')], isError: true },
          { ...result, form: 'function', content: [text('Error: no')], isError: true },
          text('go on'),
        ),
      ]),
    ).toEqual([
      { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
      { type: 'custom_tool_call', call_id: 'c', name: 'f', namespace: 'n', input: 'x' },
      { type: 'function_call_output', call_id: 'c', output: 'a\nb' },
      {
        type: 'custom_tool_call_output',
        call_id: 'c',
        output: [
          { type: 'input_text', text: 'a' },
          { type: 'input_image', image_url: 'data:image/png;base64,AA', detail: 'auto' },
        ],
      },
      { type: 'function_call_output', call_id: 'c', output: 'Error: not found' },
      { type: 'function_call_output', call_id: 'c', output: 'Error: no' },
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'go on' }] },
    ]);
  });

  it('documents have a name; what has no source here becomes a note', () => {
    const document = { kind: 'media', media: 'document', at } as const;
    const { body, losses } = write(
      chat([
        turn(
          'user',
          { ...document, source: { kind: 'base64', mimeType: 'application/pdf', data: 'AA' } },
          { ...document, source: { kind: 'url', url: 'https://e.org/a.pdf' } },
          { ...document, source: { kind: 'text', text: 'words' }, title: 'T', context: 'About' },
          { ...document, source: { kind: 'file-id', id: 'f', dialect: 'anthropic-messages' } },
        ),
      ]),
    );
    expect(body.input).toMatchObject([
      {
        content: [
          { type: 'input_file', filename: 'document.pdf', file_data: 'data:application/pdf;base64,AA' },
          { type: 'input_file', file_url: 'https://e.org/a.pdf' },
          { type: 'input_text', text: 'About' },
          { type: 'input_text', text: 'T\n\nwords' },
          { type: 'input_text', text: '[document left out]' },
        ],
      },
    ]);
    expect(lost(losses)).toEqual([`media ${at}`]);
  });

  it('what another provider’s tools found goes on as text', () => {
    const hosted = {
      kind: 'hosted',
      tool: 'web-search',
      dialect: 'anthropic-messages',
      value: {},
      at,
    } as const;
    const { body, losses } = write(
      chat([turn('assistant', { ...hosted, text: '' }, { ...hosted, text: 'found it' })]),
    );
    expect(body.input).toEqual([
      {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'found it', annotations: [] }],
      },
    ]);
    expect(lost(losses)).toEqual([`hosted ${at}`, `hosted ${at}`]);
  });
});

describe('tools of another dialect', () => {
  it('say that they are not strict, and stand in their groups', () => {
    const { body } = write(
      chat([], {
        tools: [
          { kind: 'function', name: 'f', at },
          {
            kind: 'function',
            name: 'g',
            namespace: 'n',
            namespaceText: 'N',
            schema: { type: 'object' },
            strict: true,
            at,
          },
          { kind: 'custom', name: 'c', namespace: 'n', format: { type: 'text' }, at },
          {
            kind: 'hosted',
            tool: 'web-search',
            name: 's',
            allowedDomains: ['e.org'],
            dialect: 'anthropic-messages',
            value: {},
            at,
          },
        ],
        toolChoice: { kind: 'tool', name: 's' },
      }),
    );
    expect(body.tools).toEqual([
      { type: 'function', name: 'f', parameters: { type: 'object', properties: {} }, strict: false },
      {
        type: 'namespace',
        name: 'n',
        description: 'N',
        tools: [
          { type: 'function', name: 'g', parameters: { type: 'object' }, strict: true },
          { type: 'custom', name: 'c', format: { type: 'text' } },
        ],
      },
      { type: 'web_search', filters: { allowed_domains: ['e.org'] } },
    ]);
    expect(body.tool_choice).toEqual({ type: 'web_search' });
  });

  it.each<[Conversation['toolChoice'], unknown]>([
    [{ kind: 'required' }, 'required'],
    [
      { kind: 'tool', name: 'c' },
      { type: 'custom', name: 'c' },
    ],
    [
      { kind: 'some', names: ['f', 'c'], required: false },
      {
        type: 'allowed_tools',
        mode: 'auto',
        tools: [
          { type: 'function', name: 'f' },
          { type: 'custom', name: 'c' },
        ],
      },
    ],
  ])('choice %j', (toolChoice, expected) => {
    const tools = [
      { kind: 'function', name: 'f', at },
      { kind: 'custom', name: 'c', at },
    ] as const;
    expect(write(chat([], { tools, ...(toolChoice && { toolChoice }) })).body.tool_choice).toEqual(expected);
  });

  it('a choice without tools is left out', () => {
    const { body, losses } = write(chat([], { toolChoice: { kind: 'required' }, parallelTools: true }));
    expect(body).not.toHaveProperty('tool_choice');
    expect(body).not.toHaveProperty('parallel_tool_calls');
    expect(lost(losses)).toEqual(['tool-choice /tool_choice']);
  });
});

describe('settings of another dialect', () => {
  it('are written where there is a word for them, and lost otherwise', () => {
    const { body, losses } = write(
      chat([], {
        maxTokens: 1,
        sampling: { temperature: 1, topK: 5, seed: 1, count: 2, topLogprobs: 3 },
        stop: ['x'],
        reasoning: { budget: 2000, show: true },
        output: {
          format: { kind: 'json', schema: { type: 'object' } },
          verbosity: 'low',
          modalities: ['text', 'audio'],
        },
        cache: { key: 'k', mark: {} },
        metadata: { user: 'u', serviceTier: 'standard_only' },
        extra: [{ at: '/logit_bias', value: {} }],
      }),
    );
    expect(body).toMatchObject({
      max_output_tokens: 16,
      temperature: 1,
      reasoning: { effort: 'low', summary: 'auto' },
      text: { format: { type: 'json_schema', name: 'answer', schema: { type: 'object' } }, verbosity: 'low' },
      prompt_cache_key: 'k',
      user: 'u',
      service_tier: 'default',
    });
    expect(lost(losses)).toEqual([
      'value /reasoning_effort',
      'field /modalities',
      'value /max_completion_tokens',
      'logprobs /top_logprobs',
      'field /top_k',
      'field /seed',
      'field /stop',
      'count /n',
      'cache /cache_control',
      'field /logit_bias',
    ]);
  });

  it('within what the model and the API take', () => {
    const wish = chat([], {
      maxTokens: 100_000,
      reasoning: { effort: 'high' },
      metadata: { user: 'u'.repeat(65) },
    });
    const { body, losses } = write(wish, { outputLimit: 8000, thinking: 'none' });
    expect(body).toMatchObject({ max_output_tokens: 8000 });
    expect(body).not.toHaveProperty('reasoning');
    expect(body).not.toHaveProperty('user');
    expect(losses.list.map(({ code }) => code)).toEqual(['field', 'value', 'field']);
  });

  it('what the provider refuses is taken out; its own additions are no loss', () => {
    const quirks = { unsupportedFields: ['temperature', 'text.verbosity', 'store', 'include', 'top_p'] };
    const { body, losses } = write(chat([], { sampling: { temperature: 1 }, output: { verbosity: 'low' } }), {
      quirks,
    });
    expect(body).toEqual({ model: 'm', input: [], text: {} });
    expect(lost(losses)).toEqual(['field /temperature', 'field /text/verbosity']);
  });
});

describe('a request of this dialect', () => {
  it('keeps a system message, which is no instruction', () => {
    const input = [
      { type: 'message', role: 'system', content: 'a' },
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'b' }] },
    ];
    expect(write(read({ model: 'm', input })).body).toEqual({ model: 'm', input });
  });

  it('sends reasoning back as its provider wrote it, without state too', () => {
    const input = [
      {
        type: 'reasoning',
        id: 'r',
        summary: [],
        content: [{ type: 'reasoning_text', text: 'hm' }],
        status: 'completed',
      },
      { type: 'message', role: 'user', content: 'b' },
    ];
    const { body, losses } = write(read({ model: 'm', input }));
    expect(body.input).toEqual(input);
    expect(lost(losses)).toEqual([]);
  });

  it('leaves out reasoning whose state was taken away, and what was made here', () => {
    const conversation = read({
      model: 'm',
      input: [
        {
          type: 'reasoning',
          id: 'rs_1',
          summary: [{ type: 'summary_text', text: 'hm' }],
          encrypted_content: 'e',
        },
        { type: 'reasoning', id: 'rs_pbX1', summary: [{ type: 'summary_text', text: 'hm' }] },
        { type: 'message', id: 'msg_pbX2', role: 'assistant', content: 'a' },
      ],
    });
    const turns = conversation.turns.map((found) => ({
      ...found,
      parts: found.parts.map((part) => {
        if (part.kind !== 'reasoning') return part;
        const { opaque: _, ...rest } = part;
        return rest;
      }),
    }));
    const { body, losses } = write({ ...conversation, turns });
    expect(body.input).toEqual([{ type: 'message', role: 'assistant', content: 'a' }]);
    expect(lost(losses)).toEqual(['reasoning-text /input/0', 'reasoning-text /input/1']);
  });
});
