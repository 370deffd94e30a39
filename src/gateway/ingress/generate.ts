import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ask } from '../attempts/ask.ts';
import { retryAdvice } from '../attempts/final-error.ts';
import { Run, type RunDeps, type RunResult } from '../attempts/run.ts';
import { conversationId } from '../conversations/conversation-id.ts';
import type { PlaceBook } from '../conversations/place-book.ts';
import type { KeptResponse, ResponseBook } from '../conversations/response-book.ts';
import { alternativesTo } from '../dialects/codecs.ts';
import { type ErrorAnswer, type ErrorCode, errorAnswer } from '../exchange/errors.ts';
import type { Mutable } from '../exchange/mutable.ts';
import type { Clock } from '../exchange/ports.ts';
import type { RequestRecord } from '../exchange/record.ts';
import { routingModes } from '../exchange/routing-mode.ts';
import { textHash } from '../exchange/text-hash.ts';
import { planOutcome } from '../routing/plan-outcome.ts';
import type { Plan, RoutingAsk, RoutingView } from '../routing/view.ts';
import type { RunningRequest } from '../tracing/running-requests.ts';
import type { Admission } from './admission.ts';
import { appOf } from './app-name.ts';
import type { BodyBudget } from './body-budget.ts';
import { isRestricted, withoutKey } from './client-keys.ts';
import type { ClientSide } from './client-side.ts';
import { type CountDeps, countTokens } from './count-tokens.ts';
import { learnTokens } from './learn-tokens.ts';
import type { Outbox } from './outbox.ts';
import { pausedError } from './paused-error.ts';
import { planFrom } from './plan-from.ts';
import { withItems } from './previous-response.ts';
import { type BodyFacts, type Ours, readAsk } from './read-ask.ts';
import { type BodyResult, readBody } from './read-body.ts';
import { BodyContent } from './request-content.ts';
import { recordOf, refusal } from './request-record.ts';
import { ResponseAnswer } from './response-answer.ts';
import { atOrigin, followPrevious, keeper, type ReadBody, replaced } from './response-chain.ts';
import type { Target } from './routes.ts';
import type { RunningRuns } from './running-runs.ts';
import { sendError } from './send-error.ts';
import { startRun } from './start-run.ts';
import { headerWishes, type Wishes } from './wishes.ts';

/** What answering a model request needs, as plain functions of the gateway's present state. */
export interface GenerateDeps extends CountDeps {
  readonly clock: Clock;
  readonly run: RunDeps;
  readonly budget: BodyBudget;
  readonly running: RunningRuns;
  readonly outbox: Outbox;
  /** Where conversations are. */
  readonly places: PlaceBook;
  readonly ours: Ours;
  /** Responses that clients may come back to. */
  readonly responses: ResponseBook;
  view(): RoutingView;
  /** `routing.paused`: nothing may be called. */
  paused(): boolean;
  /** A number in [0, 1) for the weighted choice of an account. */
  chance(): number;
  /** A request has begun to be answered; returns what says that it is over. */
  started(request: RunningRequest): () => void;
  record(record: RequestRecord): void;
}

/** Answers a request for an answer of a model: read, check, plan, run. */
export function generate(
  deps: GenerateDeps,
  target: Target,
  admission: Admission,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const refuse = (code: ErrorCode, values: Readonly<Record<string, string>>, close = false): void => {
    const wait = code === 'draining' ? { retryAfterSeconds: 3 } : {};
    const error = errorAnswer(code, admission.id, values, wait);
    sendError(response, target.dialect, error, close);
    deps.record(refusal(deps.clock, target, admission, request, error));
  };
  const side = httpSide(deps, target, request, response);
  const respond = (read: BodyResult): void => {
    if (read.ok) answerBody(deps, target, admission, side, read);
    else bodyRefused(read, refuse);
  };
  // Shutting down waits for a body on its way, too: its request was let in before.
  const slot = deps.running.add({
    shutDown() {
      deps.running.delete(slot);
      refuse('draining', {}, true);
    },
  });
  readBody(request, deps.budget, (read) => {
    try {
      if (!response.writableEnded) respond(read);
      else if (read.ok) read.release();
    } catch (error) {
      // Nobody stands above this callback: a fault of ours would end the whole process.
      deps.log.error('a request failed inside the gateway', { error, request: admission.id });
      if (read.ok) read.release();
      refuse('internal', { detail: 'an unexpected error' });
    }
    deps.running.delete(slot);
  });
}

/** A connection over HTTP: one request, one response. */
function httpSide(
  deps: GenerateDeps,
  target: Target,
  request: IncomingMessage,
  response: ServerResponse,
): ClientSide {
  return {
    headers: request.headers,
    rawHeaders: request.rawHeaders,
    deny: (error) => sendError(response, target.dialect, error),
    answer: () => new ResponseAnswer(response, deps.outbox),
    start: (run) => startRun(run, response, deps.running),
  };
}

