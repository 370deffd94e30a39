import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { agentBody, greeting } from './agent-body.ts';

/**
 * Models that the upstream understands: `mock-n{chunks}-p{milliseconds between them}`, and `-escaped` behind it for
 * chunks that have to be decoded.
 */
export const models = {
  one: 'mock-n1-p0',
  burst: 'mock-n200-p0',
  burstEscaped: 'mock-n200-p0-escaped',
  paced: 'mock-n200-p5',
  pacedEscaped: 'mock-n200-p5-escaped',
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
  | 'agentRenamed'
  | ConvertedName;

/** Dialects between which the benchmark converts: the client's, and the provider's. */
export const pairs = {
  /** Claude Code at a provider that speaks as OpenAI does. */
  messagesAtChat: { client: 'messages', provider: 'chat-only' },
  /** Codex at Anthropic. */
  responsesAtMessages: { client: 'responses', provider: 'messages-only' },
} as const;

export type Pair = keyof typeof pairs;

/** Bodies for a pair: streams of chunks that can be copied, of chunks that must be decoded, and a large request. */
type Kind = 'one' | 'burst' | 'burstEscaped' | 'paced' | 'pacedEscaped' | 'agent';

type ConvertedName = `${Pair}/${Kind}`;

/** Writes all request bodies into a folder. */
export async function writeBodies(folder: string): Promise<BodyFiles> {
  await mkdir(folder, { recursive: true });
  const write = async (name: BodyName, body: string): Promise<string> => {
    const file = join(folder, `${name.replace('/', '-')}.json`);
    await writeFile(file, body);
    return file;
  };
  const convert = (pair: Pair, kind: Kind): Promise<string> =>
    write(`${pair}/${kind}`, convertedBody(pair, kind));
  return {
    smallJson: await write('smallJson', chat(models.one, false)),
    oneChunk: await write('oneChunk', chat(models.one, true)),
    burst: await write('burst', chat(models.burst, true)),
    burstMessages: await write('burstMessages', streamed.messages(models.burst)),
    burstResponses: await write('burstResponses', streamed.responses(models.burst)),
    paced: await write('paced', chat(models.paced, true)),
    slow: await write('slow', chat(models.slow, true)),
    agentEarly: await write('agentEarly', agentBody({ model: models.one, stream: 'early' })),
    agentLate: await write('agentLate', agentBody({ model: models.one, stream: 'late' })),
    agentRenamed: await write('agentRenamed', agentBody({ model: `alpha/${models.one}`, stream: 'early' })),
    'messagesAtChat/one': await convert('messagesAtChat', 'one'),
    'messagesAtChat/burst': await convert('messagesAtChat', 'burst'),
    'messagesAtChat/burstEscaped': await convert('messagesAtChat', 'burstEscaped'),
    'messagesAtChat/paced': await convert('messagesAtChat', 'paced'),
    'messagesAtChat/pacedEscaped': await convert('messagesAtChat', 'pacedEscaped'),
    'messagesAtChat/agent': await convert('messagesAtChat', 'agent'),
    'responsesAtMessages/one': await convert('responsesAtMessages', 'one'),
    'responsesAtMessages/burst': await convert('responsesAtMessages', 'burst'),
    'responsesAtMessages/burstEscaped': await convert('responsesAtMessages', 'burstEscaped'),
    'responsesAtMessages/paced': await convert('responsesAtMessages', 'paced'),
    'responsesAtMessages/pacedEscaped': await convert('responsesAtMessages', 'pacedEscaped'),
    'responsesAtMessages/agent': await convert('responsesAtMessages', 'agent'),
  };
}

/** The provider's name is in front of the model's: that decides who is asked. */
function convertedBody(pair: Pair, kind: Kind): string {
  const { client, provider } = pairs[pair];
  if (kind === 'agent')
    return agentBody({ model: `${provider}/${models.one}`, stream: 'late', dialect: client });
  return streamed[client](`${provider}/${models[kind]}`);
}

const hello = { role: 'user', content: greeting };

const streamed = {
  messages: (model: string) => JSON.stringify({ model, max_tokens: 1024, messages: [hello], stream: true }),
  responses: (model: string) => JSON.stringify({ model, input: [hello], stream: true }),
};

function chat(model: string, stream: boolean): string {
  return JSON.stringify({ model, stream, temperature: 0.7, messages: [hello] });
}
