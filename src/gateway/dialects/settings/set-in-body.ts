import { isDeepStrictEqual } from 'node:util';
import type { Dialect } from '../../exchange/dialect.ts';
import type { RequestSettings } from '../../exchange/request-settings.ts';
import { type BodyEdit, removeMembers, type ScannedMember, scanBody, spliceBody } from '../body-scan.ts';
import type { EncodeTarget } from '../codec.ts';
import { codecOf } from '../codecs.ts';
import { type Fields, parseJson } from '../json-value.ts';
import { Losses } from '../losses.ts';
import { withSettings } from './with-settings.ts';

/** Members that say one thing between them: when one of them changes, all are written as the dialect's writer has them. */
const groups: Readonly<Partial<Record<Dialect, readonly (readonly string[])[]>>> = {
  'openai-chat': [
    ['max_tokens', 'max_completion_tokens'],
    ['reasoning_effort', 'reasoning', 'thinking'],
    ['temperature'],
    ['top_p'],
    ['top_k'],
  ],
  'openai-responses': [['max_output_tokens'], ['reasoning'], ['temperature'], ['top_p']],
  'anthropic-messages': [
    ['max_tokens'],
    ['thinking', 'output_config'],
    ['temperature'],
    ['top_p'],
    ['top_k'],
  ],
  // Protobuf's JSON has two spellings.
  'gemini-generate': [['generationConfig', 'generation_config']],
};

/** The least that the reader of a dialect takes for a conversation. */
const emptyHistory: Readonly<Partial<Record<Dialect, Fields>>> = {
  'openai-chat': { messages: [] },
  'openai-responses': { input: [] },
  'anthropic-messages': { messages: [] },
  'gemini-generate': { contents: [{ role: 'user', parts: [{ text: '' }] }] },
};

/** In the one dialect that has no writer. */
const plainNames = { maxTokens: 'max_tokens', temperature: 'temperature', topP: 'top_p' } as const;

/**
 * A client's body with a rule's settings in place of its own, for a candidate of the client's dialect. Only the members
 * that say these settings are read and written, by the dialect's own reader and writer, which know what a model takes;
 * the history passes as the bytes that it is. A body that cannot be read stays as it came: its provider says why.
 *
 * `losses` gets what the model has no word for.
 */
export function setInBody(
  body: Buffer,
  dialect: Dialect,
  settings: RequestSettings,
  target: EncodeTarget,
  losses: Losses,
): Buffer {
  const own = dialect === 'openai-completions' ? [...completions] : (groups[dialect] ?? []);
  const names = own.flat();
  const scan = names.length === 0 ? undefined : scanBody(body, names, 'whole');
  if (scan?.ok !== true) return body;
  const present: Record<string, unknown> = {};
  for (const [name, { valueStart, valueEnd }] of Object.entries(scan.members)) {
    present[name] = parseJson(body.toString('utf8', valueStart, valueEnd));
  }
  const changes =
    dialect === 'openai-completions'
      ? plainChanges(settings, losses)
      : writtenChanges(dialect, present, settings, target, own, losses);
  return changes.size === 0 ? body : spliceBody(body, editsFor(body, scan.members, present, changes));
}

const completions = Object.values(plainNames).map((name) => [name]);

/** Name to new value; undefined: the member goes. */
type Changes = Map<string, unknown>;

function plainChanges(settings: RequestSettings, losses: Losses): Changes {
  const changes: Changes = new Map();
  const { effort, thinkingBudget, topK } = settings;
  const thinks = (effort !== undefined && effort !== 'none') || (thinkingBudget ?? 0) > 0;
  if (thinks) losses.add('field', '', 'thinking, of which this API knows nothing');
  if (topK !== undefined) losses.add('field', '', 'top_k has no counterpart');
  for (const setting of ['maxTokens', 'temperature', 'topP'] as const) {
    if (settings[setting] !== undefined) changes.set(plainNames[setting], settings[setting]);
  }
  return changes;
}

function writtenChanges(
  dialect: Dialect,
  present: Fields,
  settings: RequestSettings,
  target: EncodeTarget,
  own: readonly (readonly string[])[],
  losses: Losses,
): Changes {
  const changes: Changes = new Map();
  const codec = codecOf(dialect);
  const read = codec?.decodeRequest({ ...emptyHistory[dialect], ...present }, { stream: target.stream });
  if (codec === undefined || read?.ok !== true) return changes;
  const spelled = spelledAsIn(present, target);
  const before = codec.encodeRequest(read.conversation, spelled, new Losses());
  const after = codec.encodeRequest(withSettings(read.conversation, settings), spelled, losses);
  for (const group of own) {
    if (group.every((name) => isDeepStrictEqual(before[name], after[name]))) continue;
    for (const name of group) {
      if (!isDeepStrictEqual(present[name], after[name])) changes.set(name, after[name]);
    }
  }
  return changes;
}

/** Where nothing is said of the provider, the client knows which of chat's two names it takes. */
function spelledAsIn(present: Fields, target: EncodeTarget): EncodeTarget {
  if (present.max_completion_tokens === undefined || target.quirks.maxTokensField !== undefined)
    return target;
  return { ...target, quirks: { ...target.quirks, maxTokensField: 'max_completion_tokens' } };
}

/**
 * What goes makes room for what comes: never is something put in beside something taken out, so that no comma is claimed
 * twice.
 */
function editsFor(
  body: Buffer,
  members: Readonly<Record<string, ScannedMember>>,
  present: Fields,
  changes: Changes,
): BodyEdit[] {
  const edits: BodyEdit[] = [];
  const gone: ScannedMember[] = [];
  const fresh: string[] = [];
  for (const [name, value] of changes) {
    const member = members[name];
    if (member === undefined) fresh.push(memberText(name, value));
    else if (value === undefined) gone.push(member);
    else
      edits.push({
        start: member.valueStart,
        end: member.valueEnd,
        bytes: Buffer.from(JSON.stringify(value)),
      });
  }
  while (gone.length > 0 && fresh.length > 0) {
    const member = gone.pop();
    const text = fresh.pop();
    if (member !== undefined && text !== undefined)
      edits.push({ start: member.keyStart, end: member.valueEnd, bytes: Buffer.from(text) });
  }
  edits.push(...removeMembers(body, gone));
  if (fresh.length > 0) {
    const first = body.indexOf('{') + 1;
    const isEmpty =
      Object.keys(present).length === 0 && /^\s*\}/.test(body.toString('latin1', first, first + 64));
    const text = `${fresh.join(',')}${isEmpty ? '' : ','}`;
    // Before what is exchanged at the same place: the sort keeps the order of equals.
    edits.unshift({ start: first, end: first, bytes: Buffer.from(text) });
  }
  return edits.toSorted((a, b) => a.start - b.start);
}

function memberText(name: string, value: unknown): string {
  return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
}
