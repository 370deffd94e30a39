import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { geminiGenerateCodec } from '../../../../src/gateway/dialects/gemini-generate/codec.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { read, readModelParts } from './codec-helpers.ts';

const hello = { role: 'user', parts: [{ text: 'Hello' }] };
const facts = { stream: false };

function whole(rest: Fields): ReturnType<typeof read> {
  return read({ contents: [hello], ...rest });
}

describe('contents', () => {
  it('have roles of their own', () => {
    const roles = ['user', 'model', 'function', 'system', undefined].map((role) => ({
      role,
      parts: [{ text: 'x' }],
    }));
    expect(read({ contents: roles }).turns.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
      'system',
      'user',
    ]);
  });

  it.each([
    ['a text', 'Hello'],
    ['one content', hello],
    ['one part as parts', { role: 'user', parts: { text: 'Hello' } }],
    ['a part without its content', [{ text: 'Hello' }]],
  ])('may be %s', (_, contents) => {
    const [turn] = read({ contents }).turns;
    expect(turn).toMatchObject({ role: 'user', parts: [{ kind: 'text', text: 'Hello' }] });
  });

  it.each([[undefined], [null], [[]], [1]])('must be there: %j is refused with its place', (contents) => {
    expect(geminiGenerateCodec.decodeRequest({ contents }, facts)).toMatchObject({
      ok: false,
      at: '/contents',
    });
  });

  it('lose an empty text beside other parts, which streams end with', () => {
    expect(readModelParts([{ text: 'x' }, { text: '' }])).toMatchObject([{ kind: 'text', text: 'x' }]);
    expect(readModelParts([{ text: '' }])).toMatchObject([{ kind: 'text', text: '' }]);
  });

  it('keep places for what is said about them', () => {
    const [turn] = read({ contents: [hello] }).turns;
    expect(turn).toMatchObject({ at: '/contents/0', parts: [{ at: '/contents/0/parts/0' }] });
  });

  it('have an instruction in any form before them', () => {
    const system = [{ role: 'system', parts: [{ kind: 'text', text: 'Be brief.' }] }, { role: 'user' }];
    expect(whole({ systemInstruction: 'Be brief.' }).turns).toMatchObject(system);
    expect(whole({ system_instruction: { parts: { text: 'Be brief.' } } }).turns).toMatchObject(system);
    expect(
      whole({ systemInstruction: { role: 'model', parts: [{ text: 'Be brief.' }] } }).turns,
    ).toMatchObject(system);
    expect(whole({ systemInstruction: { parts: { text: '' } } }).turns).toHaveLength(1);
  });
});

