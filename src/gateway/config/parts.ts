import type { z } from 'zod';
import { demoId } from './preset.ts';
import type { PathPart } from './problem.ts';
import { type ProviderInput, providerSchema } from './provider-schema.ts';
import {
  type ClientInput,
  clientSchema,
  type ListenInput,
  listenSchema,
  type RuleInput,
  ruleSchema,
} from './schema.ts';
import { isRecord } from './situation.ts';
import { type StrategyInput, strategySchema } from './strategy-schema.ts';

/** A piece of the config as far as it is valid in itself, and where it stands. */
export interface Placed<T> {
  readonly at: readonly PathPart[];
  readonly raw: unknown;
  readonly input: T;
  /** Keys that are wrong in themselves: in `input` they have a default or a stand-in. */
  readonly broken: ReadonlySet<string>;
}

/**
 * The valid pieces of a config that may be wrong elsewhere: checks that look across pieces run on them, so that a
 * person sees all problems at once and not one layer after the other.
 */
export interface Parts {
  readonly listen: ListenInput | undefined;
  readonly clientsGiven: boolean;
  readonly clients: readonly Placed<ClientInput>[];
  readonly providers: readonly Placed<ProviderInput>[];
  readonly rules: readonly Placed<RuleInput>[];
  readonly preferred: string | undefined;
  readonly strategies: readonly Placed<StrategyInput>[];
  /** Ids of all providers, also of those that are wrong in some other way. */
  readonly providerIds: ReadonlySet<string>;
}

/** Takes a config apart; never throws. */
export function readParts(value: unknown): Parts {
  const config = isRecord(value) ? value : {};
  const providers = listOf(config.providers);
  const routing = isRecord(config.routing) ? config.routing : {};
  const models = isRecord(config.models) ? config.models : {};
  const ids = providers.flatMap((each) => (isRecord(each) && typeof each.id === 'string' ? [each.id] : []));
  const preferred = routing.preferred;
  const standIn = (index: number) => ({ id: `stand-in-${index}`, key: { secret: `stand-in-${index}` } });
  return {
    listen: readPiece(listenSchema, config.listen ?? {}, [], {})?.input,
    clientsGiven: config.clients !== undefined,
    clients: readPieces(clientSchema, listOf(config.clients), ['clients'], standIn),
    providers: readPieces(providerSchema, providers, ['providers'], (index) => ({ id: standIn(index).id })),
    rules: readPieces(ruleSchema, listOf(models.rules), ['models', 'rules'], () => ({
      match: '*',
      use: ['*/*'],
    })),
    strategies: readPieces(
      strategySchema,
      listOf(routing.strategies),
      ['routing', 'strategies'],
      (index) => ({ id: standIn(index).id, action: 'return' }),
    ),
    preferred: typeof preferred === 'string' ? preferred : undefined,
    providerIds: new Set(providers.length === 0 ? [demoId] : ids),
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function readPieces<T>(
  schema: z.ZodType<T>,
  values: readonly unknown[],
  above: readonly PathPart[],
  standIn: (index: number) => Readonly<Record<string, unknown>>,
): Placed<T>[] {
  return values.flatMap((raw, index) => readPiece(schema, raw, [...above, index], standIn(index)) ?? []);
}

/** Reads a piece without those of its keys that are wrong; `standIn` has values for keys that must be there. */
function readPiece<T>(
  schema: z.ZodType<T>,
  raw: unknown,
  at: readonly PathPart[],
  standIn: Readonly<Record<string, unknown>>,
): Placed<T> | undefined {
  const whole = schema.safeParse(raw);
  if (whole.success) return { at, raw, input: whole.data, broken: new Set() };
  if (!isRecord(raw)) return undefined;
  const broken = new Set(
    whole.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [String(issue.path[0])],
    ),
  );
  const sound = Object.entries(raw).filter(([key]) => !broken.has(key));
  const stands = Object.entries(standIn).filter(([key]) => broken.has(key));
  const rest = schema.safeParse(Object.fromEntries([...sound, ...stands]));
  return rest.success ? { at, raw, input: rest.data, broken } : undefined;
}
