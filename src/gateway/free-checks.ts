import { isRefusal, type TriedAccount, tryAccount } from './admin/try-account.ts';
import type { GatewayEvent } from './exchange/event.ts';
import type { Failure } from './exchange/failure.ts';
import type { Clock, Timer, Transport } from './exchange/ports.ts';
import type { Account, Provider } from './exchange/provider.ts';
import type { DueCheck, HealthBook, RunningCheck } from './routing/health-book.ts';
import type { HealthScope } from './routing/health-store.ts';
import { fetchModelList } from './upstream/list-models.ts';

/** Whom a check asks. */
export interface CheckTarget {
  readonly provider: Provider;
  readonly account: Account;
  /** Undefined: the account needs none. */
  readonly key: string | undefined;
  readonly transport: Transport;
}

export interface FreeChecks {
  /** The config or a key changed: what runs is given up, and what is due is asked again as things are now. */
  renew(): void;
  /** Gives up what runs and asks nothing any more. */
  stop(): void;
}

/** Checks at once, over all providers. */
const mostAtOnce = 4;
/** Between two checks of one account, in milliseconds: `cooldownSeconds` may be 0. */
const leastGapMs = 5000;
/** Milliseconds that a check may take. */
const mostMs = 10_000;

/**
 * Asks providers for their list of models when a cooldown ends, so that no request has to find out that it is too
 * early. A list costs nothing; nothing that costs is ever sent from here. One check at a time per provider and account.
 *
 * `target` says whom to ask for a provider, or for one of its accounts; undefined: nobody can be asked now.
 */
export function createFreeChecks(deps: {
  readonly clock: Clock;
  readonly health: Pick<HealthBook, 'checks' | 'beginCheck' | 'onChange'>;
  readonly target: (provider: string, account: string | undefined) => CheckTarget | undefined;
  readonly tell: (event: GatewayEvent) => void;
}): FreeChecks {
  const { clock, health } = deps;
  /** What ends the checks that run, by provider and account. */
  const running = new Map<string, () => void>();
  /** Milliseconds since the epoch at which an account was asked last. */
  const askedAt = new Map<string, number>();
  let timer: Timer | undefined;
  let stopped = false;

  /** The accounts that are due, now or later, each with what a check of it speaks for. */
  function due(): Map<string, { readonly target: CheckTarget; at: number; readonly scopes: HealthScope[] }> {
    const found = new Map<string, { target: CheckTarget; at: number; scopes: HealthScope[] }>();
    for (const { scope, at } of health.checks()) add(found, scope, at);
    return found;
  }

  function add(
    found: Map<string, { target: CheckTarget; at: number; scopes: HealthScope[] }>,
    scope: HealthScope,
    at: DueCheck['at'],
  ): void {
    const target = deps.target(scope.provider, scope.account);
    if (target === undefined) return;
    const key = `${target.provider.id}/${target.account.id}`;
    if (running.has(key)) return;
    const known = found.get(key);
    if (known === undefined) found.set(key, { target, at, scopes: [scope] });
    else {
      known.scopes.push(scope);
      known.at = Math.min(known.at, at);
    }
  }

  /** Sets the timer to the next check. */
  function arm(): void {
    timer?.cancel();
    timer = undefined;
    if (stopped || running.size >= mostAtOnce) return;
    let next = Number.POSITIVE_INFINITY;
    for (const [key, { at }] of due())
      next = Math.min(next, Math.max(at, (askedAt.get(key) ?? 0) + leastGapMs));
    if (next < Number.POSITIVE_INFINITY) timer = clock.after(Math.max(0, next - clock.now()), look);
  }

  function look(): void {
    for (const [key, { target, at, scopes }] of due()) {
      const now = clock.now();
      if (running.size >= mostAtOnce) break;
      if (at <= now && now - (askedAt.get(key) ?? 0) >= leastGapMs) begin(key, target, scopes);
    }
    arm();
  }

  function begin(key: string, target: CheckTarget, scopes: readonly HealthScope[]): void {
    const controller = new AbortController();
    const checks: { readonly scope: HealthScope; readonly check: RunningCheck }[] = [];
    let waitedFor = 0;
    for (const scope of scopes) {
      const check = health.beginCheck(scope, () => {
        waitedFor -= 1;
        if (waitedFor === 0) controller.abort();
      });
      if (check === undefined) continue;
      waitedFor += 1;
      checks.push({ scope, check });
    }
    if (checks.length === 0) return;
    const start = clock.monotonic();
    const late = clock.after(mostMs, () => controller.abort());
    askedAt.set(key, clock.now());
    running.set(key, () => {
      for (const { check } of checks) check.dropped();
      controller.abort();
    });
    const judgesKey = checks.some(({ scope }) => scope.kind === 'credential');
    void ask(target, judgesKey, controller.signal).then((tried) => {
      late.cancel();
      if (!running.delete(key)) return;
      // Whoever did not wait for the answer has found out by itself.
      if (waitedFor > 0) {
        const results = checks.map(({ scope, check }) => settle(scope, check, tried));
        deps.tell(checkEvent(target, tried, results, clock.now(), Math.round(clock.monotonic() - start)));
      }
      arm();
    });
  }

  /** Whether a list is for everybody is asked only where it says something of a key. */
  function ask(target: CheckTarget, judgesKey: boolean, signal: AbortSignal): Promise<TriedAccount> {
    const { provider, account, key, transport } = target;
    const refusesStrangers = async (): Promise<boolean> => {
      if (!judgesKey) return false;
      const options = { signal, fresh: true };
      const list = await fetchModelList(provider, undefined, transport, clock, options);
      return isRefusal(provider, list, clock.now());
    };
    return tryAccount({ provider, account, key, transport, clock, signal, refusesStrangers });
  }

  function giveUp(): void {
    const all = [...running.values()];
    running.clear();
    for (const end of all) end();
  }

  const unlisten = health.onChange(({ type }) => {
    if (type === 'cooling') arm();
  });

  return {
    renew() {
      giveUp();
      askedAt.clear();
      arm();
    },
    stop() {
      stopped = true;
      unlisten();
      giveUp();
      timer?.cancel();
    },
  };
}

