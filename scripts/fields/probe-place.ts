import type { Codec } from '../../src/gateway/dialects/codec.ts';
import type { Fields } from '../../src/gateway/dialects/json-value.ts';
import type { LossCode } from '../../src/gateway/dialects/losses.ts';
import type { Loss } from '../../src/gateway/exchange/loss.ts';
import { differences } from './differences.ts';
import { changedAt, type Place, pointerOf, valueAt } from './field-path.ts';
import { type Translation, translateExample } from './translate-example.ts';

export interface Probe {
  /** What the example became. */
  readonly written: Fields;
  /** Places of the written body that are otherwise without the field, or with another value of it. */
  readonly changed: readonly Place[];
  /** What the written body does not have because of the field. */
  readonly removed: readonly Place[];
  /** What is lost because of the field. */
  readonly losses: readonly Loss[];
}

/**
 * What some places of an example do to the request that is written: compared with the same without them, or when that
 * makes no difference (the example has a default's value, a list may not be empty) with another value there.
 */
export function probePlaces(
  client: Codec,
  provider: Codec,
  example: Fields,
  places: readonly Place[],
): Probe | undefined {
  const whole = translateExample(client, provider, example);
  if (whole === undefined) return undefined;
  for (const change of [absent, other]) {
    const rest = translateExample(client, provider, changedAt(example, places, change));
    const probe = compare(whole, rest ?? nothing(whole));
    if (!isSilent(probe)) return probe;
  }
  const pointers = places.map(pointerOf);
  const over = whole.losses.filter((loss) => pointers.some((pointer) => covers(loss, pointer)));
  const nearest = Math.max(0, ...over.map(({ path }) => path.length));
  const losses = over.filter(({ path }) => path.length === nearest);
  return { written: whole.body, changed: [], removed: [], losses };
}

/** Without the field the example is no request: nothing but the model's name is said otherwise. */
function nothing({ body }: Translation): Translation {
  return { body: body.model === undefined ? {} : { model: body.model }, losses: [] };
}

function absent(): undefined {
  return undefined;
}

/** Another value of the same kind, where there is an obvious one. */
function other(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value * 2;
  return value;
}

/** The field made no difference that anybody was told of. */
export function isSilent({ changed, removed, losses }: Probe): boolean {
  return changed.length === 0 && removed.length === 0 && losses.length === 0;
}

function compare(whole: Translation, rest: Translation): Probe {
  const known = new Set(rest.losses.map(keyOf));
  const all = differences(whole.body, rest.body);
  const isThere = (place: Place): boolean => valueAt(whole.body, place) !== undefined;
  return {
    written: whole.body,
    changed: all.filter(isThere),
    removed: all.filter((place) => !isThere(place)),
    losses: whole.losses.filter((loss) => !known.has(keyOf(loss))),
  };
}

function keyOf({ code, path, detail }: Loss): string {
  return JSON.stringify([code, path, detail]);
}

/** Losses of an element as a whole: they tell of everything in it. */
const ofWhole: ReadonlySet<string> = new Set<LossCode>([
  'field',
  'part',
  'media',
  'tool',
  'tool-choice',
  'opaque',
  'reasoning-text',
  'citation',
  'hosted',
  'cache',
  'count',
  'logprobs',
]);

/** The loss tells of an element as a whole, not of a word in it. */
export function isWhole(code: string): boolean {
  return ofWhole.has(code);
}

function covers({ code, path }: Loss, pointer: string): boolean {
  return (
    path === pointer ||
    path.startsWith(`${pointer}/`) ||
    ((isWhole(code) || code === 'grammar') && path !== '' && pointer.startsWith(`${path}/`))
  );
}
