import type { Provider } from '../../../src/gateway/exchange/provider.ts';
import type { ManualClock } from '../../support/manual-clock.ts';
import type { RecordedRequest } from '../../support/scripted-upstream.ts';
import { answer, type Behaviour, failure, faulty } from '../../support/scripted-upstream-behaviour.ts';
import { provider } from '../../support/start-gateway.ts';

/** Midnight at which the day begins. */
export const midnight = Date.UTC(2026, 0, 1);

const hour = 60 * 60_000;

/** Whether the time lies between two, written as `4.5` for 04:30. */
function between(clock: ManualClock, from: number, until: number): boolean {
  const hours = (clock.now() - midnight) / hour;
  return hours >= from && hours < until;
}

/** What the providers do with a request for an answer, and with one for their lists. */
export interface Day {
  alpha(request: RecordedRequest): Behaviour;
  beta(): Behaviour;
  gamma(): Behaviour;
  alphaList(): Behaviour | undefined;
  list(): Behaviour | undefined;
}

/** How two accounts, two more providers and a network behave through the day. */
export function dayOf(clock: ManualClock): Day {
  const reset = faulty({ do: 'reset', after: 'nothing' });
  const noNetwork = (): Behaviour | undefined => (between(clock, 13, 13.2) ? reset : undefined);
  const isAway = (): boolean => between(clock, 8, 8.4);
  return {
    alpha(request) {
      const isMain = request.rawHeaders.includes('key-of-alpha-main');
      const model = JSON.stringify(request.json);
      if (between(clock, 1, 1.5) && model.includes('large')) return failure(529, { message: 'Overloaded' });
      // Announced until 07:00, lifted at 05:30: somebody bought more.
      if (isMain && between(clock, 3, 5.5)) {
        const reset = new Date(midnight + 7 * hour).toISOString();
        return failure(429, {
          message: 'This request would exceed your rate limit.',
          headers: {
            'anthropic-ratelimit-tokens-remaining': '0',
            'anthropic-ratelimit-tokens-reset': reset,
          },
        });
      }
      if (isAway()) return reset;
      if (isMain && between(clock, 10, 11)) return failure(401);
      if (between(clock, 21, 22)) return faulty({ do: 'reset', after: 8 });
      return noNetwork() ?? answer('alpha');
    },
    alphaList: () => (isAway() ? reset : noNetwork()),
    list: noNetwork,
    beta: () => noNetwork() ?? answer('beta'),
    gamma: () => noNetwork() ?? (between(clock, 13.2, 13.4) ? failure(503) : answer('gamma')),
  };
}

/** Alpha is a vendor with two accounts, beta a reseller with chat only, gamma a backup. */
export function dayProviders(
  urls: Readonly<Record<'alpha' | 'beta' | 'gamma', string>>,
): readonly Provider[] {
  const alpha = provider('alpha', urls.alpha, { models: ['large', 'small'] });
  const [main] = alpha.accounts;
  const chat = provider('beta', urls.beta, { models: ['large', 'small', 'preview'] });
  return [
    {
      ...alpha,
      accounts:
        main === undefined ? [] : [main, { ...main, id: 'spare', priority: 2, key: { env: 'SPARE' } }],
      endpoints: new Map([...alpha.endpoints].filter(([dialect]) => dialect === 'anthropic-messages')),
    },
    { ...chat, endpoints: new Map([...chat.endpoints].filter(([dialect]) => dialect === 'openai-chat')) },
    provider('gamma', urls.gamma, { models: ['*'], role: 'backup' }),
  ];
}

/** What the user does to the config, by the hour. */
export const changes: readonly {
  readonly at: number;
  readonly preferred: string;
  readonly without?: string;
}[] = [
  { at: 0, preferred: 'alpha' },
  { at: 15, preferred: 'beta' },
  { at: 17, preferred: 'alpha' },
  { at: 19, preferred: 'alpha', without: 'beta' },
  { at: 20, preferred: 'alpha' },
];
