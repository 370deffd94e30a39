import { type Fields, fieldsOf, textOf } from '../json-value.ts';
import type { Losses } from '../losses.ts';
import type { Opaque } from '../opaque.ts';
import type { JsonText } from '../text-sum.ts';
import { type AnswerBlocks, isComplete, type OpenCall } from './answer-blocks.ts';

/** A call whose pieces come in. */
interface Call {
  id: string | undefined;
  name: string | undefined;
  form: 'function' | 'custom';
  /** What came before the name. */
  early: string;
  opaque: Opaque | undefined;
  open: OpenCall | undefined;
}

/** The old `function_call`, of which there is one. */
const legacyIndex = -1;

/**
 * Joins pieces of tool calls. The API keys them by `index` and gives `id` and name with the first piece; what comes is:
 * no index (Mistral), always index 0 (Ollama), an id that is null, empty, repeated or new with every piece, a name that
 * is empty or null later on, arguments that are whole in the first piece, an object, or missing.
 */
export class CallPieces {
  readonly #blocks: AnswerBlocks;
  readonly #newId: () => string;
  readonly #losses: Losses;
  readonly #calls: Call[] = [];
  readonly #byIndex = new Map<number, Call>();

  constructor(blocks: AnswerBlocks, newId: () => string, losses: Losses) {
    this.#blocks = blocks;
    this.#newId = newId;
    this.#losses = losses;
  }

  takeList(pieces: readonly unknown[], readOpaque: (piece: Fields) => Opaque | undefined): void {
    for (let at = 0; at < pieces.length; at += 1) {
      const piece = fieldsOf(pieces[at]);
      if (piece === undefined) continue;
      const index = typeof piece.index === 'number' ? piece.index : undefined;
      const opaque = piece.extra_content === undefined ? undefined : readOpaque(piece);
      this.#take(piece, index, pieces.length > 1 ? at : undefined, opaque);
    }
  }

  takeLegacy(piece: Fields): void {
    this.#take({ function: piece }, legacyIndex, undefined, undefined);
  }

  /** Takes further input of the open call that a piece without a name belongs to; undefined when there is none. */
  repeat(index: unknown): ((json: JsonText) => void) | undefined {
    const open = typeof index === 'number' ? this.#byIndex.get(index)?.open : undefined;
    if (open === undefined || open.closed) return undefined;
    return (json) => this.#blocks.addInputJson(open, json);
  }

  /** The call with this id, for state that comes beside it. */
  setOpaque(id: string, opaque: Opaque): boolean {
    const call = this.#calls.findLast((each) => each.id === id);
    if (call === undefined || call.open?.closed === true) return false;
    call.opaque = opaque;
    if (call.open !== undefined) call.open.opaque = opaque;
    return true;
  }

  end(): void {
    for (const call of this.#calls)
      if (call.open === undefined) this.#losses.add('part', 'answer', 'a tool call without a name');
  }

  #take(piece: Fields, index: number | undefined, position: number | undefined, opaque?: Opaque): void {
    const custom = fieldsOf(piece.custom);
    const body = fieldsOf(piece.function) ?? custom ?? piece;
    const name = textOf(body.name);
    const id = textOf(piece.id);
    const input = inputOf(custom === undefined ? body.arguments : custom.input);
    const call = this.#find(index, position, id, name, input);
    if (call === undefined) return;
    call.id ??= id;
    if (opaque !== undefined) call.opaque = opaque;
    if (custom !== undefined || piece.type === 'custom') call.form = 'custom';
    if (call.open === undefined) {
      call.name ??= name;
      call.early += input;
      if (call.name !== undefined) this.#open(call, call.name);
      return;
    }
    if (opaque !== undefined) call.open.opaque = opaque;
    if (input === '' || this.#blocks.addInput(call.open, input)) return;
    if (input.trim() !== '') this.#losses.add('part', 'answer', 'input of a tool call that had ended');
  }

  #open(call: Call, name: string): void {
    call.id ??= this.#newId();
    call.open = this.#blocks.openCall(call.id, name, call.form);
    call.open.opaque = call.opaque;
    if (call.early !== '') this.#blocks.addInput(call.open, call.early);
    call.early = '';
  }

  /** The call that a piece belongs to, a new one, or none: the piece says nothing, or what was said. */
  #find(
    index: number | undefined,
    position: number | undefined,
    id: string | undefined,
    name: string | undefined,
    input: string,
  ): Call | undefined {
    const known = this.#known(index, position, id, name, input);
    if (known === undefined) {
      if (id === undefined && name === undefined && input.trim() === '') return undefined;
      return this.#add(index);
    }
    if (name === undefined || known.name === undefined) return known;
    const isOther = id !== undefined && known.id !== undefined && id !== known.id;
    if (isOther || name !== known.name) return this.#add(index);
    // The name again, and arguments that cannot go on: another call of the same tool, or the same one once more.
    const before = known.open?.input.text ?? '';
    if (input.trim() === '' || !isComplete(before)) return known;
    if (id === undefined) return this.#add(index);
    if (input !== before) this.#losses.add('part', 'answer', 'input of a tool call that had ended');
    return undefined;
  }

  #known(
    index: number | undefined,
    position: number | undefined,
    id: string | undefined,
    name: string | undefined,
    input: string,
  ): Call | undefined {
    const last = this.#calls.at(-1);
    if (index !== undefined) {
      const call = this.#byIndex.get(index);
      if (call !== undefined) return call;
      // Two calls may come with one id; a piece without a name goes to the call that has its id.
      return id === undefined || name !== undefined ? undefined : this.#withId(id);
    }
    if (id !== undefined) {
      const call = this.#withId(id);
      if (call !== undefined) return call;
      // An id that changes with every piece: without a name nothing new has begun.
      return name === undefined && input !== '' ? last : undefined;
    }
    if (name !== undefined) return last?.name === undefined ? last : undefined;
    return position === undefined ? last : (this.#calls[position] ?? last);
  }

  #withId(id: string): Call | undefined {
    return this.#calls.findLast((call) => call.id === id);
  }

  #add(index: number | undefined): Call {
    const call: Call = {
      id: undefined,
      name: undefined,
      form: 'function',
      early: '',
      opaque: undefined,
      open: undefined,
    };
    this.#calls.push(call);
    if (index !== undefined) this.#byIndex.set(index, call);
    return call;
  }
}

/** Input as text: some providers send the arguments as the object that they are. */
function inputOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : '';
}
