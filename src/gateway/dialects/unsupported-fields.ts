import type { Quirks } from '../exchange/provider.ts';
import {
  type BodyEdit,
  hasKeyBytes,
  removeMembers,
  type ScannedMember,
  scanBody,
  spliceBody,
} from './body-scan.ts';
import { isFields } from './json-value.ts';
import type { Losses } from './losses.ts';

/** Without one of these a request is none: to leave it out would hide a mistake of the config. */
const needed: ReadonlySet<string> = new Set(['model', 'messages', 'input', 'contents', 'prompt']);

/** A member that stands there again needs another look. Nobody writes one more often than this but to be a nuisance. */
const mostLooks = 4;

/**
 * Takes the fields that a provider refuses (`quirks.unsupportedFields`; a dot leads into an object) out of a body that was
 * written for it. `silent`: names of what the client did not ask for, whose absence is no loss.
 */
export function removeUnsupported(
  body: Record<string, unknown>,
  { unsupportedFields }: Quirks,
  losses: Losses,
  silent?: ReadonlySet<string>,
): void {
  if (unsupportedFields === undefined) return;
  for (const path of unsupportedFields) {
    const steps = path.split('.');
    const name = steps.pop() ?? '';
    let holder: unknown = body;
    for (const step of steps) holder = isFields(holder) ? holder[step] : undefined;
    if (needed.has(path) || !isFields(holder) || !Object.hasOwn(holder, name)) continue;
    Reflect.deleteProperty(holder, name);
    if (silent?.has(path) !== true) lose(path, losses);
  }
}

/**
 * The same for the bytes of a client, which stay as they are but for what is taken out. A body that has none of the
 * fields is searched, not read; one that cannot be read stays as it came, for its provider to say why.
 */
export function withoutUnsupported(body: Buffer, unsupported: readonly string[], losses: Losses): Buffer {
  const paths = unsupported.filter((path) => !needed.has(path) && hasKeyBytes(body, lastOf(path)));
  const lost = new Set<string>();
  let left = body;
  for (let look = 0; look < mostLooks && paths.length > 0; look += 1) {
    const found = removals(left, '', paths, lost);
    if (found.edits.length > 0) left = spliceBody(left, found.edits);
    if (!found.again) break;
  }
  for (const path of lost) lose(path, losses);
  return left;
}

interface Removals {
  /** Ascending. */
  readonly edits: BodyEdit[];
  /** A name stands there twice. */
  readonly again: boolean;
}

/** What goes from the object that is `body`; `lost` gets the paths of it, each behind `before`. */
function removals(body: Buffer, before: string, paths: readonly string[], lost: Set<string>): Removals {
  const scan = scanBody(body, [...new Set(paths.map(firstOf))], 'whole');
  if (!scan.ok) return { edits: [], again: false };
  const gone: ScannedMember[] = [];
  const edits: BodyEdit[] = [];
  let again = scan.duplicates.length > 0;
  for (const [name, member] of Object.entries(scan.members)) {
    if (paths.includes(name)) {
      gone.push(member);
      lost.add(before + name);
    } else if (member.kind === 'object') {
      const inside = paths
        .filter((path) => firstOf(path) === name)
        .map((path) => path.slice(name.length + 1));
      const value = body.subarray(member.valueStart, member.valueEnd);
      const found = removals(value, `${before}${name}.`, inside, lost);
      again ||= found.again;
      for (const { start, end, bytes } of found.edits)
        edits.push({ start: start + member.valueStart, end: end + member.valueStart, bytes });
    }
  }
  edits.push(...removeMembers(body, gone));
  return { edits: edits.toSorted((a, b) => a.start - b.start), again };
}

function firstOf(path: string): string {
  const dot = path.indexOf('.');
  return dot < 0 ? path : path.slice(0, dot);
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function lose(path: string, losses: Losses): void {
  losses.add('field', `/${path.replaceAll('.', '/')}`, `the provider takes no ${path}`);
}