describe('parts', () => {
  it('are read in both spellings', () => {
    const camel = { inlineData: { mimeType: 'image/png', data: 'AA==' } };
    const snake = { inline_data: { mime_type: 'image/png', data: 'AA==' } };
    expect(readModelParts([snake])).toEqual(readModelParts([camel]));
    expect(readModelParts([{ function_call: { name: 'f', args: {} }, thought_signature: 's' }])).toEqual(
      readModelParts([{ functionCall: { name: 'f', args: {} }, thoughtSignature: 's' }]),
    );
  });

  it('are media in plain base64, by an address, or an upload', () => {
    expect(
      readModelParts([
        { inlineData: { mimeType: 'image/jpeg', data: '_9j-' } },
        { fileData: { mimeType: 'video/mp4', fileUri: 'https://example.com/a.mp4' } },
        {
          fileData: {
            mimeType: 'application/pdf',
            fileUri: 'https://generativelanguage.googleapis.com/v1beta/files/a',
          },
        },
        { fileData: { mimeType: 'audio/mpeg', fileUri: 'gs://bucket/a.mp3' } },
      ]),
    ).toMatchObject([
      { media: 'image', source: { kind: 'base64', data: '/9j+' } },
      { media: 'video', source: { kind: 'url' } },
      { media: 'document', source: { kind: 'file-id' } },
      { media: 'audio', source: { kind: 'file-id', id: 'gs://bucket/a.mp3', dialect: 'gemini-generate' } },
    ]);
  });

  it('are thoughts, with a signature or without', () => {
    expect(
      readModelParts([
        { text: 'Hm.', thought: true, thoughtSignature: 's' },
        { text: 'x', thought: false },
      ]),
    ).toMatchObject([
      { kind: 'reasoning', text: ['Hm.'], opaque: { kind: 'gemini-signature', data: 's' } },
      { kind: 'text', text: 'x' },
    ]);
  });

  it('are state alone: an empty text with a signature, or what Gemini CLI makes of it', () => {
    const state = [{ kind: 'reasoning', text: [], opaque: { kind: 'gemini-signature', data: 's' } }];
    expect(readModelParts([{ text: '', thoughtSignature: 's' }])).toMatchObject(state);
    expect(readModelParts([{ thoughtSignature: 's' }])).toMatchObject(state);
  });

  it('are texts with a signature', () => {
    expect(readModelParts([{ text: 'x', thoughtSignature: 's' }])).toMatchObject([
      { kind: 'text', text: 'x', opaque: { kind: 'gemini-signature', data: 's' } },
    ]);
  });

  it('are steps of Google’s own tools', () => {
    expect(
      readModelParts([
        { executableCode: { language: 'PYTHON', code: 'print(1)' } },
        { code_execution_result: { outcome: 'OUTCOME_OK', output: '1' } },
        { toolCall: { toolType: 'GOOGLE_SEARCH_WEB', args: { queries: ['a'] } }, thoughtSignature: 's' },
        { toolResponse: { toolType: 'URL_CONTEXT', response: {} } },
      ]),
    ).toMatchObject([
      { kind: 'hosted', tool: 'code', text: 'print(1)' },
      { kind: 'hosted', tool: 'code', text: '1', value: { code_execution_result: {} } },
      { kind: 'hosted', tool: 'web-search', text: '{"queries":["a"]}', value: { thoughtSignature: 's' } },
      { kind: 'hosted', tool: 'web-fetch' },
    ]);
  });

  it('are kept as they are when nothing is known of them, and further members beside them', () => {
    const value = { hologram: { data: 'x' } };
    const file = { mimeType: 'video/mp4', fileUri: 'https://example.com/a.mp4' };
    const { turns, extra } = read({
      contents: [{ parts: [value, { fileData: file, video_metadata: { fps: 2 } }] }],
    });
    expect(turns[0]?.parts[0]).toEqual({
      kind: 'native',
      dialect: 'gemini-generate',
      what: 'hologram',
      value,
      at: '/contents/0/parts/0',
    });
    expect(extra).toEqual([{ at: '/contents/0/parts/1/video_metadata', value: { fps: 2 } }]);
  });
});

describe('calls and results', () => {
  const call = (name: string, more: Fields = {}): Fields => ({ functionCall: { name, args: {}, ...more } });
  const result = (name: string, more: Fields = {}): Fields => ({
    functionResponse: { name, response: { output: name }, ...more },
  });
  const ids = (contents: readonly Fields[]): unknown[] =>
    read({ contents }).turns.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'tool-call' || part.kind === 'tool-result' ? [part.id] : [])),
    );

  it('have the ids that the client gave', () => {
    expect(
      ids([
        { role: 'model', parts: [call('f', { id: 'a' }), call('f', { id: 'b' })] },
        { role: 'user', parts: [result('f', { id: 'b' }), result('f', { id: 'a' })] },
      ]),
    ).toEqual(['a', 'b', 'b', 'a']);
  });

  it('have ids by their place where there are none, paired by name and order', () => {
    expect(
      ids([
        hello,
        { role: 'model', parts: [{ text: 'x' }, call('f'), call('g'), call('f')] },
        { role: 'user', parts: [result('g'), result('f'), result('f')] },
      ]),
    ).toEqual(['call_at_1_1', 'call_at_1_2', 'call_at_1_3', 'call_at_1_2', 'call_at_1_1', 'call_at_1_3']);
  });

  it('give a result to the latest call of the name, not to one that was never answered', () => {
    expect(
      ids([
        { role: 'model', parts: [call('f')] },
        hello,
        { role: 'model', parts: [call('f')] },
        { role: 'function', parts: [result('f')] },
      ]),
    ).toEqual(['call_at_0_0', 'call_at_2_0', 'call_at_2_0']);
  });

  it('pair a result that has an id with a call that has none', () => {
    expect(
      ids([
        { role: 'model', parts: [call('f')] },
        { role: 'user', parts: [result('f', { id: 'z' })] },
      ]),
    ).toEqual(['call_at_0_0', 'call_at_0_0']);
  });

  it('leave a result without a call as it is', () => {
    expect(ids([{ role: 'user', parts: [result('f')] }])).toEqual(['']);
    expect(ids([{ role: 'user', parts: [result('f', { id: 'z' })] }])).toEqual(['z']);
  });

  it('have arguments as text, none as none', () => {
    expect(readModelParts([call('f', { args: { a: 1 } }), { functionCall: { name: 'g' } }])).toMatchObject([
      { input: '{"a":1}' },
      { input: '' },
    ]);
  });

  it.each([
    [{ output: 'fine' }, 'fine', undefined],
    [{ error: 'gone' }, 'gone', true],
    [{ output: { a: 1 } }, '{"a":1}', undefined],
    [{ result: 'x' }, '{"result":"x"}', undefined],
    [{ output: 'x', more: 1 }, '{"output":"x","more":1}', undefined],
    [{ output: 'x', error: null }, '{"output":"x","error":null}', undefined],
  ])('read the response %j', (response, text, isError) => {
    const [turn] = read({ contents: [{ parts: [{ functionResponse: { name: 'f', response } }] }] }).turns;
    const [part] = turn?.parts ?? [];
    expect(part).toMatchObject({
      kind: 'tool-result',
      name: 'f',
      value: response,
      content: [{ kind: 'text', text }],
    });
    expect(part?.kind === 'tool-result' && part.isError).toBe(isError ?? undefined);
  });

  it('have media inside', () => {
    const parts = [
      { inlineData: { mimeType: 'image/png', data: 'AA==' } },
      { file_data: { file_uri: 'gs://b/a' } },
    ];
    const [turn] = read({ contents: [{ parts: [result('f', { parts, willContinue: true })] }] }).turns;
    expect(turn?.parts[0]).toMatchObject({
      content: [{ kind: 'text' }, { kind: 'media' }, { source: { kind: 'file-id' } }],
    });
  });
});

