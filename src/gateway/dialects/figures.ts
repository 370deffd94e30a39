import type { ToldUsage } from '../exchange/usage.ts';
import { scanBody } from './body-scan.ts';
import { lastObjectAt, objectAt, payloadObject } from './event-text.ts';
import { type TailMember, visitTail } from './json-tail.ts';
import { type Fields, fieldsOf, parseJson } from './json-value.ts';
import type { UsageReader } from './wire.ts';

/** A provider's own figures under names of ours; absent: it did not send that one. */
export type Figures<Name extends string> = { readonly [name in Name]?: number };

/** How one dialect tells figures. */
export interface FiguresFace<Name extends string> {
  /** Key of the object that holds them. */
  readonly key: string;
  /** Undefined when the object holds no figure. */
  read(usage: Fields): Figures<Name> | undefined;
  /** Where the object stands in an answer or in the data of an event. */
  find(data: Fields): Fields | undefined;
  toUsage(figures: Figures<Name>): ToldUsage;
}

/**
 * Joins figures of one stream: the later value wins (they are cumulative, or replace a placeholder), but a known one
 * is never lost to a zero, which some providers send for "nothing new".
 */
export function joinFigures<Name extends string>(
  before: Figures<Name> | undefined,
  later: Figures<Name>,
): Figures<Name> {
  if (before === undefined) return later;
  const joined: { [name in Name]?: number } = { ...before };
  for (const name in later) {
    const value = later[name];
    if (value !== undefined && (value > 0 || joined[name] === undefined)) joined[name] = value;
  }
  return joined;
}

/** Reads the figures of a stream. Only the object that holds them is parsed, except where it hides. */
export function createFiguresReader<Name extends string>(face: FiguresFace<Name>): UsageReader {
  let figures: Figures<Name> | undefined;
  return {
    take(event) {
      const found = figuresIn(event, face);
      if (found !== undefined) figures = joinFigures(figures, found);
    },
    read: () => (figures === undefined ? undefined : face.toUsage(figures)),
  };
}

/** The figures in an event, or in the last piece of one that was too large to wait for. */
export function figuresIn<Name extends string>(
  event: string,
  face: FiguresFace<Name>,
): Figures<Name> | undefined {
  const near = objectAt(event, lastObjectAt(event, `${face.key}"`));
  const found = near === undefined ? undefined : face.read(near);
  if (found !== undefined) return found;
  // A tool of the client may have a property of that name: then the exact place decides.
  const data = payloadObject(event);
  const exact = data === undefined ? undefined : face.find(data);
  return exact === undefined ? undefined : face.read(exact);
}

/** Figures of a whole answer: the top-level object only is parsed (an answer with embeddings may be megabytes). */
export function figuresOfAnswer<Name extends string>(
  body: Buffer,
  face: FiguresFace<Name>,
): Figures<Name> | undefined {
  const span = memberNearEnd(body, face.key) ?? memberAnywhere(body, face.key);
  if (span === undefined) return undefined;
  const usage = fieldsOf(parseJson(body.toString('latin1', span.valueStart, span.valueEnd)));
  return usage === undefined ? undefined : face.read(usage);
}

type ValueSpan = Pick<TailMember, 'valueStart' | 'valueEnd'>;

/** Providers write their figures last, or nearly so: looking there first reads a tenth of a small answer. */
const endBytes = 2048;

function memberNearEnd(body: Buffer, key: string): ValueSpan | undefined {
  let found: ValueSpan | undefined;
  visitTail(body, Math.max(1, body.length - endBytes), (member) => {
    if (!isKeyAt(body, member.keyStart, member.keyEnd, key)) return false;
    found = member;
    return true;
  });
  return found;
}

function memberAnywhere(body: Buffer, key: string): ValueSpan | undefined {
  const scan = scanBody(body, [key], 'early');
  return scan.ok ? scan.members[key] : undefined;
}

/** Whether the quoted key from `start` to `end` is that name, spelled without escapes. */
function isKeyAt(body: Buffer, start: number, end: number, key: string): boolean {
  return end - start === key.length + 2 && body.toString('latin1', start + 1, end - 1) === key;
}

/** The string member `name` of a whole answer. */
export function stringOfAnswer(body: Buffer, name: string): string | undefined {
  const scan = scanBody(body, [name], 'early');
  const value = scan.ok ? scan.members[name]?.value : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
