import type { HealthRow } from './health-rows.ts';
import { momentWords } from './words.ts';

/** What happened, why, and what comes next or is to be done; `{…}` are filled in. */
const sentences: Readonly<Record<HealthRow['state'], string>> = {
  failing:
    '{place} failed lately ({failures}): {why}. It is still called, and rests when that goes on; nothing is to be done.',
  cooling:
    '{place} is left alone until {until} after it failed ({failures}): {why}. It comes back by itself; {advice}, or heal it to have it called at once.',
  exhausted:
    'The quota of {place} is used up until {until}: {why}. It is tried again at least every hour; wait, raise the limit, or heal it after a top-up.',
  refused:
    '{place} refused the key: {why}. It is asked again at {until}; check the key and what it may do. A new key is used at once.',
  'model-unsupported':
    '{place} said that it has no such model: {why}. It is asked again at {until}; check the name of the model.',
  'half-open':
    '{place} has rested after it failed ({failures}): {why}. The next request tries whether it is well again; nothing is to be done.',
  probing:
    '{place} is being tried at this moment, after it failed ({failures}): {why}. The result decides; nothing is to be done.',
};

/** What a person can look at while a provider rests. */
const advice: Readonly<Record<HealthRow['kind'], string>> = {
  transport: 'check the network, the proxy and the provider’s address',
  overload: 'look at the provider’s status page',
  credential: 'check the key',
  quota: 'check the limit of the account',
  'model-quota': 'check the limit of the account',
  unsupported: 'check the name of the model',
};

/** The sentence for what is not well. `now` in milliseconds since the epoch makes "in 40 s" of a moment. */
export function healthWords(row: HealthRow, now: number): string {
  const account = row.account === undefined ? row.provider : `${row.provider}/${row.account}`;
  const values: Readonly<Record<string, string>> = {
    place: row.model === undefined ? account : `${account} with ${row.model}`,
    failures: row.failures === 1 ? '1 failure' : `${row.failures} failures in a row`,
    until: row.until === undefined ? 'an unknown time' : momentWords(row.until, now),
    why: whyWords(row),
    advice: advice[row.kind],
  };
  return sentences[row.state].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The code, and the provider's message without the full stop that the sentence has itself. */
function whyWords({ code, message }: HealthRow): string {
  const said = message.replace(/[.\s]+$/, '');
  return said === '' ? code : `${code}, “${said}”`;
}
