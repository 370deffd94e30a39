import type { GatewayEvent } from './exchange/event.ts';
import type { ClearCause, HealthChange } from './routing/health-book.ts';
import { momentWords } from './routing/words.ts';

/** Tells a change of health to people: who, until when, why. */
export function healthEvent(change: HealthChange, now: number): GatewayEvent {
  const place = [change.provider, change.account, change.model]
    .filter((part) => part !== undefined)
    .join(' / ');
  const fields = {
    provider: change.provider,
    ...(change.account !== undefined && { account: change.account }),
    ...(change.model !== undefined && { model: change.model }),
    ...(change.until !== undefined && { until: change.until }),
    ...(change.cause !== undefined && { cause: change.cause }),
    ...(change.failure !== undefined && { class: change.failure.class, code: change.failure.code }),
  };
  if (change.type !== 'cooling') {
    const message =
      change.type === 'recovered' ? `${place} answers again.` : clearedWords(place, change.cause);
    const code = change.type === 'recovered' ? 'provider.recovered' : 'health.cleared';
    return { at: now, level: 'info', code, message, fields };
  }
  const until = change.until === undefined ? '' : ` until ${momentWords(change.until, now)}`;
  const message = `${place} is left alone${until}: ${change.failure?.code ?? 'it failed'}.`;
  return { at: now, level: 'warning', code: 'provider.cooling', message, fields };
}

function clearedWords(place: string, cause: ClearCause | undefined): string {
  return cause === 'config-changed'
    ? `What was known against ${place} is forgotten: its settings or its key changed.`
    : `What was known against ${place} was cleared by hand.`;
}