/** Answers a request whose body is there, whatever it came over. */
export function answerBody(
  deps: GenerateDeps,
  target: Target,
  admission: Admission,
  side: ClientSide,
  read: ReadBody,
): void {
  const refuse = (code: ErrorCode, values: Readonly<Record<string, string>>): void => {
    read.release();
    const error = errorAnswer(code, admission.id, values);
    side.deny(error);
    deps.record(refusal(deps.clock, target, admission, side, error));
  };
  const chained = followPrevious(deps.responses, target, admission, read);
  if (!chained.ok) return refuse(chained.code, chained.values);
  const { read: whole, origin } = chained;
  const reading = readAsk(target, whole.body, isRestricted(admission.client), deps.ours);
  if (reading.ok) return answer(deps, target, admission, side, whole, reading.facts, origin);
  refuse(reading.code, reading.values);
}

function answer(
  deps: GenerateDeps,
  target: Target,
  admission: Admission,
  side: ClientSide,
  read: ReadBody,
  facts: BodyFacts,
  origin: KeptResponse | undefined,
): void {
  const { client, path } = admission;
  const deny = (error: ErrorAnswer): void => {
    read.release();
    side.deny(error);
    deps.record({
      ...refusal(deps.clock, target, admission, side, error),
      modelAsked: facts.model,
      stream: facts.stream,
      requestBytes: read.body.length,
    });
  };
  if (deps.paused()) return deny(pausedError(admission.id));
  const app = appOf(side.headers);
  const wishes = wishesOf(side, facts);
  if (wishes.unknownSort !== undefined) return deny(unknownSort(admission.id, wishes.unknownSort));
  const conversation = conversationId(side.headers);
  const home = conversation ?? client.id;
  const question: Mutable<RoutingAsk> = {
    model: facts.model,
    dialect: target.dialect,
    operation: target.operation,
    random: conversation === undefined ? deps.chance() : chanceOf(conversation),
  };
  const alternatives = alternativesTo(target.dialect, target.operation);
  if (alternatives.length > 0) question.alternatives = alternatives;
  if (origin !== undefined) question.pin = origin.provider;
  if (path.provider !== undefined) question.pin = path.provider;
  if (path.vendor !== undefined) question.vendor = path.vendor;
  if (wishes.order !== undefined) question.order = wishes.order;
  if (wishes.only !== undefined) question.only = wishes.only;
  if (wishes.ignore !== undefined) question.ignore = wishes.ignore;
  if (wishes.allowFallbacks !== undefined) question.allowFallbacks = wishes.allowFallbacks;
  if (wishes.models !== undefined) question.fallbackModels = wishes.models;
  if (client.models !== undefined) question.allowedModels = client.models;
  if (client.providers !== undefined) question.allowedProviders = client.providers;
  if (wishes.mode !== undefined) question.mode = wishes.mode;
  if (client.mode !== undefined) question.ownerMode = client.mode;
  if (wishes.ownKey !== undefined) question.ownKey = true;
  const content = target.operation === 'generate' ? new BodyContent(target.dialect, read.body) : undefined;
  if (content !== undefined) question.content = content;
  const view = deps.view();
  // Who answers a client's own key is no place of ours: a conversation is not looked for there, nor led there.
  const place = wishes.ownKey === undefined ? deps.places.placeOf(home, facts.model) : undefined;
  const open = planFrom(view, question, place, conversation !== undefined, read.body);
  content?.release();
  const planned = origin === undefined ? open : atOrigin(open, origin);
  const choice = wishes.ownKey === undefined ? planned : onePinned(planned, path.provider);
  const first = choice?.candidates[0];
  if (choice === undefined || first === undefined) {
    const body = origin === undefined ? undefined : withItems(read.body, origin);
    // Whoever keeps the response cannot be asked: somebody else goes on from its items.
    if (body !== undefined) return answerBody(deps, target, admission, side, replaced(read, body));
    return deny(
      choice === undefined ? ownKeyProblem(admission.id) : nobodyError(view, question, choice, admission),
    );
  }
  const ask: Mutable<Ask> = {
    id: admission.id,
    client: client.id,
    method: 'POST',
    dialect: target.dialect,
    operation: target.operation,
    query: withoutKey(path.query),
    stream: facts.stream,
    rawHeaders: side.rawHeaders,
    clientKeys: admission.keys,
    body: read.body,
    requestBytes: read.body.length,
    modelAsked: facts.model,
    edits: facts.edits,
    routerxNames: wishes.routerxNames,
    wantsUsage: facts.wantsUsage,
    hops: admission.hops,
    releaseBody() {
      read.release();
      ask.body = noBytes;
    },
  };
  if (conversation !== undefined) ask.conversation = conversation;
  if (target.action !== undefined) ask.action = target.action;
  if (facts.bodyModel !== undefined) ask.bodyModel = facts.bodyModel;
  if (facts.askUsage !== undefined) ask.askUsage = facts.askUsage;
  if (wishes.ownKey !== undefined) ask.ownKey = wishes.ownKey;
  const queueMs = deps.clock.monotonic() - admission.start;
  const nobody = (): ErrorAnswer => nobodyError(deps.view(), question, choice, admission);
  const over = deps.started(runningRequest(ask, admission, app));
  const finished = (result: RunResult): void => {
    over();
    const from = { app, conversation, user: wishes.user };
    deps.record(recordOf(deps.clock, ask, admission, from, queueMs, result));
  };
  if (target.operation === 'count-tokens') {
    return countTokens(deps, ask, choice, first, side, nobody, finished);
  }
  const kept = keeper(deps.responses, target, client.id, side, read.body, origin);
  const run = new Run(deps.run, ask, choice, kept?.answer ?? side.answer(), nobody, (result) => {
    kept?.keep(result);
    const counter = deps.counting();
    if (counter !== undefined) learnTokens(counter, result);
    if (result.outcome === 'ok' && result.answeredBy !== undefined && ask.ownKey === undefined) {
      deps.places.settle(home, facts.model, result.answeredBy);
    }
    finished(result);
  });
  side.start(run);
}

