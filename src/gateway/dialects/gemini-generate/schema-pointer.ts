import { type Fields, fieldsOf, isFields } from '../json-value.ts';

/** The schema that `$ref` names by a JSON pointer inside the document; undefined for any other place. */
export function lookUp(root: Fields, ref: string): Fields | undefined {
  if (!ref.startsWith('#')) return undefined;
  let here: unknown = root;
  for (const step of ref.slice(1).split('/').slice(1)) {
    const key = decodeStep(step);
    if (Array.isArray(here)) here = here[Number(key)];
    else here = isFields(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  }
  return fieldsOf(here);
}

function decodeStep(step: string): string {
  const plain = step.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}
