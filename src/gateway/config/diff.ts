import { isDeepStrictEqual } from 'node:util';
import type { Config } from './config.ts';

/** What a new config changes. */
export interface ConfigChange {
  /** One sentence part per change: `provider openai added`, `routing.mode is "latency" (was "preferred")`. */
  readonly changes: readonly string[];
  /** Options that take effect only after a restart. */
  readonly restart: readonly string[];
}

/** Tells two configs apart in words; no changes: both lists are empty. */
export function describeChange(before: Config, after: Config): ConfigChange {
  const changes = [
    ...fields('listen', before.listen, after.listen),
    ...members('client', before.clients, after.clients),
    ...members('provider', before.providers, after.providers),
    ...orderOf(before, after),
    ...ruleChanges(before, after),
    ...fields('routing', withoutStrategies(before.routing), withoutStrategies(after.routing)),
    ...strategyChanges(before, after),
    ...fields('storage', before.storage, after.storage),
  ];
  const restart = (['host', 'port', 'tls'] as const)
    .filter((name) => !isDeepStrictEqual(before.listen[name], after.listen[name]))
    .map((name) => `listen.${name}`);
  return { changes, restart };
}

function fields(name: string, before: object, after: object): string[] {
  const old = new Map<string, unknown>(Object.entries(before));
  const now = new Map<string, unknown>(Object.entries(after));
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => !isDeepStrictEqual(old.get(key), now.get(key)))
    .map((key) => `${name}.${key} is ${text(now.get(key))} (was ${text(old.get(key))})`);
}

function text(value: unknown): string {
  return value === undefined ? 'not set' : JSON.stringify(value);
}

interface Member {
  readonly id: string;
}

function members(kind: string, before: readonly Member[], after: readonly Member[]): string[] {
  const old = new Map(before.map((each) => [each.id, each]));
  const now = new Map(after.map((each) => [each.id, each]));
  const lines: string[] = [];
  for (const [id, member] of now) {
    const previous = old.get(id);
    if (previous === undefined) lines.push(`${kind} ${id} added`);
    else if (!isDeepStrictEqual(previous, member))
      lines.push(`${kind} ${id} changed: ${changedKeys(previous, member)}`);
  }
  for (const id of old.keys()) if (!now.has(id)) lines.push(`${kind} ${id} removed`);
  return lines;
}

/** Names only: a value may be long, and the names are what a person looks for. */
function changedKeys(before: object, after: object): string {
  const old = new Map<string, unknown>(Object.entries(before));
  const now = new Map<string, unknown>(Object.entries(after));
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  const changed = keys.filter((key) => !isDeepStrictEqual(old.get(key), now.get(key)));
  // Both are one option of the config.
  return [
    ...new Set(changed.map((key) => (key === 'modelFacts' || key === 'modelPrices' ? 'models' : key))),
  ].join(', ');
}

/** The order of providers decides among equals, so a mere move is a change as well. */
function orderOf(before: Config, after: Config): string[] {
  const now = after.providers.map((provider) => provider.id);
  const kept = new Set(now);
  const old = before.providers.map((provider) => provider.id).filter((id) => kept.has(id));
  const known = new Set(old);
  const moved = !isDeepStrictEqual(
    old,
    now.filter((id) => known.has(id)),
  );
  return moved ? [`providers are in the order ${now.join(', ')}`] : [];
}

function ruleChanges(before: Config, after: Config): string[] {
  if (isDeepStrictEqual(before.models.rules, after.models.rules)) return [];
  return [`models.rules changed (${after.models.rules.length} rules, were ${before.models.rules.length})`];
}

function withoutStrategies({ strategies: _, ...rest }: Config['routing']): object {
  return rest;
}

function strategyChanges({ routing: before }: Config, { routing: after }: Config): string[] {
  if (isDeepStrictEqual(before.strategies, after.strategies)) return [];
  const [now, were] = [after.strategies?.length ?? 0, before.strategies?.length ?? 0];
  return [`routing.strategies changed (${now} rows, were ${were})`];
}
