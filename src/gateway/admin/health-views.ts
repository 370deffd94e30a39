import type { ProviderView } from '../../control/providers.ts';
import type { Redactor } from '../exchange/redact.ts';
import type { HealthRow } from '../routing/health-rows.ts';
import { healthWords } from '../routing/health-words.ts';

/** What is not well, as the API shows it: with its sentence, and without secrets that a provider quoted. */
export function healthViews(
  rows: readonly HealthRow[],
  redactor: Pick<Redactor, 'text'>,
  now: number,
): ProviderView['health'] {
  return rows.map((row) => {
    const clean = { ...row, message: redactor.text(row.message) };
    const { provider: _provider, ...view } = clean;
    return { ...view, words: healthWords(clean, now) };
  });
}
