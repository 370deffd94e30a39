import { isRecord } from '../json-value.ts';
import { type Report, shown } from './report.ts';

/** Checks one value at a path and reports what is wrong with it. */
export type Shape = (value: unknown, at: string, report: Report) => void;

function typed(wanted: string, fits: (value: unknown) => boolean): Shape {
  return (value, at, report) => {
    if (!fits(value)) report.shape('type', at, `wants ${wanted}, has ${shown(value)}`);
  };
}

export const anything: Shape = () => {};
export const text = typed('a string', (value) => typeof value === 'string');
export const filled = typed(
  'a string that is not empty',
  (value) => typeof value === 'string' && value !== '',
);
export const flag = typed('true or false', (value) => typeof value === 'boolean');
export const figure = typed('a number', (value) => typeof value === 'number' && Number.isFinite(value));
export const whole = typed('an integer', Number.isSafeInteger);
/** Tokens and indexes. */
export const count = typed(
  'an integer of 0 or more',
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
);
export const object = typed('an object', isRecord);
export const nothing = typed('null', (value) => value === null);
export const emptyObject = typed('{}', (value) => isRecord(value) && Object.keys(value).length === 0);
export const emptyText = typed("''", (value) => value === '');
export const base64 = typed('base64', isBase64);

/** Standard alphabet with padding, no line breaks, as Google's and Anthropic's decoders want it. */
export function isBase64(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value !== '' &&
    value.length % 4 === 0 &&
    /^[A-Za-z0-9+/]+={0,2}$/.test(value)
  );
}

export function orNull(shape: Shape): Shape {
  return (value, at, report) => {
    if (value !== null) shape(value, at, report);
  };
}

export function oneOf(...words: readonly unknown[]): Shape {
  return (value, at, report) => {
    if (!words.includes(value))
      report.shape('value', at, `wants one of ${words.map(shown).join(' ')}, has ${shown(value)}`);
  };
}

export function matching(pattern: RegExp): Shape {
  return (value, at, report) => {
    if (typeof value !== 'string') report.shape('type', at, `wants a string, has ${shown(value)}`);
    else if (!pattern.test(value)) report.shape('value', at, `does not match ${pattern}: ${shown(value)}`);
  };
}

export function within(least: number, most: number): Shape {
  return (value, at, report) => {
    figure(value, at, report);
    if (typeof value === 'number' && (value < least || value > most))
      report.shape('value', at, `wants ${least} to ${most}, has ${value}`);
  };
}

export function list(element: Shape, least = 0, most = Number.POSITIVE_INFINITY): Shape {
  return (value, at, report) => {
    if (!Array.isArray(value)) return report.shape('type', at, `wants a list, has ${shown(value)}`);
    if (value.length < least)
      report.shape('value', at, `wants ${least} or more elements, has ${value.length}`);
    if (value.length > most) report.shape('value', at, `wants at most ${most} elements, has ${value.length}`);
    for (const [index, each] of value.entries()) element(each, `${at}[${index}]`, report);
  };
}

/** An object whose values all have one shape. */
export function mapOf(element: Shape): Shape {
  return (value, at, report) => {
    if (!isRecord(value)) return report.shape('type', at, `wants an object, has ${shown(value)}`);
    for (const [key, each] of Object.entries(value)) element(each, `${at}.${key}`, report);
  };
}

/** Members by name; a name that ends with `?` may be absent. Other members are let be. */
export type Members = Readonly<Record<string, Shape>>;

export function record(members: Members): Shape {
  const known = Object.entries(members).map(([name, shape]) => ({
    name: name.replace(/\?$/, ''),
    optional: name.endsWith('?'),
    shape,
  }));
  return (value, at, report) => {
    if (!isRecord(value)) return report.shape('type', at, `wants an object, has ${shown(value)}`);
    for (const { name, optional, shape } of known) {
      const inner = at === '' ? name : `${at}.${name}`;
      if (Object.hasOwn(value, name)) shape(value[name], inner, report);
      else if (!optional) report.shape('missing', inner, 'is not there');
    }
  };
}

/** A `record` that refuses members it does not know, as request parsers do. */
export function closed(members: Members): Shape {
  const inner = record(members);
  const names = new Set(Object.keys(members).map((name) => name.replace(/\?$/, '')));
  return (value, at, report) => {
    inner(value, at, report);
    if (!isRecord(value)) return;
    for (const name of Object.keys(value))
      if (!names.has(name))
        report.shape('unknown', at === '' ? name : `${at}.${name}`, 'is no field of the API');
  };
}

/** Chooses the shape by a member (`type`); the chosen shape's path does not name the choice. */
export function byMember(member: string, shapes: Readonly<Record<string, Shape>>, fallback?: string): Shape {
  return (value, at, report) => {
    if (!isRecord(value)) return report.shape('type', at, `wants an object, has ${shown(value)}`);
    const word = value[member] ?? fallback;
    const shape = typeof word === 'string' && Object.hasOwn(shapes, word) ? shapes[word] : undefined;
    if (shape === undefined) report.shape('value', `${at}.${member}`, `has no meaning here: ${shown(word)}`);
    else shape(value, at, report);
  };
}

/** Chooses by whether it is a string. */
export function textOr(other: Shape): Shape {
  return (value, at, report) => {
    if (typeof value !== 'string') other(value, at, report);
  };
}

/** Several shapes that all hold. */
export function all(...shapes: readonly Shape[]): Shape {
  return (value, at, report) => {
    for (const shape of shapes) shape(value, at, report);
  };
}