const noBytes = Buffer.alloc(0);

/** What the headers wish goes before what the body does. */
function wishesOf({ headers }: ClientSide, facts: BodyFacts): Wishes {
  const fromHeaders = headerWishes(headers);
  return facts.wishes === undefined ? fromHeaders : { ...facts.wishes, ...fromHeaders };
}

function runningRequest(ask: Ask, { startedAt, client, path }: Admission, app: string | undefined) {
  const running: Mutable<RunningRequest> = {
    id: ask.id,
    startedAt,
    client: client.id,
    dialect: ask.dialect,
    modelAsked: ask.modelAsked,
    stream: ask.stream,
  };
  if (path.terminal !== undefined) running.terminal = path.terminal;
  if (app !== undefined) running.app = app;
  return running;
}

/**
 * The client's own key goes to exactly one provider, the first model there, and nobody else takes over. Undefined: not
 * one provider was pinned, by the path or by the name. A plan with nobody in it is left to say why.
 */
function onePinned(planned: Plan, pin: string | undefined): Plan | undefined {
  const [first] = planned.candidates;
  if (first === undefined) return planned;
  const isPinned = pin !== undefined || first.reason === 'pinned';
  const isOne = planned.candidates.every(({ provider }) => provider === first.provider);
  return isPinned && isOne ? { ...planned, candidates: [first] } : undefined;
}

function unknownSort(id: string, word: string): ErrorAnswer {
  const detail = `${JSON.stringify(word)} is no order; allowed are ${routingModes.join(', ')} and throughput`;
  return errorAnswer('invalid_header', id, { header: 'x-patchbay-sort', detail });
}

function ownKeyProblem(id: string): ErrorAnswer {
  const detail =
    'it needs exactly one provider; name it as "provider/model" or in the path as /p/{provider}/';
  return errorAnswer('invalid_header', id, { header: 'x-patchbay-api-key', detail });
}

/** What a client is told when its plan has nobody who can be called. */
function nobodyError(
  view: RoutingView,
  question: RoutingAsk,
  choice: Plan,
  { id, client }: Admission,
): ErrorAnswer {
  const { code, values, retryAt, status } = planOutcome(view, question, choice);
  const waits = code === 'everything_exhausted' || code === 'upstream_unavailable';
  return errorAnswer(
    code,
    id,
    { client: client.id, ...values },
    {
      ...(waits && retryAdvice(question, retryAt, view.now)),
      ...(code === 'provider_credentials' && { noRetry: true }),
      ...(status !== undefined && { status }),
    },
  );
}

/**
 * A number in [0, 1) that is the same for all requests of a conversation, so that the weighted choice keeps it on one
 * account, where its prompt cache is.
 */
function chanceOf(conversation: string): number {
  return textHash(conversation) / 2 ** 32;
}

function bodyRefused(
  read: Extract<BodyResult, { ok: false }>,
  refuse: (code: ErrorCode, values: Readonly<Record<string, string>>, close?: boolean) => void,
): void {
  if (read.problem === 'too-large') refuse('body_too_large', {}, read.close);
  else if (read.problem === 'no-room') refuse('buffers_full', {});
  else if (read.problem === 'invalid')
    refuse('invalid_encoding', { encoding: read.encoding, detail: read.detail });
}