type Result = 'well' | 'failing' | 'unknown';

/** Tells a place what the check means for it. */
function settle(scope: HealthScope, check: RunningCheck, tried: TriedAccount): Result {
  const result = scope.kind === 'credential' ? keyResult(tried) : addressResult(tried);
  if (result === 'well') check.passed();
  else if (result === 'failing' && tried.failure !== undefined) check.failed(failureOf(tried.failure));
  else check.silent();
  return result;
}

function failureOf({ class: kind, code, message, status }: NonNullable<TriedAccount['failure']>): Failure {
  return { class: kind, code, message, ...(status !== undefined && { status }) };
}

/** What a check says of the key: a list that anybody gets says nothing of it. */
function keyResult({ ok, checked, failure }: TriedAccount): Result {
  if (ok) return checked === 'key' ? 'well' : 'unknown';
  return failure?.class === 'credential' && failure.status !== undefined ? 'failing' : 'unknown';
}

/**
 * What a check says of the provider. Only a connection that failed and an error of the server are trouble: any other
 * refusal may mean that there is no list at that address.
 */
function addressResult({ models, failure }: TriedAccount): Result {
  if (models !== undefined) return 'well';
  if (failure === undefined || failure.code === 'no_list') return 'unknown';
  const { class: kind, status } = failure;
  if (status === undefined) return kind === 'transport' ? 'failing' : 'unknown';
  return status >= 500 && (kind === 'transport' || kind === 'overload') ? 'failing' : 'unknown';
}

const resultWords: Readonly<Record<Result, string>> = {
  well: 'it answers',
  failing: 'it still fails',
  unknown: 'which says nothing; the next request will tell',
};

/** The gravest result is told: what fails before what is not known. */
function checkEvent(
  { provider, account }: CheckTarget,
  { failure }: TriedAccount,
  results: readonly Result[],
  at: number,
  ms: number,
): GatewayEvent {
  const result: Result =
    results.find((each) => each === 'failing') ?? results.find((each) => each === 'unknown') ?? 'well';
  const why = failure === undefined || result === 'well' ? '' : ` (${failure.code})`;
  return {
    at,
    level: 'info',
    code: 'health.checked',
    message: `${provider.id}/${account.id} was asked for its list of models, without cost: ${resultWords[result]}${why}.`,
    fields: { provider: provider.id, account: account.id, result, ms, ...codeOf(failure) },
  };
}

function codeOf(failure: Pick<Failure, 'code'> | undefined): { readonly code?: string } {
  return failure === undefined ? {} : { code: failure.code };
}