describe('tools', () => {
  it('have schemas of both kinds', () => {
    const { tools } = whole({
      tools: [
        {
          functionDeclarations: [
            {
              name: 'a',
              parameters: {
                type: 'OBJECT',
                properties: {
                  n: { type: 'INTEGER', nullable: true, maximum: 3 },
                  l: { type: 'ARRAY', items: { type: 1 }, minItems: '2' },
                },
                propertyOrdering: ['l', 'n'],
              },
            },
            { name: 'b', parameters_json_schema: { type: 'object' }, behavior: 'NON_BLOCKING' },
          ],
        },
        {
          google_search: { exclude_domains: ['a.com'] },
          codeExecution: {},
          googleMaps: {},
          mcpServers: [{ name: 'm' }],
        },
      ],
    });
    expect(tools).toMatchObject([
      {
        kind: 'function',
        name: 'a',
        schema: {
          type: 'object',
          properties: {
            n: { type: ['integer', 'null'], maximum: 3 },
            l: { type: 'array', items: { type: 'string' }, minItems: 2 },
          },
        },
      },
      { kind: 'function', name: 'b', schema: { type: 'object' }, rest: { behavior: 'NON_BLOCKING' } },
      { kind: 'hosted', tool: 'web-search', blockedDomains: ['a.com'] },
      { kind: 'hosted', tool: 'code' },
      { kind: 'native', what: 'googleMaps' },
      { kind: 'hosted', tool: 'mcp' },
    ]);
    expect(
      Object.keys((tools[0]?.kind === 'function' && (tools[0].schema?.properties as object)) || {}),
    ).toEqual(['l', 'n']);
  });

  it.each([
    [{ mode: 'AUTO' }, { kind: 'auto' }],
    [{ mode: 'none' }, { kind: 'none' }],
    [{ mode: 2 }, { kind: 'required' }],
    [
      { mode: 'ANY', allowed_function_names: ['a'] },
      { kind: 'tool', name: 'a' },
    ],
    [
      { mode: 'ANY', allowedFunctionNames: ['a', 'b'] },
      { kind: 'some', names: ['a', 'b'], required: true },
    ],
    [
      { mode: 'VALIDATED', allowedFunctionNames: ['a'] },
      { kind: 'some', names: ['a'], required: false },
    ],
    [{ mode: 'VALIDATED' }, { kind: 'auto' }],
    [{ mode: 'MODE_UNSPECIFIED' }, undefined],
  ])('are chosen by %j', (functionCallingConfig, choice) => {
    expect(whole({ toolConfig: { functionCallingConfig } }).toolChoice).toEqual(choice);
  });

  it('keep what no other vendor could be told', () => {
    const { extra } = whole({
      tool_config: {
        function_calling_config: { mode: 'VALIDATED' },
        retrievalConfig: { languageCode: 'de' },
      },
    });
    expect(extra).toEqual([
      { at: '/tool_config/retrievalConfig', value: { languageCode: 'de' } },
      { at: '/tool_config/function_calling_config/mode', value: 'VALIDATED' },
    ]);
  });
});

