import type { Call } from './limited-provider.ts';
import { covers, type Rest, type Tried } from './rests.ts';

/** A call that a provider saw, the attempt of which it is, and the one that followed. */
export interface Pair {
  readonly call: Call;
  readonly attempt: Tried;
  readonly next?: Tried;
}

/**
 * Finds the attempt of each call of a request. Every call is one attempt, but for those on a kept connection that was
 * reset before the head: they are sent once more, and are one attempt still. An attempt that never had a connection
 * has no call.
 */
export function callsOfAttempts(
  calls: readonly Call[],
  tried: readonly Tried[],
): { readonly pairs: readonly Pair[]; readonly flaw?: string } {
  const attempts = tried.filter(({ failure }) => !failure.startsWith('connect_'));
  const pairs: Pair[] = [];
  let at = 0;
  for (const [index, call] of calls.entries()) {
    const before = pairs.at(-1);
    const isOnceMore =
      before?.call.fault?.name === 'reset before the head' && calls.length - index > attempts.length - at;
    const attempt = isOnceMore ? before.attempt : attempts[at];
    if (!isOnceMore) at += 1;
    if (attempt === undefined || !covers(attempt, call)) {
      const said = attempts.map(({ provider, account }) => `${provider}/${account}`).join(', ');
      const seen = calls.map(({ provider, account }) => `${provider}/${account}`).join(', ');
      return { pairs, flaw: `${call.name}: calls of ${seen}, and attempts of ${said}` };
    }
    const next = tried[tried.indexOf(attempt) + 1];
    pairs.push({ call, attempt, ...(next !== undefined && { next }) });
  }
  const flaw =
    at < attempts.length ? `${attempts.length} attempts of ${calls[0]?.owner}, ${at} calls` : undefined;
  return { pairs, ...(flaw !== undefined && { flaw }) };
}

/**
 * Calls with an account's key before the time that a refusal of it had named, other than those that were on their way
 * when the gateway got the refusal; and refusals that the gateway did not note before it went on with the request.
 * `ended`: when the client of a request had its answer.
 */
export function refusedAtRest(
  rests: readonly Rest[],
  pairs: readonly Pair[],
  ended: ReadonlyMap<string, number>,
): string[] {
  return pairs.flatMap(({ call: refused, next }) => {
    const { refusal } = refused;
    if (refusal === undefined) return [];
    const { provider, account } = refused;
    const { scope, until } = refusal;
    const latest = next?.startedAt ?? ended.get(refused.owner) ?? 0;
    const noted = rests.find(
      (rest) =>
        rest.provider === provider &&
        rest.account === account &&
        rest.model === (scope === 'model' ? refused.model : undefined) &&
        rest.until >= until &&
        rest.at <= latest &&
        (rest.over === undefined || rest.over > refused.at),
    );
    if (noted === undefined) return [`${refused.name} was refused until ${until}, and nobody noted it`];
    return pairs
      .filter(({ call, attempt }) => covers(noted, call) && call.at < until && attempt.startedAt > noted.at)
      .map(({ call, attempt }) => {
        const words = `${refused.name} was refused at ${refused.at} until ${until}, noted at ${noted.at}`;
        return `${words}; ${call.name} began at ${attempt.startedAt} and came at ${call.at}`;
      })
      .filter((_, nth) => nth < 3);
  });
}
