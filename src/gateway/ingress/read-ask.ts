import {
  type BodyEdit,
  hasKeyBytes,
  insertAfter,
  removeMembers,
  type ScannedMember,
  scanBody,
} from '../dialects/body-scan.ts';
import type { ErrorCode } from '../exchange/errors.ts';
import type { Mutable } from '../exchange/mutable.ts';
import type { Target } from './routes.ts';
import { bodyWishes, type Wishes } from './wishes.ts';

/** What the body says, as far as the gateway needs it. */
export interface BodyFacts {
  readonly model: string;
  readonly stream: boolean;
  /** Where the model's name stands in the body; absent when it stands in the path. */
  readonly bodyModel?: { readonly name: string; readonly start: number; readonly end: number };
  readonly edits: readonly BodyEdit[];
  readonly askUsage?: BodyEdit;
  readonly wantsUsage: boolean;
  /** Absent: the body wishes nothing. */
  readonly wishes?: Partial<Wishes>;
}

export type BodyReading =
  | { readonly ok: true; readonly facts: BodyFacts }
  | { readonly ok: false; readonly code: ErrorCode; readonly values: Readonly<Record<string, string>> };

/** Knows which names are of this gateway. */
export interface Ours {
  isModel(name: string): boolean;
  isProvider(name: string): boolean;
}

/**
 * Reads model, stream and routing wishes from a body without parsing it. `whole`: the key is restricted, so the
 * entire body is checked and a second `model` or `stream` is refused (a provider might take the other one).
 */
export function readAsk(target: Target, body: Buffer, whole: boolean, ours: Ours): BodyReading {
  const inPath = target.model !== undefined;
  const openai = target.dialect === 'openai-chat' || target.dialect === 'openai-responses';
  // A whole scan sees them on its way; otherwise a search tells whether one is worth it.
  const routed =
    !inPath && (whole || hasKeyBytes(body, 'models') || (openai && hasKeyBytes(body, 'provider')));
  const wanted = wantedKeys(target, inPath, routed);
  const scan = scanBody(body, wanted, whole || routed ? 'whole' : 'early');
  if (!scan.ok)
    return { ok: false, code: 'invalid_body', values: { detail: `${scan.detail} at byte ${scan.at}` } };
  const twice = whole ? scan.duplicates.find((key) => key === 'model' || key === 'stream') : undefined;
  if (twice !== undefined) return { ok: false, code: 'duplicate_key', values: { key: twice } };
  const { model, stream } = scan.members;
  const streams = inPath ? target.action === 'streamGenerateContent' : stream?.value === true;
  if (inPath) {
    const facts = { model: target.model ?? '', stream: streams, edits: noEdits, wantsUsage: true };
    return facts.model === '' ? { ok: false, code: 'invalid_model', values: {} } : { ok: true, facts };
  }
  if (model === undefined || typeof model.value !== 'string' || model.value === '') {
    return { ok: false, code: 'invalid_model', values: {} };
  }
  const { wantsUsage, askUsage } = usageWish(target, body, streams, model);
  const facts: Mutable<BodyFacts> = {
    model: model.value,
    stream: streams,
    bodyModel: { name: model.value, start: model.valueStart, end: model.valueEnd },
    edits: noEdits,
    wantsUsage,
  };
  if (askUsage !== undefined) facts.askUsage = askUsage;
  if (routed) {
    const { models, provider } = scan.members;
    const { wishes, takeOut } = bodyWishes(parsed(body, models), parsed(body, provider), ours);
    facts.wishes = wishes;
    facts.edits = removeMembers(
      body,
      takeOut.flatMap((name) => scan.members[name] ?? []),
    );
  }
  return { ok: true, facts };
}

const noEdits: readonly BodyEdit[] = [];

function wantedKeys(target: Target, inPath: boolean, routed: boolean): readonly string[] {
  if (inPath) return [];
  const streams = target.operation === 'generate';
  if (routed) return streams ? ['model', 'stream', 'models', 'provider'] : ['model', 'models', 'provider'];
  return streams ? modelAndStream : onlyModel;
}

const modelAndStream = ['model', 'stream'];
const onlyModel = ['model'];

/** Chat streams carry figures only when asked; what the client asked for itself is left alone. */
function usageWish(
  target: Target,
  body: Buffer,
  streams: boolean,
  model: ScannedMember,
): { readonly wantsUsage: boolean; readonly askUsage?: BodyEdit } {
  const chat = target.dialect === 'openai-chat' || target.dialect === 'openai-completions';
  if (!chat || !streams) return { wantsUsage: true };
  const ask = '"stream_options":{"include_usage":true}';
  if (!hasKeyBytes(body, 'stream_options')) return { wantsUsage: false, askUsage: insertAfter(model, ask) };
  const scan = scanBody(body, ['stream_options'], 'whole');
  const options = scan.ok ? scan.members.stream_options : undefined;
  if (options === undefined) return { wantsUsage: false, askUsage: insertAfter(model, ask) };
  const value = parsed(body, options);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const replaced: BodyEdit = { start: options.keyStart, end: options.valueEnd, bytes: Buffer.from(ask) };
    return value === null ? { wantsUsage: false, askUsage: replaced } : { wantsUsage: true };
  }
  if ('include_usage' in value && value.include_usage === true) return { wantsUsage: true };
  const text = JSON.stringify({ ...value, include_usage: true });
  const edit: BodyEdit = { start: options.valueStart, end: options.valueEnd, bytes: Buffer.from(text) };
  return { wantsUsage: false, askUsage: edit };
}

/** A small member, parsed; undefined when it is absent or no JSON. */
function parsed(body: Buffer, member: ScannedMember | undefined): unknown {
  if (member === undefined) return undefined;
  try {
    return JSON.parse(body.toString('utf8', member.valueStart, member.valueEnd));
  } catch {
    return undefined;
  }
}
