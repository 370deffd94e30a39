import { isDeepStrictEqual } from 'node:util';
import { isFields } from '../../src/gateway/dialects/json-value.ts';
import type { LossCode } from '../../src/gateway/dialects/losses.ts';
import type { RequestField } from '../../src/gateway/dialects/request-field.ts';
import { type Place, pathOf, placesAt, valueAt } from './field-path.ts';
import { isSilent, type Probe, probePlaces } from './probe-place.ts';
import type { Speaker } from './request-schemas.ts';
import { understood } from './understood.ts';

/** What becomes of one field of a client's request at a provider of another dialect. */
export interface Fate {
  readonly path: string;
  /**
   * `carried`: the same value under the same name, wherever that stands. `mapped`: in another form or under another
   * name. `lost`: with a loss. `understood`: for a reason that is given. `silent`: a fault.
   */
  readonly verdict: 'carried' | 'mapped' | 'lost' | 'understood' | 'silent';
  /** Where it arrives, as dotted paths of the provider's dialect. */
  readonly to: readonly string[];
  /** Loss code and detail of what is lost, or lost in part. */
  readonly losses: readonly string[];
  readonly reason?: string;
  /** Every path of the written body that the field has an influence on. */
  readonly touched: ReadonlySet<string>;
}

export function fateOf(field: RequestField, client: Speaker, provider: Speaker): Fate {
  const { path, example } = field;
  const places = placesAt(example, path);
  const probe = probePlaces(client.codec, provider.codec, example, places);
  const none = { path, to: [], losses: [], touched: new Set<string>() };
  if (probe === undefined || isSilent(probe)) {
    const reason = understood(client.codec.dialect, provider.codec.dialect, path);
    return reason === undefined ? { ...none, verdict: 'silent' } : { ...none, verdict: 'understood', reason };
  }
  const values = places.map((place) => valueAt(example, place));
  const exact = probe.changed.flatMap((place) => placesOf(values, probe, place));
  const known = new Set(provider.fields.map((one) => one.path));
  const to = exact.length > 0 ? exact : probe.changed;
  return {
    path,
    verdict: verdictOf(path, exact, probe),
    to: unique([
      ...to.map((place) => knownPath(pathOf(place), known)),
      ...(to.length === 0 ? probe.removed.map((place) => `without ${pathOf(place)}`) : []),
    ]),
    losses: unique(probe.losses.map(({ code, detail }) => `\`${code}\`: ${detail}`)),
    touched: touchedBy(probe),
  };
}

/** What is lost so may have left a word in its place. */
const standIns: ReadonlySet<string> = new Set<LossCode>(['media', 'part', 'hosted']);

function verdictOf(path: string, exact: readonly Place[], { losses, changed }: Probe): Fate['verdict'] {
  if (changed.length === 0 && losses.length > 0) return 'lost';
  if (exact.length === 0 && losses.some(({ code }) => standIns.has(code))) return 'lost';
  return exact.some((place) => sameName(nameOf(path), nameOf(pathOf(place)))) ? 'carried' : 'mapped';
}

function nameOf(path: string): string {
  return path.replaceAll('[]', '').split('.').at(-1) ?? '';
}

/** `top_p` and `topP` are one name. */
function sameName(one: string, other: string): boolean {
  const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();
  return plain(one) === plain(other);
}

/** Where one of the values stands, in or below a place. */
function placesOf(values: readonly unknown[], probe: Probe, place: Place): readonly Place[] {
  const here = valueAt(probe.written, place);
  if (values.some((value) => isDeepStrictEqual(value, here))) return [place];
  const steps: readonly (string | number)[] = Array.isArray(here)
    ? here.map((_, index) => index)
    : isFields(here)
      ? Object.keys(here)
      : [];
  return steps.flatMap((step) => placesOf(values, probe, [...place, step]));
}

/** The next path above that the provider's list of fields has: inside of schemas and the like there are none. */
function knownPath(path: string, known: ReadonlySet<string>): string {
  for (let at = path; at !== ''; at = at.replace(/\[\]$|(^|\.)[^.[]*$/, '')) if (known.has(at)) return at;
  return path;
}

function touchedBy({ written, changed }: Probe): ReadonlySet<string> {
  const touched = new Set<string>();
  for (const place of changed) {
    for (let length = 1; length <= place.length; length += 1) touched.add(pathOf(place.slice(0, length)));
    for (const path of pathsOf(valueAt(written, place), place)) touched.add(path);
  }
  return touched;
}

/** Every path in a value. */
export function pathsOf(value: unknown, place: Place = []): readonly string[] {
  const inner: readonly [string | number, unknown][] = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item])
    : isFields(value)
      ? Object.entries(value)
      : [];
  return [pathOf(place), ...inner.flatMap(([step, item]) => pathsOf(item, [...place, step]))];
}

function unique(list: readonly string[]): readonly string[] {
  return [...new Set(list)];
}
