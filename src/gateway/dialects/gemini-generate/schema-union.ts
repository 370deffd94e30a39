import { type Fields, isFields, listOf } from '../json-value.ts';

/**
 * Cleaned alternatives as one schema. With `anyOf` Google allows no other word ("it must be the only field set"), so
 * what describes the whole goes to the first, and `null` into each as `nullable`.
 */
export function mergeUnion(
  branches: readonly Fields[],
  isNullable: boolean,
  described: Fields,
  anything: () => Fields,
): Fields {
  const distinct = distinctOf(branches.flatMap(flat));
  const nullable = isNullable && { nullable: true };
  const [first] = distinct;
  if (first === undefined) return withDescription(anything(), described);
  const values = distinct.every(isEnum) ? distinct.flatMap((branch) => listOf(branch.enum)) : [];
  if (distinct.length === 1) return { ...first, ...described, ...nullable };
  if (values.length > 0) return { ...first, ...described, ...nullable, enum: [...new Set(values)] };
  return withDescription({ anyOf: distinct.map((branch) => ({ ...branch, ...nullable })) }, described);
}

function flat(branch: Fields): readonly Fields[] {
  return Array.isArray(branch.anyOf) ? branch.anyOf.filter(isFields) : [branch];
}

function distinctOf(branches: readonly Fields[]): readonly Fields[] {
  return [...new Map(branches.map((branch) => [JSON.stringify(branch), branch])).values()];
}

/** A choice of texts that says nothing more about each. */
function isEnum(branch: Fields): boolean {
  return (
    Array.isArray(branch.enum) &&
    Object.keys(branch).every((word) => word === 'type' || word === 'enum' || word === 'nullable')
  );
}

function withDescription(union: Fields, described: Fields): Fields {
  const [first, ...others] = listOf(union.anyOf).filter(isFields);
  if (first === undefined || Object.keys(described).length === 0) return union;
  const own = typeof first.description === 'string' ? first.description : undefined;
  const whole = typeof described.description === 'string' ? described.description : undefined;
  const text = own !== undefined && whole !== undefined ? { description: `${whole} ${own}` } : {};
  return { anyOf: [{ ...first, ...described, ...text }, ...others] };
}
