import type { Ask } from '../attempts/ask.ts';
import { errorHeaders } from '../attempts/own-headers.ts';
import { PivotAsk } from '../attempts/pivot-ask.ts';
import { Run, type RunDeps, type RunResult } from '../attempts/run.ts';
import type { TokenCounter } from '../counting/token-counter.ts';
import { wireOf } from '../dialects/wires.ts';
import { type ErrorAnswer, errorAnswer } from '../exchange/errors.ts';
import type { Log } from '../exchange/ports.ts';
import type { Candidate, Plan } from '../routing/view.ts';
import type { ClientSide } from './client-side.ts';
import { CountAnswer } from './count-answer.ts';
import { countHere } from './count-here.ts';

export interface CountDeps {
  readonly log: Pick<Log, 'error'>;
  readonly run: RunDeps;
  counter(): Promise<TokenCounter>;
  /** The counter, once somebody has counted; nothing is learned for nobody. */
  counting(): TokenCounter | undefined;
  /** Whether a provider is known not to count: it has been asked before. */
  readonly countless: CountlessProviders;
}

/** Providers that were asked to count and have no such endpoint. */
export interface CountlessProviders {
  has(provider: string): boolean;
  add(provider: string): void;
}

/**
 * Answers how many tokens a request has: the first candidate is asked when it speaks the client's dialect, since its
 * count is the true one. Where it cannot count, or cannot be asked now, the tokens are counted here.
 */
export function countTokens(
  deps: CountDeps,
  ask: Ask,
  choice: Plan,
  first: Candidate,
  side: ClientSide,
  nobody: () => ErrorAnswer,
  done: (result: RunResult) => void,
): void {
  const pivot = new PivotAsk(ask, true);
  const answer = new CountAnswer(side.answer());
  const own = (): void => {
    const failed = (error: unknown): RunResult => {
      // Nobody stands above this promise: a fault of ours would end the whole process.
      deps.log.error('the tokens of a request could not be counted', { error, request: ask.id });
      return tell(
        errorAnswer('internal', ask.id, { detail: 'an unexpected error' }),
        'internal',
        ask,
        answer,
      );
    };
    void ownCount(deps, ask, pivot, first, answer)
      .catch(failed)
      .then((result) => {
        ask.releaseBody();
        done({ ...result, answeredBy: first });
      });
  };
  if (first.dialect !== ask.dialect || deps.countless.has(first.provider)) return own();
  // Read while the body is there: the run gives it back when it is over.
  pivot.read();
  const plan = { ...choice, candidates: choice.candidates.filter(({ dialect }) => dialect === ask.dialect) };
  side.start(
    new Run(deps.run, ask, plan, answer, nobody, (result) => {
      if (answer.isFinal(result)) {
        answer.pass();
        return done(result);
      }
      if (lacksEndpoint(result)) deps.countless.add(first.provider);
      own();
    }),
  );
}

/** 404 of a path or of a model alike: asking again would not help either way. */
function lacksEndpoint({ attempts }: RunResult): boolean {
  const status = attempts.at(-1)?.status;
  return status === 404 || status === 405 || status === 501;
}

async function ownCount(
  deps: CountDeps,
  ask: Ask,
  pivot: PivotAsk,
  candidate: Candidate,
  answer: CountAnswer,
): Promise<RunResult> {
  const count = await countHere(() => deps.counter(), pivot, ask.dialect, candidate);
  if (!count.ok) {
    return tell(errorAnswer('invalid_body', ask.id, { detail: count.detail }), 'client', ask, answer);
  }
  const { body } = count;
  answer.replace(
    200,
    [
      'content-type',
      'application/json; charset=utf-8',
      'content-length',
      String(body.length),
      'x-patchbay-request-id',
      ask.id,
      'x-patchbay-count',
      'estimated',
    ],
    body,
  );
  return { outcome: 'ok', status: 200, responseBytes: body.length, attempts: [], losses: [] };
}

/** Tells the client why it gets no number. */
function tell(error: ErrorAnswer, fault: 'client' | 'internal', ask: Ask, answer: CountAnswer): RunResult {
  const body = wireOf(ask.dialect).errorBody(error);
  answer.replace(error.status, errorHeaders(error, body), body);
  return {
    outcome: fault === 'client' ? 'client-error' : 'failed',
    status: error.status,
    failure: { class: fault, code: error.code, message: error.message },
    responseBytes: body.length,
    attempts: [],
    losses: [],
  };
}
