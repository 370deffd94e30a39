import { mark } from '../../../src/gateway/dialects/wire.ts';
import { wireOf } from '../../../src/gateway/dialects/wires.ts';
import type { Dialect } from '../../../src/gateway/exchange/dialect.ts';
import type { Quirks } from '../../../src/gateway/exchange/provider.ts';
import { type ToldUsage, tokensOf, type Usage } from '../../../src/gateway/exchange/usage.ts';

/** Buckets that are not zero. */
export type Buckets = Partial<Record<Exclude<keyof Usage, 'estimated'>, number>> & {
  readonly estimated?: true;
};

/** The tokens alone, without zeros, so that a test names what matters. */
export function buckets(usage: ToldUsage | undefined): Buckets | undefined {
  if (usage === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(tokensOf(usage)).filter(([, value]) => value !== 0 && value !== false),
  );
}

/** Figures of a JSON answer. */
export function ofAnswer(dialect: Dialect, answer: unknown, quirks: Quirks = {}): Buckets | undefined {
  return buckets(wireOf(dialect).usageOfAnswer(Buffer.from(JSON.stringify(answer)), quirks));
}

/** Figures of a stream: only events that are marked as having some are read. */
export function ofStream(
  dialect: Dialect,
  events: readonly string[],
  quirks: Quirks = {},
): Buckets | undefined {
  const wire = wireOf(dialect);
  const reader = wire.createUsageReader(quirks);
  for (const event of events) if ((wire.classify(event) & mark.usage) !== 0) reader.take(event);
  return buckets(reader.read());
}
