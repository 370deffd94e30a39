import { isRecord, type JsonRecord, listAt, textAt, valueAt } from '../json-value.ts';

interface Call {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

/**
 * Calls of a Gemini answer. Vertex can send them in pieces: a head with the name, then pieces without one, whose
 * `partialArgs` add to members by their path (`$.city`, `$.days[0]`).
 */
export function readPartialArgs(pieces: readonly JsonRecord[]): Call[] {
  const calls: { id: string; name: string; input: Record<string, unknown> }[] = [];
  for (const piece of pieces) {
    const name = textAt(piece, 'name') ?? '';
    const last = calls.at(-1);
    const call =
      name === '' && last !== undefined ? last : { id: textAt(piece, 'id') ?? '', name, input: {} };
    if (call !== last) calls.push(call);
    if (isRecord(piece.args)) Object.assign(call.input, piece.args);
    for (const part of listAt(piece, 'partialArgs')) addPartial(call.input, part);
  }
  return calls;
}

function addPartial(input: Record<string, unknown>, part: unknown): void {
  const steps = (textAt(part, 'jsonPath') ?? '')
    .split(/[.[\]]+/)
    .filter((step) => step !== '' && step !== '$');
  const last = steps.pop();
  if (last === undefined) return;
  let home: object = input;
  for (const [index, step] of steps.entries()) {
    const next: unknown = Reflect.get(home, step);
    const made =
      typeof next === 'object' && next !== null ? next : /^\d+$/.test(steps[index + 1] ?? last) ? [] : {};
    Reflect.set(home, step, made);
    home = made;
  }
  const text = textAt(part, 'stringValue');
  const before: unknown = Reflect.get(home, last);
  if (text !== undefined) Reflect.set(home, last, typeof before === 'string' ? before + text : text);
  else if (isRecord(part) && Object.hasOwn(part, 'nullValue')) Reflect.set(home, last, null);
  else Reflect.set(home, last, valueAt(part, 'numberValue') ?? valueAt(part, 'boolValue'));
}
