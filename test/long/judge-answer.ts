import { textOf } from '../gateway/faults/text-of.ts';
import { parsedJson, textAt } from '../support/json-value.ts';
import type { Conversing } from '../support/requests.ts';
import type { Call } from './limited-provider.ts';
import { type Received, received } from './numbered-tokens.ts';
import { unsealed } from './sealed-tokens.ts';

/** What one client was told. */
export interface Told {
  readonly owner: string;
  readonly dialect: Conversing;
  readonly stream: boolean;
  readonly id: string;
  readonly status: number;
  readonly text: string;
  /** Milliseconds since the epoch at which the answer was read to its end. */
  readonly endedAt: number;
}

/** What it is: a whole answer, the beginning of one that broke, or an error and nothing else. */
export interface Judged {
  readonly kind: 'whole' | 'broken' | 'error';
  /** Why it must not be so; undefined: it is coherent and true. */
  readonly flaw?: string;
}

/** Whether a provider was closed to a request for all of its time, or for a part: then nobody had to ask it. */
export type WasShut = (provider: string) => boolean;

/**
 * Judges what a client was told by the calls that were made for it: one whole answer, which is the last call's; or the
 * beginning of it and the dialect's broken ending; or one error. Errors must name what a provider did to this request.
 */
export function judge(
  told: Told,
  calls: readonly Call[],
  providers: readonly string[],
  wasShut: WasShut,
): Judged {
  const last = calls.at(-1);
  const wrong = earlierFlaw(calls);
  const judged = told.stream && told.status === 200 ? judgeStream(told, last) : judgeBody(told, last);
  const flaw =
    judged.flaw ?? wrong ?? (judged.kind === 'error' ? untruth(judged.message, told, calls) : undefined);
  if (flaw !== undefined) return { kind: judged.kind, flaw: `${told.owner} ${told.dialect}: ${flaw}` };
  const unasked = providers.filter((id) => !calls.some(({ provider }) => provider === id) && !wasShut(id));
  if (judged.kind === 'error' && unasked.length > 0) {
    return { kind: 'error', flaw: `${told.owner}: ${unasked.join(', ')} was not asked: ${judged.message}` };
  }
  return { kind: judged.kind };
}

type Seen = Judged & { readonly message: string };

/** A call that went well is the last one: its answer was for the client. */
function earlierFlaw(calls: readonly Call[]): string | undefined {
  const wasted = calls.slice(0, -1).find((call) => !hasFailed(call));
  return wasted === undefined ? undefined : `${wasted.name} was answered well and somebody else was asked`;
}

function hasFailed({ fault, refusal, left }: Call): boolean {
  return fault !== undefined || refusal !== undefined || left;
}

function judgeStream({ dialect, text }: Told, last: Call | undefined): Seen {
  let seen: Received;
  try {
    seen = received(dialect, withoutTorn(text, last));
  } catch (error) {
    return { kind: 'broken', message: '', flaw: String(error) };
  }
  const { error, whole } = seen;
  const message = error ?? '';
  if (seen.text === '') {
    const flaw = error === undefined || whole ? `an empty answer: ${text.slice(-300)}` : undefined;
    return { kind: 'error', message, ...(flaw !== undefined && { flaw }) };
  }
  const tokens = tokensFlaw(seen.text, last, whole);
  if (whole) {
    const flaw =
      tokens ??
      (error === undefined ? endFlaw(dialect, text, seen.text) : `${message} behind a whole answer`);
    return { kind: 'whole', message, ...(flaw !== undefined && { flaw }) };
  }
  const flaw = tokens ?? brokenFlaw(dialect, text, message, last);
  return { kind: 'broken', message, ...(flaw !== undefined && { flaw }) };
}

