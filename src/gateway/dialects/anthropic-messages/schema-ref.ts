import { type Fields, isFields } from '../json-value.ts';

/** What a reference within a schema (`#/$defs/Name`) leads to; undefined when that is no schema. */
export function pointed(schema: Fields, reference: string): Fields | undefined {
  if (!reference.startsWith('#/')) return undefined;
  let here: unknown = schema;
  for (const part of reference.slice(2).split('/')) {
    const name = decode(part).replaceAll('~1', '/').replaceAll('~0', '~');
    if (!isFields(here) || !Object.hasOwn(here, name)) return undefined;
    here = here[name];
  }
  return isFields(here) ? here : undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
