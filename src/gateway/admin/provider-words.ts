import type { ProviderView } from '../../control/providers.ts';
import type { Provider } from '../exchange/provider.ts';
import type { HealthRow } from '../routing/health-rows.ts';
import { momentWords } from '../routing/words.ts';

/** What a provider's state is made of. */
export interface ProviderFacts {
  readonly provider: Provider;
  /** Its own health rows. */
  readonly health: readonly HealthRow[];
  readonly hasKey: (account: string) => boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

type State = Pick<ProviderView, 'state' | 'words'>;

/** The state of a provider, for a table and as a sentence. The first that holds: what a person must do comes first. */
export function providerState(facts: ProviderFacts): State {
  const { provider, health } = facts;
  if (!provider.enabled) return { state: 'disabled', words: 'Disabled in the config.' };
  const enabled = provider.accounts.filter((account) => account.enabled);
  if (enabled.length === 0) return { state: 'disabled', words: 'None of its accounts is enabled.' };
  const usable = enabled.filter((account) => facts.hasKey(account.id));
  if (usable.length === 0) {
    const names = enabled.map((account) => account.id).join(', ');
    return { state: 'needs-key', words: `Needs a key: ${names}. The config says where it is looked for.` };
  }
  const whole = health.find((row) => row.account === undefined && row.model === undefined && isBlocked(row));
  if (whole !== undefined) return blocked('cooling', 'Not called', whole, facts.now);
  const stuck = usable.map((account) =>
    health.find((row) => row.account === account.id && row.model === undefined && isBlocked(row)),
  );
  const first = soonest(stuck);
  if (first !== undefined && stuck.every((row) => row !== undefined)) {
    return first.state === 'refused'
      ? blocked('refused', 'Its keys were refused', first, facts.now)
      : blocked('exhausted', 'Its quota is used up', first, facts.now);
  }
  if (health.length > 0) return { state: 'impaired', words: impairedWords(health) };
  const missing = enabled.length - usable.length;
  if (missing > 0)
    return { state: 'impaired', words: `Answers; ${missing} of ${enabled.length} accounts need a key.` };
  return { state: 'ok', words: 'Answers.' };
}

/** Not called at this moment; a row that is failing or has become due is only trouble. */
function isBlocked(row: HealthRow): boolean {
  return row.state !== 'failing' && row.state !== 'half-open';
}

function soonest(rows: readonly (HealthRow | undefined)[]): HealthRow | undefined {
  return rows.reduce((best, row) => {
    if (row === undefined) return best;
    return best === undefined || (row.until ?? 0) < (best.until ?? 0) ? row : best;
  }, undefined);
}

function blocked(state: State['state'], what: string, row: HealthRow, now: number): State {
  const until = row.until === undefined ? '' : ` until ${momentWords(row.until, now)}`;
  return { state, words: `${what}${until}: ${row.code}, ${failuresText(row.failures)}.` };
}

function failuresText(failures: number): string {
  return failures === 1 ? '1 failure' : `${failures} failures in a row`;
}

function impairedWords(health: readonly HealthRow[]): string {
  const places = health.slice(0, 3).map((row) => {
    const place = [row.account, row.model].filter((part) => part !== undefined).join(' / ');
    return `${place === '' ? 'it' : place} ${stateWords[row.state]}`;
  });
  const more = health.length > 3 ? `, and ${health.length - 3} more` : '';
  return `Answers, with trouble: ${places.join(', ')}${more}.`;
}

const stateWords: Readonly<Record<HealthRow['state'], string>> = {
  failing: 'has failed lately',
  cooling: 'is cooling down',
  exhausted: 'has used up its quota',
  refused: 'was refused',
  'model-unsupported': 'is not offered',
  'half-open': 'is due for a trial',
  probing: 'is being tried',
};