/** Bytes pass from a provider that speaks the client's dialect: so does its torn event, and nobody else's. */
function withoutTorn(text: string, last: Call | undefined): string {
  if (last?.fault?.name !== 'torn event within the text') return text;
  const events = text.split('\n\n');
  const torn = events.findIndex((event) => {
    const data = /^data: (\{.*)$/m.exec(event)?.[1];
    return data !== undefined && parsedJson(data) === undefined;
  });
  return torn < 0 ? text : events.toSpliced(torn, 1).join('\n\n');
}

function tokensFlaw(text: string, last: Call | undefined, whole: boolean): string | undefined {
  const answer = unsealed(text);
  if (answer === undefined) return `tokens that no call sent so: ${text}`;
  if (answer.call !== last?.name) return `tokens of ${answer.call}, and the last call was ${last?.name}`;
  if (answer.sealed !== whole)
    return whole ? `a clean end of a part: ${text}` : `the whole answer as broken: ${text}`;
  return whole && answer.count !== last.count ? `${answer.count} tokens of ${last.count}` : undefined;
}

const ends: Readonly<Record<Conversing, RegExp>> = {
  'openai-chat': /\n\ndata: \[DONE\]\n\n$/,
  'openai-responses': /\n\nevent: response\.completed\ndata: [^\n]*\n\n$/,
  'anthropic-messages': /\n\nevent: message_stop\ndata: [^\n]*\n\n$/,
  'gemini-generate': /finishReason[^\n]*\r?\n\r?\n$/,
};

const brokenEnds: Readonly<Record<Conversing, RegExp>> = {
  'openai-chat': /\n\ndata: \{"error":[^\n]*\n\n$/,
  'openai-responses': /\n\nevent: response\.failed\ndata: [^\n]*\n\n$/,
  'anthropic-messages': /\n\nevent: error\ndata: [^\n]*\n\n$/,
  'gemini-generate': /^(?!.*finishReason).*$/s,
};

/** Behind the end nothing comes; where it repeats the text, it is the same text. */
function endFlaw(dialect: Conversing, text: string, tokens: string): string | undefined {
  if (!ends[dialect].test(text)) return `a strange end: ${text.slice(-300)}`;
  if (dialect !== 'openai-responses') return undefined;
  const last = parsedJson(/^data: (.*)$/m.exec(text.trimEnd().split('\n\n').at(-1) ?? '')?.[1] ?? '');
  const repeated = textAt(last, 'response', 'output', 0, 'content', 0, 'text');
  return repeated === tokens ? undefined : `tokens ${tokens}, and at the end ${repeated}`;
}

function brokenFlaw(
  dialect: Conversing,
  text: string,
  message: string,
  last: Call | undefined,
): string | undefined {
  if (!brokenEnds[dialect].test(text)) return `a strange broken end: ${text.slice(-300)}`;
  const [, provider, code] = /^The answer of (\S+) broke off \((\w+): /.exec(message) ?? [];
  if (last === undefined || provider !== last.provider)
    return `${last?.name} broke at ${last?.provider}, told was: ${message}`;
  if (last.fault?.late === true && isCalled(last, code)) return undefined;
  return isOverdue(last, code) ? undefined : `${last.fault?.name ?? 'no fault'} was told as: ${message}`;
}

function judgeBody({ dialect, status, text }: Told, last: Call | undefined): Seen {
  if (status === 200) {
    const flaw = tokensFlaw(textOf(text), last, true);
    return { kind: 'whole', message: '', ...(flaw !== undefined && { flaw }) };
  }
  const body = parsedJson(text);
  const message = textAt(body, 'error', 'message');
  const type = textAt(body, 'error', 'type');
  const isOfDialect = dialect !== 'anthropic-messages' || textAt(body, 'type') === 'error';
  if (message === undefined || type === undefined || !isOfDialect) {
    return { kind: 'error', message: '', flaw: `no error of the dialect: ${status} ${text}` };
  }
  return { kind: 'error', message };
}

/** What an error claims that no provider did to this request. */
function untruth(message: string, { status }: Told, calls: readonly Call[]): string | undefined {
  const well = calls.find((call) => !hasFailed(call));
  if (well !== undefined) return `${well.name} was answered well, told was: ${message}`;
  const quoted = /scripted for (\S+\.\d+)/.exec(message)?.[1];
  if (quoted !== undefined && !calls.some(({ name }) => name === quoted))
    return `the failure of another: ${message}`;
  const [, provider, said, code, failureClass] = /(\w+):(?: (\d{3}))? (\w+) \((\w+)\)\./.exec(message) ?? [];
  if (provider === undefined) {
    // Nobody could be asked; or the last one's own words. A quota is not used up for ever: its time was named.
    const says = /cooling down|exhausted/.test(message) && !/used up until an unknown time/.test(message);
    const nobody = says && [429, 503].includes(status) && calls.length === 0;
    return nobody || quoted !== undefined ? undefined : `it names nobody: ${status} ${message}`;
  }
  const isTrue = calls
    .filter((call) => call.provider === provider)
    .some((call) => {
      if (call.refusal !== undefined) return failureClass === 'quota' && said === '429';
      if (call.fault?.class === failureClass && isCalled(call, said ?? code)) return true;
      return isOverdue(call, code);
    });
  return isTrue ? undefined : `${calls.map(({ fault }) => fault?.name).join(', ')} was told as: ${message}`;
}

function isCalled({ fault }: Call, said: string | undefined): boolean {
  if (fault === undefined || said === undefined) return false;
  return typeof fault.said === 'number' ? String(fault.said) === said : fault.said.includes(said);
}

/** On a machine that is busy with something else a call without a fault may run out of time: then the gateway left. */
function isOverdue({ left }: Call, code: string | undefined): boolean {
  return left && code?.endsWith('timeout') === true;
}
