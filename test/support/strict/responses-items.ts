import { isDeepStrictEqual } from 'node:util';
import { isRecord, listAt, textAt, valueAt } from '../json-value.ts';
import { checkArguments } from './call-arguments.ts';
import { type Report, shown } from './report.ts';

type Event = Readonly<Record<string, unknown>>;

/** Text that comes in pieces and is told again when it is whole. */
interface PieceState {
  /** `content_index` or `summary_index`. */
  readonly index: number;
  readonly type: string;
  text: string;
  /** `*.done` of the text has come. */
  told: boolean;
  /** `*_part.done` has come. */
  closed: boolean;
}

/** One item of the output while the stream builds it. */
export interface ItemState {
  readonly index: number;
  readonly id: string;
  readonly type: string;
  readonly head: Event;
  readonly parts: PieceState[];
  readonly summaries: PieceState[];
  readonly input: PieceState;
  /** As `output_item.done` gave it. */
  done?: unknown;
}

/** The open or finished items of one response, and what their events must obey. */
export class ResponseItems {
  readonly list: ItemState[] = [];
  private readonly report: Report;

  constructor(report: Report) {
    this.report = report;
  }

  /** Takes one event that belongs to an item. */
  take(type: string, event: Event): void {
    if (type === 'response.output_item.added') return this.add(event);
    const item = this.list.find(({ index }) => index === event.output_index);
    if (item === undefined)
      return this.report.add('item-unknown', `${type} for output_index ${shown(event.output_index)}`);
    if (item.done !== undefined) return this.report.add('after-item-done', `${type} for a finished item`);
    if (type === 'response.output_item.done') return this.finish(item, event);
    if (event.item_id !== undefined && event.item_id !== item.id)
      this.report.add('item-id', `item_id is ${shown(event.item_id)}, the item's id ${shown(item.id)}`);
    takePiece(type, event, item, this.report);
  }

  private add(event: Event): void {
    const index = Number(event.output_index);
    if (index !== this.list.length)
      this.report.add('output-index', `item ${this.list.length} has the output_index ${index}`);
    const item = isRecord(event.item) ? event.item : {};
    const id = textAt(item, 'id') ?? '';
    const type = textAt(item, 'type') ?? '';
    const open = this.list.find(({ done }) => done === undefined);
    // Pieces of parallel calls may interleave; texts never do.
    if (open !== undefined && !(isCall(open.type) && isCall(type)))
      this.report.add('item-open', `an item starts while item ${open.index} is not done`);
    for (const other of this.list) {
      if (other.id === id) this.report.add('item-id-twice', `two items have the id "${id}"`);
      if (isCall(type) && item.call_id === other.head.call_id && isCall(other.type))
        this.report.add('call-id-twice', `two calls have the call_id ${shown(item.call_id)}`);
    }
    const input = { index: 0, type: 'input', text: '', told: false, closed: false };
    this.list.push({ index, id, type, head: item, parts: [], summaries: [], input });
  }

  private finish(state: ItemState, event: Event): void {
    const item = isRecord(event.item) ? event.item : {};
    state.done = item;
    for (const name of ['id', 'type', 'call_id', 'name'])
      if (state.head[name] !== undefined && item[name] !== state.head[name])
        this.report.add(
          `item-${name}-changed`,
          `${name} was ${shown(state.head[name])}, is ${shown(item[name])}`,
        );
    const status = textAt(item, 'status');
    if (status === 'in_progress') this.report.add('item-status', 'a finished item is in_progress');
    for (const piece of [...state.parts, ...state.summaries])
      if (!piece.closed) this.report.add('part-open', `a part of item ${state.index} is not done`);
    checkTexts('content', state.parts, listAt(item, 'content'), this.report);
    checkTexts('summary', state.summaries, listAt(item, 'summary'), this.report);
    if (!isCall(state.type)) return;
    const text = textAt(item, state.type === 'function_call' ? 'arguments' : 'input') ?? '';
    if (!state.input.told)
      this.report.add('input-not-done', `the input of item ${state.index} was not told whole`);
    if (text !== state.input.text)
      this.report.add('item-input', 'the input of the item is not that of its deltas');
    if (state.type === 'function_call')
      checkArguments(text, `call ${shown(item.call_id)}`, status === 'incomplete', this.report);
  }

  /** `output` of the last event must be the finished items, in order. */
  checkOutput(output: readonly unknown[]): void {
    for (const item of this.list)
      if (item.done === undefined)
        this.report.add('item-not-done', `item ${item.index} is not done at the end`);
    if (output.length === 0 && this.list.length > 0)
      return this.report.add('output-empty', 'output is empty though there were items');
    const done = this.list.map((item) => item.done);
    if (isDeepStrictEqual(output, done)) return;
    if (isDeepStrictEqual(output.map(withoutSecrets), done.map(withoutSecrets)))
      this.report.add('output-reencrypted', 'opaque state in output is not that of the finished items');
    else this.report.add('output-differs', 'output is not the list of finished items');
  }
}

