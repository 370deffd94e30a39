import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Models that the upstream understands: `mock-n{chunks}-p{milliseconds between them}`. */
export const models = {
  one: 'mock-n1-p0',
  burst: 'mock-n200-p0',
  paced: 'mock-n200-p5',
  slow: 'mock-n16-p500',
} as const;

/** Files with the request bodies, by what they are for. */
export type BodyFiles = Readonly<Record<BodyName, string>>;

export type BodyName =
  | 'smallJson'
  | 'oneChunk'
  | 'burst'
  | 'burstMessages'
  | 'burstResponses'
  | 'paced'
  | 'slow'
  | 'agentEarly'
  | 'agentLate'
  | 'agentRenamed';

/** Writes all request bodies into a folder. */
export async function writeBodies(folder: string): Promise<BodyFiles> {
  await mkdir(folder, { recursive: true });
  const write = async (name: BodyName, body: string): Promise<string> => {
    const file = join(folder, `${name}.json`);
    await writeFile(file, body);
    return file;
  };
  return {
    smallJson: await write('smallJson', chat(models.one, false)),
    oneChunk: await write('oneChunk', chat(models.one, true)),
    burst: await write('burst', chat(models.burst, true)),
    burstMessages: await write(
      'burstMessages',
      JSON.stringify({ model: models.burst, max_tokens: 1024, messages: [hello], stream: true }),
    ),
    burstResponses: await write(
      'burstResponses',
      JSON.stringify({ model: models.burst, input: [hello], stream: true }),
    ),
    paced: await write('paced', chat(models.paced, true)),
    slow: await write('slow', chat(models.slow, true)),
    agentEarly: await write('agentEarly', agentBody({ model: models.one, stream: 'early' })),
    agentLate: await write('agentLate', agentBody({ model: models.one, stream: 'late' })),
    agentRenamed: await write('agentRenamed', agentBody({ model: `alpha/${models.one}`, stream: 'early' })),
  };
}

const hello = {
  role: 'user',
  content: 'Say hello in one short sentence, and mention what the weather may be like.',
};

function chat(model: string, stream: boolean): string {
  return JSON.stringify({ model, stream, temperature: 0.7, messages: [hello] });
}

/** Least size of an agent's request: what coding agents send after some rounds of tool calls. */
export const agentBytes = 200 * 1024;

/**
 * A chat request as a coding agent sends it: a long system prompt, twenty tools with JSON schemas, rounds of tool
 * calls whose arguments are JSON inside a string, tool results with source text, some of it outside ASCII. Nested
 * `model` and `stream` keys and quoted ones inside text are there because agents send them, and a careless search
 * for the top-level ones would find those. Deterministic; at least `agentBytes` long.
 * `stream: 'early'` puts `stream` beside `model` at the front (OpenAI's SDKs), `'late'` at the very end (Claude Code).
 */
export function agentBody(options: { readonly model: string; readonly stream: 'early' | 'late' }): string {
  const random = pseudoRandom(7);
  const pick = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(random() * list.length)] ?? list[0];
  const sentence = (): string =>
    `${Array.from({ length: 6 + Math.floor(random() * 12) }, () => pick(words)).join(' ')}.`;
  const prose = (sentences: number): string => Array.from({ length: sentences }, sentence).join(' ');
  const source = (lines: number): string =>
    Array.from({ length: lines }, (_, index) => `${String(index + 1).padStart(4)}\t${pick(code)}`).join('\n');

  const messages: unknown[] = [{ role: 'system', content: prose(120) }, hello];
  const tools = Array.from({ length: 20 }, (_, index) => ({
    type: 'function',
    function: {
      name: `tool_${index}`,
      description: prose(6),
      parameters: {
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
    },
  }));
  const front = { model: options.model, ...(options.stream === 'early' ? { stream: false } : {}) };
  const back = { temperature: 1, ...(options.stream === 'late' ? { stream: false } : {}) };
  let bytes = Buffer.byteLength(JSON.stringify({ ...front, messages, tools, ...back }));
  for (let round = 0; bytes < agentBytes; round++) {
    const id = `call_${round.toString(16).padStart(8, '0')}`;
    const turn = [
      {
        role: 'assistant',
        content: prose(2),
        tool_calls: [
          {
            id,
            type: 'function',
            function: {
              name: `tool_${round % 20}`,
              arguments: JSON.stringify({ path: `src/${pick(words)}.ts`, stream: true, note: sentence() }),
            },
          },
        ],
      },
      { role: 'tool', tool_call_id: id, content: source(20 + Math.floor(random() * 60)) },
    ];
    messages.push(...turn);
    bytes += Buffer.byteLength(JSON.stringify(turn));
  }
  return JSON.stringify({ ...front, messages, tools, ...back });
}

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
