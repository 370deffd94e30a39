import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isRecord, parsedJson, textAt } from '../json-value.ts';
import { errorBody } from '../scripted-upstream-errors.ts';
import { watchArrival } from '../secret-watch.ts';
import type { AnswerTurn, SpokenAnswer } from './answer-turn.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts';

export interface ProviderOptions extends Omit<SimulatorOptions, 'account' | 'model'> {
  /** Its accounts by their keys. Others are refused. */
  readonly accounts: Readonly<Record<string, string>>;
}

/** What it does with a request: an answer, or a refusal in its own words. */
export type Played = AnswerTurn | { readonly refuse: number; readonly message: string };

/** One request as the provider got it. */
export interface SimulatedAsk {
  readonly path: string;
  /** The body as it came, and parsed. */
  readonly text: string;
  readonly body: unknown;
  readonly account: string;
  readonly model: string;
  readonly stream: boolean;
  /** Why the vendor would refuse it; then it was. */
  readonly faults: readonly string[];
  /** Absent: it was refused. */
  readonly spoken?: SpokenAnswer;
}

export interface SimulatedProvider {
  readonly url: string;
  readonly asks: SimulatedAsk[];
  /** What comes next, one per request; without, it says that it is overloaded. */
  next(...played: readonly Played[]): void;
  close(): Promise<void>;
}

/**
 * A vendor's API on a socket: a request that the strictest reading of its documentation forbids gets 400 in the
 * vendor's shape with every reason, any other what the test told it to say. Each account and each model has state
 * that the others cannot read.
 */
export async function startSimulatedProvider(options: ProviderOptions): Promise<SimulatedProvider> {
  const { dialect } = options;
  const simulators = new Map<string, Simulator>();
  const asks: SimulatedAsk[] = [];
  const script: Played[] = [];
  const simulatorOf = (account: string, model: string): Simulator => {
    const key = `${account} ${model}`;
    const simulator = simulators.get(key) ?? createSimulator({ ...options, account, model });
    simulators.set(key, simulator);
    return simulator;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await textOf(request);
    const { method = '', rawHeaders } = request;
    watchArrival(url, { method, path: request.url ?? '', rawHeaders, body: Buffer.from(text) });
    const refuse = (status: number, message: string): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(errorBody(dialect, status, message, 'req_simulated'));
    };
    const account = options.accounts[keyOf(request)];
    if (account === undefined) return refuse(401, 'the key is not known');
    const path = request.url ?? '';
    if (request.method === 'GET') return refuse(404, 'there are no lists here');
    const body = parsedJson(text);
    const [, named, action] = /\/models\/([^:/]+):(\w+)/.exec(path) ?? [];
    const model = named ?? textAt(body, 'model') ?? '';
    const stream =
      dialect === 'gemini-generate'
        ? action === 'streamGenerateContent'
        : isRecord(body) && body.stream === true;
    const simulator = simulatorOf(account, model);
    const faults = [...headFaults(request, options), ...simulator.check(body, named)];
    const ask = { path, text, body, account, model, stream, faults };
    if (faults.length > 0) {
      asks.push(ask);
      return refuse(400, faults.join('; '));
    }
    const played = script.shift() ?? { refuse: 503, message: 'nothing to say' };
    if ('refuse' in played) {
      asks.push(ask);
      return refuse(played.refuse, played.message);
    }
    const spoken = simulator.answer(played);
    asks.push({ ...ask, spoken });
    response.writeHead(200, { 'content-type': stream ? 'text/event-stream' : 'application/json' });
    response.end(stream ? spoken.stream : JSON.stringify(spoken.body));
  };

  let url = '';
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(new Error(String(error))));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the provider has no port');
  url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    asks,
    next: (...played) => void script.push(...played),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

function keyOf({ headers }: IncomingMessage): string {
  const given = headers['x-api-key'] ?? headers['x-goog-api-key'] ?? headers.authorization ?? '';
  return String(given).replace(/^Bearer /, '');
}

/** Where each vendor is asked, and what it wants beside the body. */
const paths = {
  'openai-chat': /^\/v1\/chat\/completions$/,
  'openai-responses': /^\/v1\/responses$/,
  'anthropic-messages': /^\/v1\/messages$/,
  'gemini-generate': /^\/v1beta\/models\/[^/]+:(generateContent|streamGenerateContent\?alt=sse)$/,
} as const;

function headFaults({ url = '', headers }: IncomingMessage, { dialect }: ProviderOptions): string[] {
  const faults: string[] = [];
  if (!paths[dialect].test(url)) faults.push(`path: ${url} is none of ${dialect}`);
  if (dialect === 'anthropic-messages' && headers['anthropic-version'] === undefined)
    faults.push('header: anthropic-version is not there');
  return faults;
}
