import type { Speaker } from './answer-turn.ts';
import { type StateOwner, sealState } from './sealed-state.ts';

/** Speaks for an owner; its ids and states carry running numbers, so that no two are equal. */
export function newSpeaker(owner: StateOwner): Speaker {
  let last = 0;
  const next = (): number => {
    last += 1;
    return last;
  };
  return {
    model: owner.model,
    id: (prefix) => `${prefix}${owner.provider.replaceAll(/[^A-Za-z0-9]/g, '')}${next()}`,
    seal: (kind, bound) => sealState(owner, kind, bound, next()),
  };
}
