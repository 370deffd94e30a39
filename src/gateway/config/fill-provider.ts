import type { Dialect } from '../exchange/dialect.ts';
import type { Account, AuthForm, Endpoint, Provider } from '../exchange/provider.ts';
import { dialect } from './fields.ts';
import { fillModels } from './fill-models.ts';
import type { Placed } from './parts.ts';
import { demoId, type KnownProviders, type PresetData, presetNames } from './preset.ts';
import { anyOf, didYouMean, type PathPart, shown } from './problem.ts';
import type { ProviderInput } from './provider-schema.ts';
import type { PlacedProblem } from './schema-problems.ts';
import { isRecord, type Situation, secretRefIn } from './situation.ts';

export type FilledProvider =
  | { readonly ok: true; readonly provider: Provider }
  | { readonly ok: false; readonly problems: readonly PlacedProblem[] };

/** Completes a provider from its preset; what the user wrote wins. */
export function fillProvider(
  placed: Placed<ProviderInput>,
  known: KnownProviders,
  situation: Situation,
): FilledProvider {
  const { input, at } = placed;
  if (placed.broken.has('preset')) return { ok: false, problems: [] };
  if (input.id === demoId || input.preset === demoId) return fillDemo(placed, known);
  const problems: PlacedProblem[] = [];
  const report = (path: readonly PathPart[], message: string): void => {
    problems.push({ at: [...at, ...path], message });
  };
  let preset: PresetData | undefined;
  if (input.preset !== undefined) {
    if (!Object.hasOwn(known.presets, input.preset)) {
      const near = didYouMean(input.preset, presetNames(known));
      const hint = near === undefined ? '' : `did you mean "${near}"? `;
      report(
        ['preset'],
        `${shown(input.preset)} is not a preset; ${hint}there are ${anyOf(presetNames(known))}`,
      );
      return { ok: false, problems };
    }
    preset = known.presets[input.preset];
  }
  const accounts = fillAccounts(input, preset, situation, report);
  const withKey = accounts.some((account) => account.key !== undefined);
  const endpoints = fillEndpoints(placed, preset, known, withKey, report);
  const models = fillModels(input.models, report);
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    provider: {
      id: input.id,
      name: input.name ?? preset?.name ?? input.id,
      vendor: input.vendor ?? preset?.vendor ?? 'other',
      endpoints,
      quirks: { ...preset?.quirks, ...input.quirks },
      ...(preset?.keyCheck !== undefined && { keyCheck: preset.keyCheck }),
      ...(preset?.local !== undefined && { local: preset.local }),
      accounts,
      ...models,
      headers: input.headers,
      timeouts: input.timeouts,
      role: input.role,
      ...(input.group !== undefined && { group: input.group }),
      ...(input.proxy !== undefined && { proxy: input.proxy }),
      enabled: input.enabled,
    },
  };
}

type Report = (path: readonly PathPart[], message: string) => void;

/** What may be said of the built-in provider: all else it brings itself. */
const demoFields: ReadonlySet<string> = new Set([
  'id',
  'name',
  'preset',
  'role',
  'group',
  'timeouts',
  'enabled',
]);

function fillDemo(placed: Placed<ProviderInput>, known: KnownProviders): FilledProvider {
  const { input, at, raw } = placed;
  if (input.preset !== demoId) {
    const message =
      '"demo" is the id of the built-in provider; choose another one, or write "preset": "demo"';
    return { ok: false, problems: [{ at: [...at, 'id'], message }] };
  }
  if (input.id !== demoId) {
    const message = `${shown(input.id)} cannot be the id of the built-in provider; it is "demo"`;
    return { ok: false, problems: [{ at: [...at, 'id'], message }] };
  }
  const problems = Object.keys(isRecord(raw) ? raw : {})
    .filter((key) => !demoFields.has(key))
    .map((key) => ({ at: [...at, key], message: 'has no meaning for the built-in provider; leave it out' }));
  if (problems.length > 0) return { ok: false, problems };
  const provider: Provider = {
    ...known.demo,
    name: input.name ?? known.demo.name,
    role: input.role,
    timeouts: input.timeouts,
    enabled: input.enabled,
    ...(input.group !== undefined && { group: input.group }),
  };
  return { ok: true, provider };
}

interface Wish {
  readonly dialect: Dialect;
  readonly baseUrl?: string | undefined;
  readonly path?: string | undefined;
  readonly auth?: AuthForm | undefined;
}

