import type { Path, Repeat } from '../codec.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from '../json-value.ts';
import type { AnswerBlocks, Channel } from './answer-blocks.ts';
import type { CallPieces } from './call-pieces.ts';

const channels: ReadonlyMap<string, Channel> = new Map([
  ['content', 'text'],
  ['refusal', 'refusal'],
  ['reasoning_content', 'reasoning'],
  ['reasoning', 'reasoning'],
  ['reasoning_text', 'reasoning'],
]);

/** OpenAI pads its chunks with it, so that their lengths tell nothing. */
const padding: Path = ['obfuscation'];

/** Members of the one piece of a call, and of its function, besides the input. */
const usualPiece: ReadonlySet<string> = new Set(['index', 'id', 'type', 'function']);

/**
 * Whether a chunk that was taken said nothing but one text: one choice without an end, whose delta has one member that
 * holds something.
 */
export function repeatOf(chunk: Fields, blocks: AnswerBlocks, calls: CallPieces): Repeat | undefined {
  const [choice, ...further] = listOf(chunk.choices);
  if (further.length > 0 || !isFields(choice) || chunk.search_results !== undefined) return undefined;
  if (chunk.citations !== undefined || isFields(choice.logprobs) || isSaid(choice.finish_reason))
    return undefined;
  const delta = fieldsOf(choice.delta);
  const names = delta === undefined ? [] : Object.keys(delta).filter((name) => isFilled(name, delta[name]));
  const [name] = names;
  if (delta === undefined || name === undefined || names.length > 1) return undefined;
  const loose = [...looseFigures(chunk), padding];
  const channel = channels.get(name);
  if (channel !== undefined) {
    if (typeof delta[name] !== 'string') return undefined;
    const path = ['choices', 0, 'delta', name];
    return { path, loose, add: (json) => blocks.sayJson(channel, json) };
  }
  const add = name === 'tool_calls' ? addToCall(delta.tool_calls, calls) : undefined;
  if (add === undefined) return undefined;
  return { path: ['choices', 0, 'delta', 'tool_calls', 0, 'function', 'arguments'], loose, add };
}

function addToCall(pieces: unknown, calls: CallPieces): Repeat['add'] | undefined {
  const [piece, ...further] = listOf(pieces);
  if (further.length > 0 || !isFields(piece)) return undefined;
  const called = fieldsOf(piece.function);
  if (called === undefined || textOf(called.name) !== undefined || piece.type === 'custom') return undefined;
  if (typeof called.arguments !== 'string' || !Object.keys(piece).every((name) => usualPiece.has(name)))
    return undefined;
  return calls.repeat(piece.index);
}

/** Some servers tell the figures so far with every chunk. */
function looseFigures({ usage }: Fields): readonly Path[] {
  const figures = fieldsOf(usage) ?? {};
  return Object.keys(figures)
    .filter((name) => typeof figures[name] === 'number')
    .map((name) => ['usage', name]);
}

function isSaid(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '';
}

/** Whether a member of a delta may mean something. */
function isFilled(name: string, value: unknown): boolean {
  return name !== 'role' && isSaid(value) && !(Array.isArray(value) && value.length === 0);
}
