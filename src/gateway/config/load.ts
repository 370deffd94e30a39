import { crossProblems } from './checks.ts';
import type { ClientConfig, Config, ListenConfig } from './config.ts';
import { fillProvider } from './fill-provider.ts';
import { fillStrategy } from './fill-strategy.ts';
import { bareHost } from './host-name.ts';
import { parseJsonc } from './jsonc.ts';
import { ownPresetAddress } from './own-address.ts';
import { readParts } from './parts.ts';
import type { KnownProviders } from './preset.ts';
import type { PathPart, Problem } from './problem.ts';
import { type ConfigInput, configSchema } from './schema.ts';
import { type PlacedProblem, placed, schemaProblems } from './schema-problems.ts';
import { pathIn, type Situation, secretRefIn, withOverrides } from './situation.ts';

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * The one client of a config without `clients`. The host knows it by identity and gives it its key: `PATCHBAY_KEY`,
 * else the one that it made itself.
 */
export const localClients: readonly ClientConfig[] = [
  { id: 'local', key: { secret: 'local-key' }, role: 'admin' },
];

/** Reads the text of a config file: JSON with comments. All problems are returned at once, in the order of the text. */
export function readConfig(text: string, known: KnownProviders, situation: Situation = {}): ConfigResult {
  const parsed = parseJsonc(text);
  if (!parsed.ok) return { ok: false, problems: unique(parsed.problems) };
  return checkConfig(parsed.value.value, known, situation, parsed.value.lineOf);
}

/** Checks a config that is a value already (settings of an editor, the absence of a file). */
export function checkConfig(
  value: unknown,
  known: KnownProviders,
  situation: Situation = {},
  lineOf?: (path: readonly PathPart[]) => number,
): ConfigResult {
  const effective = withOverrides(value, situation);
  const parsed = configSchema.safeParse(effective, { reportInput: true });
  const parts = readParts(effective);
  const filled = parts.providers.map((provider) => fillProvider(provider, known, situation));
  const own = parsed.success ? [] : schemaProblems(parsed.error);
  const across = [
    ...crossProblems(parts),
    ...parts.providers.flatMap((placedProvider, index) => {
      const each = filled[index];
      if (each === undefined) return [];
      return each.ok ? ownPresetAddress(parts.listen, placedProvider, each.provider) : each.problems;
    }),
  ];
  const problems: PlacedProblem[] = [...own, ...across.filter((problem) => !isFollowing(problem, own))];
  if (!parsed.success || problems.length > 0) {
    const found = unique(problems.map((problem) => placed(problem, lineOf)));
    return { ok: false, problems: found.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
  }
  const input = parsed.data;
  const providers = filled.flatMap((each) => (each.ok ? [each.provider] : []));
  return {
    ok: true,
    config: {
      listen: listenOf(input.listen, situation),
      clients: clientsOf(input.clients, situation),
      providers: providers.length === 0 ? [known.demo] : providers,
      models: { rules: input.models.rules },
      routing: routingOf(input.routing),
      storage: input.storage,
    },
  };
}

function listenOf(input: ConfigInput['listen'], situation: Situation): ListenConfig {
  const { tls, ...rest } = input;
  return {
    ...rest,
    host: bareHost(input.host),
    ...(tls !== undefined && { tls: { cert: pathIn(situation, tls.cert), key: pathIn(situation, tls.key) } }),
  };
}

function clientsOf(input: ConfigInput['clients'], situation: Situation): readonly ClientConfig[] {
  return (
    input?.map(({ id, key, role, models, providers, mode }) => ({
      id,
      key: secretRefIn(situation, key),
      role,
      ...(models !== undefined && { models }),
      ...(providers !== undefined && { providers }),
      ...(mode !== undefined && { mode }),
    })) ?? localClients
  );
}

function routingOf({ preferred, strategies, hedge, ...rest }: ConfigInput['routing']): Config['routing'] {
  return {
    ...rest,
    ...(preferred !== undefined && { preferred }),
    ...(strategies !== undefined && { strategies: strategies.map(fillStrategy) }),
    ...(hedge !== undefined && { hedge }),
  };
}

/** A value that is wrong in itself was set aside for the checks across; what they say of that place is not meant. */
function isFollowing(problem: PlacedProblem, own: readonly PlacedProblem[]): boolean {
  return own.some(
    ({ at }) => problem.at.length <= at.length && problem.at.every((part, index) => part === at[index]),
  );
}

/** One place may be wrong for two readers in the same words. */
function unique(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = `${problem.path}: ${problem.message}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