/** OpenAI encrypts the same state anew each time it shows it. */
function withoutSecrets(item: unknown): unknown {
  return isRecord(item) ? { ...item, encrypted_content: undefined, fingerprint: undefined } : item;
}

function isCall(type: string): boolean {
  return type === 'function_call' || type === 'custom_tool_call';
}

function checkTexts(
  what: string,
  states: readonly PieceState[],
  parts: readonly unknown[],
  report: Report,
): void {
  if (parts.length !== states.length)
    return report.add(`item-${what}`, `${parts.length} parts in the item, ${states.length} in its events`);
  for (const [position, state] of states.entries())
    if (textOf(parts[position]) !== state.text)
      report.add(`item-${what}`, `part ${position} of the item is not the text of its deltas`);
}

function textOf(part: unknown): string {
  return textAt(part, 'text') ?? textAt(part, 'refusal') ?? '';
}

const inputEvents: Readonly<Record<string, string>> = {
  'response.function_call_arguments': 'function_call',
  'response.custom_tool_call_input': 'custom_tool_call',
};

const textEvents: Readonly<Record<string, string>> = {
  'response.output_text': 'output_text',
  'response.refusal': 'refusal',
  'response.reasoning_text': 'reasoning_text',
  'response.reasoning_summary_text': 'summary_text',
};

function takePiece(type: string, event: Event, item: ItemState, report: Report): void {
  const [, family = '', step = ''] = /^(.*)\.([a-z_]+)$/.exec(type) ?? [];
  // `reasoning_part` is no event of OpenAI; Bedrock sends it where `content_part` belongs.
  if (family === 'response.content_part' || family === 'response.reasoning_part')
    return takePart(step, event, item.parts, 'content_index', item, report);
  if (family === 'response.reasoning_summary_part')
    return takePart(step, event, item.summaries, 'summary_index', item, report);
  const wanted = inputEvents[family];
  if (wanted !== undefined) {
    if (item.type !== wanted) return report.add('item-type', `${type} in an item of type ${item.type}`);
    return takeText(step, event, item.input, report);
  }
  const partType = textEvents[family];
  if (partType === undefined) {
    const kind =
      /^response\.([a-z_]+?)(?:_code|_arguments|_command|_output_content)?$/.exec(family)?.[1] ?? '';
    if (!item.type.startsWith(kind) && family !== 'response.output_text.annotation')
      report.add('item-type', `${type} in an item of type ${item.type}`);
    return;
  }
  const [pieces, index] =
    partType === 'summary_text' ? [item.summaries, event.summary_index] : [item.parts, event.content_index];
  const piece = pieces.find((each) => each.index === index);
  if (piece === undefined) return report.add('part-unknown', `${type} for a part that was not added`);
  if (piece.type !== partType) return report.add('part-type', `${type} in a part of type ${piece.type}`);
  takeText(step, event, piece, report);
}

function takePart(
  step: string,
  event: Event,
  pieces: PieceState[],
  member: string,
  item: ItemState,
  report: Report,
): void {
  const index = Number(event[member]);
  const type = textAt(event, 'part', 'type') ?? '';
  const home = type === 'reasoning_text' || type === 'summary_text' ? 'reasoning' : 'message';
  if (item.type !== home) report.add('item-type', `a part of type ${type} in an item of type ${item.type}`);
  if (step === 'added') {
    if (index !== pieces.length) report.add('part-index', `part ${pieces.length} has the ${member} ${index}`);
    if (pieces.some(({ closed }) => !closed))
      report.add('part-open', 'a part starts while another is not done');
    if (textOf(event.part) !== '') report.add('part-not-empty', 'a part has text when it is added');
    pieces.push({ index, type, text: textOf(event.part), told: false, closed: false });
    return;
  }
  const piece = pieces.find((each) => each.index === index);
  if (piece === undefined) return report.add('part-unknown', `the end of a part that was not added`);
  if (piece.closed) report.add('part-done-twice', 'a part is done twice');
  if (!piece.told) report.add('text-not-done', 'a part is done before its text');
  if (textOf(event.part) !== piece.text)
    report.add('part-text', 'the text of a part is not that of its deltas');
  piece.closed = true;
}

function takeText(step: string, event: Event, piece: PieceState, report: Report): void {
  if (piece.told) report.add('after-text-done', `${step} after the text was told whole`);
  if (step === 'delta') {
    piece.text += textAt(event, 'delta') ?? '';
    return;
  }
  const whole =
    ['text', 'refusal', 'arguments', 'input'].map((name) => valueAt(event, name)).find(isText) ?? '';
  if (whole !== piece.text) report.add('done-text', 'the whole text is not that of the deltas');
  piece.told = true;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
