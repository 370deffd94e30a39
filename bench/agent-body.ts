/** Least size of an agent's request: what coding agents send after some rounds of tool calls. */
export const agentBytes = 200 * 1024;

/** How an agent's request is written. */
export interface AgentBody {
  readonly model: string;
  /** `'early'` puts `stream` beside `model` at the front (OpenAI's SDKs), `'late'` at the very end (Claude Code). */
  readonly stream: 'early' | 'late';
  readonly dialect?: AgentDialect;
}

export type AgentDialect = 'chat' | 'messages' | 'responses';

type Members = Readonly<Record<string, unknown>>;

interface Tool {
  readonly name: string;
  readonly description: string;
  readonly schema: unknown;
}

interface Round {
  readonly id: string;
  readonly said: string;
  readonly tool: string;
  readonly input: unknown;
  readonly result: string;
}

/** What an agent's requests hold in any dialect. */
interface Story {
  readonly system: string;
  readonly hello: string;
  readonly tools: readonly Tool[];
}

/** How a dialect writes the parts of an agent's request. */
interface Writing {
  /** The body with these turns, without `model` and `stream`. */
  body(story: Story, turns: readonly unknown[]): Members;
  round(round: Round): readonly unknown[];
}

/**
 * A request as a coding agent sends it: a long system prompt, twenty tools with JSON schemas, rounds of tool calls,
 * tool results with source text, some of it outside ASCII. Nested `model` and `stream` keys and quoted ones inside
 * text are there because agents send them, and a careless search for the top-level ones would find those.
 * Deterministic; at least `agentBytes` long.
 */
export function agentBody({ model, stream, dialect = 'chat' }: AgentBody): string {
  const random = pseudoRandom(7);
  const pick = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(random() * list.length)] ?? list[0];
  const sentence = (): string =>
    `${Array.from({ length: 6 + Math.floor(random() * 12) }, () => pick(words)).join(' ')}.`;
  const prose = (sentences: number): string => Array.from({ length: sentences }, sentence).join(' ');
  const source = (lines: number): string =>
    Array.from({ length: lines }, (_, index) => `${String(index + 1).padStart(4)}\t${pick(code)}`).join('\n');

  const story: Story = {
    system: prose(120),
    hello: greeting,
    tools: Array.from({ length: 20 }, (_, index) => ({
      name: `tool_${index}`,
      description: prose(6),
      schema: {
        type: 'object',
        properties: {
          path: { type: 'string', description: sentence() },
          stream: { type: 'boolean', description: 'Whether output is shown as it comes.' },
          model: { type: 'string', enum: ['small', 'large'] },
          ranges: { type: 'array', items: { type: 'array', items: { type: 'integer' } } },
        },
        required: ['path'],
        additionalProperties: false,
      },
    })),
  };
  const writing = writings[dialect];
  const whole = (turns: readonly unknown[]): string =>
    JSON.stringify({
      model,
      ...(stream === 'early' ? { stream: false } : {}),
      ...writing.body(story, turns),
      ...(stream === 'late' ? { stream: false } : {}),
    });
  const turns: unknown[] = [];
  let bytes = Buffer.byteLength(whole(turns));
  for (let round = 0; bytes < agentBytes; round++) {
    const written = writing.round({
      id: `call_${round.toString(16).padStart(8, '0')}`,
      said: prose(2),
      tool: `tool_${round % 20}`,
      // Not `true`: the benchmark's upstream would take that at any depth for the request's own.
      input: { path: `src/${pick(words)}.ts`, stream: 1, note: sentence() },
      result: source(20 + Math.floor(random() * 60)),
    });
    turns.push(...written);
    bytes += Buffer.byteLength(JSON.stringify(written));
  }
  return whole(turns);
}

/** The user's words in every request of the benchmark. */
export const greeting = 'Say hello in one short sentence, and mention what the weather may be like.';

const writings: Readonly<Record<AgentDialect, Writing>> = {
  chat: {
    body: ({ system, hello, tools }, turns) => ({
      messages: [{ role: 'system', content: system }, { role: 'user', content: hello }, ...turns],
      tools: tools.map(({ name, description, schema }) => ({
        type: 'function',
        function: { name, description, parameters: schema },
      })),
      temperature: 1,
    }),
    round: ({ id, said, tool, input, result }) => [
      {
        role: 'assistant',
        content: said,
        tool_calls: [{ id, type: 'function', function: { name: tool, arguments: JSON.stringify(input) } }],
      },
      { role: 'tool', tool_call_id: id, content: result },
    ],
  },
  messages: {
    body: ({ system, hello, tools }, turns) => ({
      max_tokens: 32_000,
      system: [{ type: 'text', text: system, cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: [{ type: 'text', text: hello }] }, ...turns],
      tools: tools.map(({ name, description, schema }) => ({ name, description, input_schema: schema })),
      temperature: 1,
    }),
    round: ({ id, said, tool, input, result }) => [
      {
        role: 'assistant',
        content: [
          { type: 'text', text: said },
          { type: 'tool_use', id, name: tool, input },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: result }] },
    ],
  },
  responses: {
    body: ({ system, hello, tools }, turns) => ({
      instructions: system,
      input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: hello }] }, ...turns],
      tools: tools.map(({ name, description, schema }) => ({
        type: 'function',
        name,
        description,
        strict: false,
        parameters: schema,
      })),
      store: false,
    }),
    round: ({ id, said, tool, input, result }) => [
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: said }] },
      { type: 'function_call', call_id: id, name: tool, arguments: JSON.stringify(input) },
      { type: 'function_call_output', call_id: id, output: result },
    ],
  },
};

const words = [
  'gateway',
  'request',
  'the',
  'a',
  'of',
  'stream',
  'provider',
  'reads',
  'writes',
  'before',
  'naïve',
  'Größe',
  '“quoted”',
  'model',
  'file',
  'and',
  'returns',
  '設定',
  'error',
  'retry',
  '→',
  'when',
  'tests',
] as const;

const code = [
  "import { join } from 'node:path';",
  'export function read(path: string): Promise<string> {',
  '  const body = JSON.parse("{\\"model\\":\\"inner\\",\\"stream\\":true}");',
  '  if (!seen.has(key)) { seen.set(key, value); }',
  '  return lines.map((line) => line.trim()).filter(Boolean);',
  '}',
  '',
  '// Umlaute wie ä, ö und ü, a dash — and an emoji 🙂 in a comment',
  '\tconst pattern = /^\\s*"([^"\\\\]|\\\\.)*"/u;',
  '  throw new RangeError(`the index is out of range`);',
] as const;

/** Numbers in [0, 1) that are the same in every run (mulberry32), so that runs compare. */
function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