function fillEndpoints(
  placed: Placed<ProviderInput>,
  preset: PresetData | undefined,
  known: KnownProviders,
  withKey: boolean,
  report: Report,
): ReadonlyMap<Dialect, Endpoint> {
  const { input } = placed;
  const endpoints = new Map<Dialect, Endpoint>();
  const wishes = wishesOf(placed, preset);
  if (wishes.length === 0) report(['dialects'], missing(input.id, known));
  const without: Dialect[] = [];
  for (const wish of wishes) {
    const base = preset?.endpoints.get(wish.dialect);
    const given = wish.baseUrl ?? input.baseUrl;
    const moved = given !== undefined && !isSameApi(given, base);
    const baseUrl = moved ? given : base?.baseUrl;
    const path = wish.path ?? (moved ? undefined : base?.path);
    if (baseUrl === undefined) without.push(wish.dialect);
    else if (endpoints.has(wish.dialect)) report(['dialects'], `names ${wish.dialect} twice; keep one`);
    else {
      endpoints.set(wish.dialect, {
        baseUrl: baseUrl.replace(/\/+$/, ''),
        ...(path !== undefined && { path }),
        auth: wish.auth ?? authOf(wish.dialect, base?.auth, withKey),
      });
    }
  }
  if (without.length > 0) report(['baseUrl'], withoutAddress(without, input.preset));
  return endpoints;
}

/**
 * Whether an address is the one that the preset knows, perhaps in short: then each of its dialects keeps its own
 * (`https://api.deepseek.com` has one of them under `/anthropic`).
 */
function isSameApi(given: string, base: Endpoint | undefined): boolean {
  if (base === undefined) return false;
  const short = given.replace(/\/+$/, '').toLowerCase();
  return base.baseUrl === short || base.baseUrl.startsWith(`${short}/`);
}

/** The dialects in the order of the text; zod returns a map's keys in the order of its schema. */
function wishesOf(placed: Placed<ProviderInput>, preset: PresetData | undefined): Wish[] {
  const given = placed.input.dialects;
  if (given === undefined) return [...(preset?.endpoints.keys() ?? [])].map((each) => ({ dialect: each }));
  if (Array.isArray(given)) return given.map((each) => ({ dialect: each }));
  const raw = isRecord(placed.raw) ? placed.raw.dialects : undefined;
  const order = isRecord(raw) ? Object.keys(raw) : [];
  return order.flatMap((name) => {
    const known = dialect.safeParse(name);
    const entry = known.success ? given[known.data] : undefined;
    return known.success && entry !== undefined ? [{ ...entry, dialect: known.data }] : [];
  });
}

/** The vendor's own header is the default of its dialect; a key for a preset that needs none is sent all the same. */
function authOf(spoken: Dialect, preset: AuthForm | undefined, withKey: boolean): AuthForm {
  if (preset !== undefined && !(preset === 'none' && withKey)) return preset;
  if (spoken === 'anthropic-messages') return 'x-api-key';
  if (spoken === 'gemini-generate') return 'x-goog-api-key';
  return 'bearer';
}

function missing(id: string, known: KnownProviders): string {
  const same = Object.hasOwn(known.presets, id) ? ` There is a preset of this name: "preset": "${id}".` : '';
  return `is missing; name what the provider speaks, such as ["openai-chat"], or a preset.${same}`;
}

function withoutAddress(without: readonly Dialect[], preset: string | undefined): string {
  if (preset === undefined) return 'is missing; an http or https address is needed';
  return `is missing: the preset "${preset}" has no address for ${without.join(', ')}; write one, or leave the dialect out`;
}

function fillAccounts(
  input: ProviderInput,
  preset: PresetData | undefined,
  situation: Situation,
  report: Report,
): Account[] {
  const byCustom = preset?.keyEnv === undefined ? undefined : { env: preset.keyEnv };
  const given = input.accounts ?? [{ id: 'main', priority: 1, weight: 1, enabled: true, passthrough: false }];
  const seen = new Set<string>();
  return given.map((account, index) => {
    if (seen.has(account.id))
      report(['accounts', index, 'id'], `${shown(account.id)} is the id of two accounts; choose another`);
    seen.add(account.id);
    if (account.passthrough && account.key !== undefined) {
      report(
        ['accounts', index, 'key'],
        'and passthrough exclude each other: the client’s login is sent, or this key',
      );
    }
    if (account.key === undefined && !account.passthrough && byCustom !== undefined && given.length > 1) {
      report(
        ['accounts', index, 'key'],
        `is missing; each of several accounts names its own, such as {"env": "${byCustom.env}"}`,
      );
    }
    const key = account.key ?? (account.passthrough ? undefined : byCustom);
    return {
      id: account.id,
      ...(key !== undefined && { key: secretRefIn(situation, key) }),
      priority: account.priority,
      weight: account.weight,
      enabled: account.enabled,
      passthrough: account.passthrough,
    };
  });
}
