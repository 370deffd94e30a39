import type { ToolCall, UsageFigures } from './scripted-upstream-behaviour.ts';

/** One turn of the model, before it has a dialect. */
export interface Turn {
  /** Counts the answers of one upstream; ids are made of it, so that they are the same in every run. */
  readonly serial: number;
  readonly model: string;
  readonly reasoning: string;
  readonly text: readonly string[];
  readonly calls: readonly ToolCall[];
  /** Undefined: the provider sends no figures. */
  readonly usage: UsageFigures | undefined;
  readonly stop: 'end' | 'length';
}

/** A turn in one dialect: the events of the stream, framed, and the body of the answer without a stream. */
export interface Rendered {
  readonly events: readonly string[];
  readonly json: string;
}

/** Seconds since the epoch that every answer bears: 2025-11-21, so that bytes are the same in every run. */
export const createdAt = 1_763_683_200;

/** Sums of the figures in the way of the vendors that count the parts inside the whole. */
export function totals(usage: UsageFigures): { readonly prompt: number; readonly completion: number } {
  return {
    prompt: usage.input + usage.cacheRead + usage.cacheWrite,
    completion: usage.output + usage.reasoning,
  };
}

/** `prefix` and 24 digits. */
export function idOf(prefix: string, turn: Pick<Turn, 'serial'>, part = 0): string {
  return `${prefix}${String(turn.serial).padStart(16, '0')}${String(part).padStart(8, '0')}`;
}

/** OpenAI fills its deltas up with random letters against traffic analysis; here the length follows the event's place. */
export function obfuscation(place: number): string {
  return 'scriptedupstream'.slice(0, 1 + ((place * 7) % 16));
}
