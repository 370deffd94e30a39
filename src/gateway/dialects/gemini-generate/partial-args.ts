import { type Fields, fieldsOf, listOf } from '../json-value.ts';
import { camelFields } from './members.ts';

type Container = Record<string, unknown> | unknown[];

/** Elements of a list that a path may reach: a hostile index must not make a list of billions. */
const longestList = 10_000;

/** A step of a path like `$.todos[0].text` or `$['a b']`. */
const step = /\.([^.[\]]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/gy;

/**
 * Arguments that come in pieces (Vertex, `streamFunctionCallArguments`): each piece names its place by a JSON path
 * (RFC 9535) and has a value; texts of one place are continued.
 */
export class PartialArguments {
  readonly #root: Record<string, unknown> = Object.create(null);
  #hasAny = false;

  /** `pieces`: `partialArgs` of a functionCall. Returns how many of them could not be placed. */
  take(pieces: unknown): number {
    let lost = 0;
    for (const piece of listOf(pieces)) {
      const members = camelFields(fieldsOf(piece) ?? {});
      const path = pathOf(members.jsonPath);
      if (path === undefined || !this.#place(path, members)) lost += 1;
    }
    return lost;
  }

  /** Whole arguments, which some pieces come with. */
  merge(args: Fields): void {
    this.#hasAny = true;
    for (const [name, value] of Object.entries(args)) this.#root[name] = value;
  }

  /** JSON text; '' when there were no arguments at all. */
  text(): string {
    return this.#hasAny ? JSON.stringify(this.#root) : '';
  }

  #place(path: readonly (string | number)[], members: Fields): boolean {
    let here: Container = this.#root;
    const last = path.at(-1);
    if (last === undefined) return false;
    for (const [nth, key] of path.slice(0, -1).entries()) {
      const inside: unknown = read(here, key);
      if (isContainer(inside)) here = inside;
      else {
        const made: Container = typeof path[nth + 1] === 'number' ? [] : Object.create(null);
        if (!write(here, key, made)) return false;
        here = made;
      }
    }
    const value = pieceValue(members, read(here, last));
    // A piece without a value only says that the place goes on.
    if (value === undefined) return true;
    this.#hasAny = true;
    return write(here, last, value);
  }
}

function pathOf(value: unknown): readonly (string | number)[] | undefined {
  if (typeof value !== 'string' || !value.startsWith('$')) return undefined;
  const steps: (string | number)[] = [];
  step.lastIndex = 1;
  for (let at = 1; at < value.length; at = step.lastIndex) {
    const match = step.exec(value);
    if (match === null) return undefined;
    const [, name, index, quoted, doubled] = match;
    if (index !== undefined) steps.push(Number(index));
    else steps.push(name ?? (quoted ?? doubled ?? '').replace(/\\(.)/g, '$1'));
  }
  return steps;
}

function pieceValue(members: Fields, before: unknown): unknown {
  if (typeof members.stringValue === 'string')
    return typeof before === 'string' ? before + members.stringValue : members.stringValue;
  if (typeof members.numberValue === 'number') return members.numberValue;
  if (typeof members.boolValue === 'boolean') return members.boolValue;
  return 'nullValue' in members ? null : undefined;
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

function read(container: Container, key: string | number): unknown {
  if (Array.isArray(container)) return typeof key === 'number' ? container[key] : undefined;
  return container[key];
}

function write(container: Container, key: string | number, value: unknown): boolean {
  if (!Array.isArray(container)) {
    container[key] = value;
    return true;
  }
  if (typeof key !== 'number' || key > Math.min(container.length, longestList)) return false;
  container[key] = value;
  return true;
}
