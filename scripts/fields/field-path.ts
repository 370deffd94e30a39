import { type Fields, isFields } from '../../src/gateway/dialects/json-value.ts';

/** One place of a value: names of members and indexes into lists, from the top. */
export type Place = readonly (string | number)[];

/** `messages[0].content[1]` is written `messages[].content[]`, as in the lists of request fields. */
export function pathOf(place: Place): string {
  return place.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[]`;
    return path === '' ? step : `${path}.${step}`;
  }, '');
}

/** As losses name places: a JSON pointer. */
export function pointerOf(place: Place): string {
  return place.map((step) => `/${`${step}`.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Every place in `value` that a dotted path names; a path that ends in `[]` names the elements. */
export function placesAt(value: unknown, path: string): readonly Place[] {
  const steps = path.split('.').flatMap((step) => {
    const name = step.replaceAll('[]', '');
    return [name, ...Array.from({ length: (step.length - name.length) / 2 }, () => undefined)];
  });
  let found: readonly Place[] = [[]];
  for (const step of steps) {
    found = found.flatMap((place) => {
      const here = valueAt(value, place);
      if (step === undefined) return Array.isArray(here) ? here.map((_, index) => [...place, index]) : [];
      return isFields(here) && here[step] !== undefined ? [[...place, step]] : [];
    });
  }
  return found;
}

/** Places of everything in `value` that holds nothing further: texts, numbers, empty lists. */
export function leavesOf(value: unknown, place: Place = []): readonly Place[] {
  const inner: readonly [string | number, unknown][] = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item])
    : isFields(value)
      ? Object.entries(value)
      : [];
  if (inner.length === 0) return [place];
  return inner.flatMap(([step, item]) => leavesOf(item, [...place, step]));
}

export function valueAt(value: unknown, place: Place): unknown {
  let here = value;
  for (const step of place) {
    if (typeof step === 'number') here = Array.isArray(here) ? here[step] : undefined;
    else here = isFields(here) ? here[step] : undefined;
  }
  return here;
}

/** A copy in which `change` has been made at each of the places; undefined from `change` takes the member away. */
export function changedAt(
  body: Fields,
  places: readonly Place[],
  change: (value: unknown) => unknown,
): Fields {
  const copy: unknown = structuredClone(body);
  // From the end, so that an element that goes does not move the next.
  for (const place of places.toReversed()) {
    const parent: unknown = valueAt(copy, place.slice(0, -1));
    const step = place.at(-1);
    const next = change(valueAt(copy, place));
    if (Array.isArray(parent) && typeof step === 'number') {
      if (next === undefined) parent.splice(step, 1);
      else parent[step] = next;
    } else if (isFields(parent) && typeof step === 'string') {
      if (next === undefined) Reflect.deleteProperty(parent, step);
      else Reflect.set(parent, step, next);
    }
  }
  return isFields(copy) ? copy : {};
}
