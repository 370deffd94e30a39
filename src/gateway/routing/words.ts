import type { Candidate, ReasonCode, Rejection } from './view.ts';

/** One sentence per reason; `{…}` are filled with ids, and `{until}` with a moment. */
const sentences: Readonly<Record<ReasonCode, string>> = {
  pinned: '{provider} was named by the request.',
  'requested-order': 'The request wishes {provider} at this place.',
  rule: 'A rule in models.rules leads to {provider} with {model}.',
  preferred: '{provider} is the preferred provider.',
  stabilizing: '{provider} answered this client last, and the leading provider failed a moment ago.',
  affinity: '{provider} has answered this conversation so far.',
  listed: '{provider} lists {model}.',
  fallback: 'The request names {model} as a fallback.',
  backup: '{provider} is a backup; it comes after the primaries.',
  'accepts-any': '{provider} accepts every model name.',
  'list-unknown': 'Which models {provider} has is not known.',
  unlisted: 'Nobody lists {model}; {provider} gets the name as it is and decides.',
  'half-open': '{provider} was cooling down; this request tries whether it is well again.',
  'last-resort': 'Everything is cooling down; {provider} is due first and gets one try.',
  'without-state':
    '{provider} refused the reasoning state of the conversation and is asked again without it.',
  retry: '{provider} failed in a way that passes quickly and is asked once more.',
  hedge: '{provider} is asked beside another provider that was slow to begin; the faster one answers.',
  balanced: '{provider} has its place by its share: weight, quota left, price and running calls.',
  latency: '{provider} has its place by how soon {model} began to answer of late.',
  'latency-unknown': 'How soon {model} begins to answer at {provider} is not known yet.',
  'latency-trial': 'How soon {model} begins to answer at {provider} is not known; this request finds out.',
  price: '{provider} has its place by its price for {model}.',
  'price-unknown': 'The price of {model} at {provider} is not known; it comes after known prices.',
  'lacks-tools': '{model} at {provider} is known to use no tools, and the request has some.',
  'lacks-images': '{model} at {provider} is known to see no images, and the request has some.',
  'lacks-documents': '{model} at {provider} is known to read no documents, and the request has some.',
  'lacks-audio': '{model} at {provider} is known to hear nothing, and the request has sound.',
  'lacks-schemas': '{model} at {provider} is known not to answer by a schema, as the request wants.',
  'lacks-reasoning': '{model} at {provider} is known not to reason, as the request wants.',
  'context-too-small': '{model} at {provider} takes {most} tokens, and the request has about {needed}.',
  disabled: '{provider} is disabled in the config.',
  'needs-key': 'The key of {provider} is missing.',
  'no-dialect': '{provider} does not speak the dialect of the request.',
  'other-vendor': '{provider} is of another vendor than the strict route asks for.',
  'not-pinned': 'The request names another provider.',
  'not-requested': '{provider} is not among the only ones that the request admits.',
  'ignored-by-request': 'The request leaves {provider} out.',
  'not-allowed': 'The client’s key may not use {model} at {provider}.',
  'not-in-rule': 'The rule for this name does not lead to {provider}.',
  'model-not-listed': '{provider} does not list the model.',
  'model-unsupported': '{provider} said that it has no {model}; it is asked again at {until}.',
  cooling: '{provider} is cooling down after failures until {until}.',
  exhausted: 'The quota of {provider} is used up until {until}.',
  refused: '{provider} refused the key; it is asked again at {until}.',
  probing: 'Another request is trying whether {provider} is well again.',
  'fallbacks-off': '{provider} could answer, but the request allows no fallback.',
};

/** The sentence for a row of a plan. `now` in milliseconds since the epoch makes "in 40 s" of a moment. */
export function reasonWords(row: Candidate | Rejection, now: number): string {
  const place = row.account === undefined ? row.provider : `${row.provider}/${row.account}`;
  const until = 'until' in row && row.until !== undefined ? momentWords(row.until, now) : 'an unknown time';
  const values: Readonly<Record<string, string>> = {
    provider: place,
    model: row.model ?? 'the model',
    until,
    ...('tokens' in row && row.tokens !== undefined && tokenWords(row.tokens)),
  };
  // A quota whose time is over is used up no more, as far as anybody knows: that is being tried.
  const isTried = row.reason === 'exhausted' && !('until' in row && row.until !== undefined);
  return sentences[isTried ? 'probing' : row.reason].replace(
    /\{(\w+)\}/g,
    (whole, name: string) => values[name] ?? whole,
  );
}

function tokenWords({ needed, most }: NonNullable<Rejection['tokens']>): Record<'needed' | 'most', string> {
  return { needed: needed.toLocaleString('en'), most: most.toLocaleString('en') };
}

/** A moment for people: `2026-11-21 04:31:18 UTC (in 2 min)`. UTC, so that it is the same in every log. */
export function momentWords(at: number, now: number): string {
  const iso = new Date(at).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC (in ${durationWords(at - now)})`;
}

/** `0 s`, `40 s`, `2 min`, `5 h`, `7 days`: rounded up, one unit. */
export function durationWords(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.ceil(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.ceil(hours / 24)} days`;
}