describe('settings', () => {
  it('are read in both spellings, numbers also as texts', () => {
    const conversation = whole({
      generation_config: {
        max_output_tokens: '100',
        top_p: 0.5,
        topK: 3,
        stop_sequences: ['END'],
        seed: 1,
        candidateCount: 2,
      },
    });
    expect(conversation).toMatchObject({
      maxTokens: 100,
      stop: ['END'],
      sampling: { topP: 0.5, topK: 3, seed: 1, count: 2 },
    });
  });

  it.each([
    [
      { thinkingLevel: 'HIGH', includeThoughts: true },
      { effort: 'high', show: true },
    ],
    [{ thinking_level: 'low' }, { effort: 'low' }],
    [{ thinkingBudget: 0 }, { effort: 'none' }],
    [{ thinkingBudget: -1 }, { budget: -1 }],
    [
      { thinkingBudget: 512, includeThoughts: false },
      { budget: 512, show: false },
    ],
  ])('ask for thinking by %j', (thinkingConfig, reasoning) => {
    expect(whole({ generationConfig: { thinkingConfig } }).reasoning).toEqual(reasoning);
  });

  it.each([
    [{ responseMimeType: 'application/json' }, { kind: 'json' }],
    [{ responseMimeType: 'text/plain' }, undefined],
    [
      { responseSchema: { type: 'STRING' } },
      { kind: 'json', schema: { type: 'string' }, native: { responseSchema: { type: 'STRING' } } },
    ],
    [
      { responseJsonSchema: { type: 'array' }, response_mime_type: 'application/json' },
      { kind: 'json', schema: { type: 'array' }, native: { responseJsonSchema: { type: 'array' } } },
    ],
  ])('ask for a form by %j', (generationConfig, format) => {
    expect(whole({ generationConfig }).output.format).toEqual(format);
  });

  it('keep members that are not understood', () => {
    const { extra } = whole({
      safetySettings: [],
      cachedContent: 'c',
      generationConfig: {
        speechConfig: {},
        temperature: 'warm',
        responseMimeType: 'text/x.enum',
        thinkingConfig: { thinkingLevel: 'DEEP' },
      },
    });
    expect(extra.map(({ at }) => at)).toEqual([
      '/safetySettings',
      '/cachedContent',
      '/generationConfig/speechConfig',
      '/generationConfig/responseMimeType',
      '/generationConfig/temperature',
      '/generationConfig/thinkingConfig/thinkingLevel',
    ]);
  });

  it('have labels, tier and store', () => {
    expect(whole({ labels: { a: 'b' }, service_tier: 'flex', store: false }).metadata).toEqual({
      pairs: { a: 'b' },
      serviceTier: 'flex',
      store: false,
    });
  });
});

it('takes anything without throwing', () => {
  const key = fc.constantFrom(
    'contents',
    'parts',
    'role',
    'text',
    'functionCall',
    'functionResponse',
    'name',
    'id',
    'args',
    'response',
    'inlineData',
    'fileData',
    'data',
    'fileUri',
    'thought',
    'thoughtSignature',
    'tools',
    'functionDeclarations',
    'parameters',
    'toolConfig',
    'functionCallingConfig',
    'mode',
    'generationConfig',
    'thinkingConfig',
    'systemInstruction',
    'inline_data',
    '__proto__',
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, depthSize: 'large' },
      fc.constantFrom<unknown>(
        null,
        0,
        -1,
        '',
        'user',
        'ANY',
        true,
        'cGF0Y2hiYXktb3BhcXVlLTEu',
        'patchbay-opaque-1.x.y',
      ),
      fc.dictionary(key, tie('value'), { maxKeys: 5 }),
      fc.array(tie('value'), { maxLength: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, value, { maxKeys: 6 }), (body) => {
      const decoded = geminiGenerateCodec.decodeRequest(body, facts);
      expect(typeof decoded.ok).toBe('boolean');
    }),
    { numRuns: 500 },
  );
});
