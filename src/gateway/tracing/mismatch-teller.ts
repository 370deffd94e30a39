import type { GatewayEvent } from '../exchange/event.ts';
import type { Clock } from '../exchange/ports.ts';
import type { RequestRecord } from '../exchange/record.ts';

/** An answer from another model is told once an hour per provider and model that was asked for. */
const gapMs = 3_600_000;
/** Pairs that are remembered: model names come from clients. */
const mostPairs = 500;

export interface MismatchTeller {
  /** Looks at a finished request. */
  note(record: RequestRecord): void;
}

/** Raises `model.mismatch` for answers that say they are from another model than was asked for. */
export function createMismatchTeller(
  clock: Pick<Clock, 'now'>,
  tell: (event: GatewayEvent) => void,
): MismatchTeller {
  const toldAt = new Map<string, number>();
  return {
    note({ id, provider, account, model, modelAnswered }) {
      if (modelAnswered === undefined || provider === undefined || model === undefined) return;
      const now = clock.now();
      const pair = `${provider}/${model}`;
      const before = toldAt.get(pair);
      if (before !== undefined && now - before < gapMs) return;
      toldAt.delete(pair);
      toldAt.set(pair, now);
      if (toldAt.size > mostPairs) {
        const oldest = toldAt.keys().next().value;
        if (oldest !== undefined) toldAt.delete(oldest);
      }
      tell({
        at: now,
        level: 'warning',
        code: 'model.mismatch',
        message: `${provider} was asked for ${model} and says that ${modelAnswered} answered. The answer was passed on; check what the provider makes of the name. This is told once an hour.`,
        fields: {
          provider,
          ...(account !== undefined && { account }),
          model,
          answered: modelAnswered,
          request: id,
        },
      });
    },
  };
}
