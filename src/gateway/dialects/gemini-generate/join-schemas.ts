import { type Fields, fieldsOf, isFields, listOf } from '../json-value.ts';

/** Words whose lists are put together. */
const lists = new Set(['required', 'propertyOrdering']);

/**
 * A schema with its `allOf` in it, since Google has no such word. `follow` gives the schema behind a reference; `drop`
 * is told of what contradicts.
 */
export function joinAll(
  node: Fields,
  follow: (part: Fields) => Fields | undefined,
  drop: (word: string) => void,
  level = 0,
): Fields {
  if (!Array.isArray(node.allOf)) return node;
  const { allOf, ...rest } = node;
  return listOf(allOf).reduce<Fields>((joined, part) => {
    const followed = isFields(part) && level < 8 ? follow(part) : undefined;
    if (followed === undefined) {
      if (part !== true) drop('allOf');
      return joined;
    }
    return join(joined, joinAll(followed, follow, drop, level + 1), drop);
  }, rest);
}

function join(one: Fields, other: Fields, drop: (word: string) => void): Fields {
  const result: Record<string, unknown> = { ...other, ...one };
  for (const word of Object.keys(other)) {
    const [a, b] = [one[word], other[word]];
    if (a === undefined || b === undefined) continue;
    if (word === 'properties') result.properties = joinProperties(a, b);
    else if (lists.has(word)) result[word] = [...new Set([...listOf(a), ...listOf(b)])];
    else if (word === 'enum') result.enum = listOf(a).filter((value) => listOf(b).includes(value));
    else if (word === 'type' && JSON.stringify(a) !== JSON.stringify(b)) drop('allOf');
    else if (word === 'anyOf' || word === 'oneOf') drop('allOf');
  }
  return result;
}

/** A property that both describe has to satisfy both. */
function joinProperties(a: unknown, b: unknown): Fields {
  const [one, other] = [fieldsOf(a) ?? {}, fieldsOf(b) ?? {}];
  const joined: Record<string, unknown> = { ...other, ...one };
  for (const name of Object.keys(other)) {
    if (Object.hasOwn(one, name)) joined[name] = { allOf: [one[name], other[name]] };
  }
  return joined;
}
