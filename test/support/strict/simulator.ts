import { isRecord, listAt, textAt } from '../json-value.ts';
import type { AnswerDialect } from './answer-judge.ts';
import type { AnswerTurn, SpokenAnswer } from './answer-turn.ts';
import { newSpeaker } from './new-speaker.ts';
import { checkRequest, type RequestFacts } from './request-judge.ts';
import { type StateOwner, stateFault } from './sealed-state.ts';
import { speak } from './speak.ts';

export interface SimulatorOptions extends StateOwner {
  readonly dialect: AnswerDialect;
  /** The provider accepts reasoning fields in chat messages. False when absent, as at OpenAI. */
  readonly reasoningFields?: boolean;
  /** `system` messages are allowed in the middle (Messages, beta). False when absent. */
  readonly systemInMiddle?: boolean;
}

/** A provider that answers what it is told to and refuses whatever the real one would refuse. */
export interface Simulator extends SimulatorOptions {
  /** A valid answer; its opaque state is readable by this provider, account and model alone. */
  answer(turn: AnswerTurn): SpokenAnswer;
  /** Why the request would be refused, in words; empty when it is fine. `model` where the path names it. */
  check(body: unknown, model?: string): string[];
}

/**
 * A simulator of a vendor's API. Two with the same provider, account and model read each other's state; all others
 * refuse it. State must come back byte for byte and with the text or the item that it belongs to.
 */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { dialect, provider, account, model } = options;
  const owner = { provider, account, model };
  const speaker = newSpeaker(owner);
  const followers = new Map<string, string>();
  const facts: RequestFacts = {
    ...(options.reasoningFields !== undefined && { reasoningFields: options.reasoningFields }),
    ...(options.systemInMiddle !== undefined && { systemInMiddle: options.systemInMiddle }),
    stateFault: (kind, state, bound) => stateFault(owner, kind, state, bound),
    followerOf: (id) => followers.get(id),
  };
  return {
    ...options,
    answer(turn) {
      const spoken = speak(dialect, turn, speaker);
      noteFollowers(spoken.body, followers);
      return spoken;
    },
    check(body, pathModel) {
      const named = pathModel ?? (dialect === 'gemini-generate' ? model : undefined);
      const words = checkRequest(dialect, body, { ...facts, ...(named !== undefined && { model: named }) });
      const asked = named ?? (isRecord(body) ? textAt(body, 'model') : undefined);
      if (asked !== model) words.push(`model: this provider has ${model}, not ${asked ?? 'no model'}`);
      return words;
    },
  };
}

function noteFollowers(body: unknown, followers: Map<string, string>): void {
  const items = listAt(body, 'output');
  for (const [index, item] of items.entries()) {
    const [id, next] = [textAt(item, 'id'), textAt(items[index + 1], 'id')];
    if (textAt(item, 'type') === 'reasoning' && id !== undefined && next !== undefined)
      followers.set(id, next);
  }
}
