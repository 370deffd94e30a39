import type { TestedAccountView } from '../../control/provider-tests.ts';
import { KeyGuard } from '../attempts/key-guard.ts';
import { readModelList } from '../catalog/read-list.ts';
import { readError } from '../dialects/read-error.ts';
import type { Failure } from '../exchange/failure.ts';
import type { Clock, Transport } from '../exchange/ports.ts';
import type { Account, Provider } from '../exchange/provider.ts';
import { classifyAnswer } from '../routing/classify.ts';
import { checkKey } from '../upstream/check-key.ts';
import { fetchModelList, type ModelListAnswer, type ModelListError } from '../upstream/list-models.ts';
import type { ReadAnswer } from '../upstream/read-answer.ts';

/** One account of a provider, to be tried with the questions that cost nothing. */
export interface Trial {
  readonly provider: Provider;
  readonly account: Account;
  /** Undefined: the account needs none, or it is missing. */
  readonly key: string | undefined;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Whether the provider refuses its list to somebody without a key; asked once for all accounts. */
  readonly refusesStrangers: () => Promise<boolean>;
}

export interface TriedAccount extends TestedAccountView {
  /** Names of the models, when the list could be read. */
  readonly models?: readonly string[];
}

/**
 * Reads the list of models with the account's key. A list that anybody gets says nothing about the key: then the
 * provider's own check of keys is asked, if it has one, and else the key counts as not checked. Never rejects.
 */
export async function tryAccount(trial: Trial): Promise<TriedAccount> {
  const { provider, account, key, transport, clock } = trial;
  const guard = new KeyGuard(key);
  if (key === undefined && account.key !== undefined) {
    return failed(account.id, 'nothing', missingKey(account.id));
  }
  const options = { signal: trial.signal, fresh: true };
  const list = await fetchModelList(provider, key, transport, clock, options);
  const failure = listFailure(provider, list, clock.now());
  // The client's own login is not here: that the provider wants one is what a right address says.
  if (failure?.class === 'credential' && account.passthrough) {
    return { account: account.id, ok: true, checked: 'address' };
  }
  if (failure !== undefined) {
    return failed(account.id, reached(failure, key !== undefined), guard.failure(failure));
  }
  const models = namesOf(list).map((name) => guard.text(name));
  const verdict = await judgeKey(trial);
  if (verdict !== 'fine' && verdict !== 'unknown') {
    return { ...failed(account.id, 'key', guard.failure(verdict)), models };
  }
  return { account: account.id, ok: true, checked: verdict === 'fine' ? 'key' : 'address', models };
}

/** Whether an answer to a question without a key means that the list needs one. */
export function isRefusal(provider: Provider, list: ModelListAnswer, now: number): boolean {
  return listFailure(provider, list, now)?.class === 'credential';
}

/** The list was there. Whether it says that the key is right, or what does. */
async function judgeKey(trial: Trial): Promise<Failure | 'fine' | 'unknown'> {
  const { provider, key, transport, clock } = trial;
  if (key === undefined) return 'unknown';
  const options = { signal: trial.signal, fresh: true };
  const answer = await checkKey(provider, key, transport, clock, options);
  if (answer !== undefined) return judgement(answer, clock.now());
  return (await trial.refusesStrangers()) ? 'fine' : 'unknown';
}

/** What a provider's own check of keys says. Trouble of the check itself is none of the key. */
function judgement(answer: ReadAnswer, now: number): Failure | 'fine' | 'unknown' {
  if ('error' in answer) return 'unknown';
  if (answer.status >= 200 && answer.status < 300) return 'fine';
  const failure = answerFailure(answer, now);
  return failure.class === 'credential' || failure.status === 402 ? failure : 'unknown';
}

/** Why a list is none; undefined when it is one. */
function listFailure(provider: Provider, list: ModelListAnswer, now: number): Failure | undefined {
  if ('error' in list) return connectionFailure(provider, list.error);
  if (list.status !== 200) return answerFailure(list, now);
  if (readModelList(list.body) !== undefined) return undefined;
  const message = `${provider.name} answered with something that is not a list of models.`;
  return { class: 'transport', code: 'not_a_list', message, status: 200 };
}

function connectionFailure(provider: Provider, { code, message }: ModelListError): Failure {
  // Whoever aborts is the test itself, after its time; a client that has left reads no answer.
  if (code === 'aborted') {
    const late = `${provider.name} did not answer before the time of the test was over.`;
    return { class: 'transport', code: 'timeout', message: late };
  }
  return { class: code === 'closed' ? 'cancelled' : 'transport', code, message };
}

function answerFailure(answer: Exclude<ReadAnswer, { error: unknown }>, now: number): Failure {
  const { status, headers, body } = answer;
  return classifyAnswer({ status, headers, error: readError(body), now });
}

function missingKey(account: string): Failure {
  return {
    class: 'credential',
    code: 'key_missing',
    message: `The key of the account ${account} is missing.`,
  };
}

/** How far a test got that failed. */
function reached({ class: kind, status }: Failure, withKey: boolean): TestedAccountView['checked'] {
  if (status === undefined) return 'nothing';
  return withKey && (kind === 'credential' || status === 402) ? 'key' : 'address';
}

function failed(account: string, checked: TestedAccountView['checked'], failure: Failure): TriedAccount {
  const { class: kind, code, status, message } = failure;
  return {
    account,
    ok: false,
    checked,
    failure: { class: kind, code, ...(status !== undefined && { status }), message },
  };
}

function namesOf(list: ModelListAnswer): string[] {
  if ('error' in list) return [];
  return (readModelList(list.body) ?? []).map(({ id }) => id);
}
