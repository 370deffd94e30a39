import { isDeepStrictEqual } from 'node:util';
import { isFields } from '../../src/gateway/dialects/json-value.ts';
import type { Place } from './field-path.ts';

/**
 * Places at which `one` says something else than `other`: the topmost member that only one of them has, or the value
 * that differs. Lists are compared without what they have in common at either end.
 */
export function differences(one: unknown, other: unknown, place: Place = []): readonly Place[] {
  if (isDeepStrictEqual(one, other)) return [];
  if (Array.isArray(one) && Array.isArray(other)) return listDifferences(one, other, place);
  if (!isFields(one) || !isFields(other)) return [place];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((name) => {
    const here = [...place, name];
    return name in one && name in other
      ? differences(one[name], other[name], here)
      : hasMore(one, other, name, here);
  });
}

function hasMore(one: object, other: object, name: string, place: Place): readonly Place[] {
  const value: unknown = Reflect.get(name in one ? one : other, name);
  return value === undefined ? [] : [place];
}

function listDifferences(one: readonly unknown[], other: readonly unknown[], place: Place): readonly Place[] {
  const shortest = Math.min(one.length, other.length);
  let start = 0;
  while (start < shortest && isDeepStrictEqual(one[start], other[start])) start += 1;
  let end = 0;
  while (end < shortest - start && isDeepStrictEqual(one.at(-1 - end), other.at(-1 - end))) end += 1;
  const middle = Math.max(one.length, other.length) - start - end;
  return Array.from({ length: middle }, (_, index) => start + index).flatMap((index) => {
    const within = index < one.length - end && index < other.length - end;
    return within ? differences(one[index], other[index], [...place, index]) : [[...place, index]];
  });
}
