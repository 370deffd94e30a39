import type { IncomingHttpHeaders } from 'node:http';
import { modeOfSort, type RoutingMode } from '../exchange/routing-mode.ts';

/** What a request itself says about who should answer. */
export interface Wishes {
  readonly order?: readonly string[];
  readonly only?: readonly string[];
  readonly ignore?: readonly string[];
  readonly allowFallbacks?: boolean;
  /** Models to try after the first. */
  readonly models?: readonly string[];
  /** How the candidates shall be ordered. */
  readonly mode?: RoutingMode;
  /** What `x-patchbay-sort` says, when it is none of ours. */
  readonly unknownSort?: string;
  /** Bring your own key. */
  readonly ownKey?: string;
  readonly user?: string;
  /** One of RouterX's names was used. */
  readonly routerxNames: boolean;
}

/** More names than anybody lists; the rest is ignored. */
const mostNames = 50;

const noWishes: Wishes = { routerxNames: false };

/** Reads `x-patchbay-…` and RouterX's `x-routerx-…`; ours wins where both are given. */
export function headerWishes(headers: IncomingHttpHeaders): Wishes {
  let any = false;
  let routerxNames = false;
  for (const name in headers) {
    if (name.startsWith('x-patchbay-')) any = true;
    else if (name.startsWith('x-routerx-')) {
      any = true;
      routerxNames = true;
    }
  }
  if (!any) return noWishes;
  const read = (name: string): string | undefined => {
    const value = headers[`x-patchbay-${name}`] ?? headers[`x-routerx-${name}`];
    return typeof value === 'string' ? value : value?.[0];
  };
  const order = names(read('provider-order'));
  const only = names(read('provider-only'));
  const ignore = names(read('provider-ignore'));
  const fallbacks = read('allow-fallbacks');
  const ownKey = read('api-key');
  const user = read('user');
  const sort = read('sort');
  const mode = sort === undefined ? undefined : modeOfSort(sort);
  // Words that RouterX may have beside ours are no mistake.
  const isUnknown = mode === undefined && headers['x-patchbay-sort'] !== undefined;
  return {
    routerxNames,
    ...(order !== undefined && { order }),
    ...(only !== undefined && { only }),
    ...(ignore !== undefined && { ignore }),
    ...(fallbacks !== undefined && { allowFallbacks: fallbacks.trim().toLowerCase() !== 'false' }),
    ...(mode !== undefined && { mode }),
    ...(isUnknown && sort !== undefined && { unknownSort: sort }),
    ...(ownKey !== undefined && ownKey !== '' && { ownKey }),
    ...(user !== undefined && { user: user.slice(0, 200) }),
  };
}

function names(list: string | undefined): string[] | undefined {
  if (list === undefined) return undefined;
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .slice(0, mostNames);
}

/**
 * Reads OpenRouter's body members `models` and `provider`. They are ours to follow, and to take out, only when every
 * provider named is one of ours; otherwise they are meant for an OpenRouter further up. `models` alone is ours, and so
 * is a `provider` that says nothing but how to sort.
 */
export function bodyWishes(
  models: unknown,
  provider: unknown,
  ours: { isModel(name: string): boolean; isProvider(name: string): boolean },
): { readonly wishes: Partial<Wishes>; readonly takeOut: readonly ('models' | 'provider')[] } {
  const list = strings(models);
  const given = isRecord(provider) ? provider : {};
  const order = strings(given.order);
  const only = strings(given.only);
  const ignore = strings(given.ignore);
  const named = [...(order ?? []), ...(only ?? []), ...(ignore ?? [])];
  const mode = modeOf(given.sort);
  const onlySorts = mode !== undefined && Object.keys(given).every((key) => sortMembers.has(key));
  const providerIsOurs = named.length > 0 ? named.every((name) => ours.isProvider(name)) : onlySorts;
  const modelsAreOurs =
    list !== undefined &&
    (provider === undefined || providerIsOurs) &&
    list.every((name) => ours.isModel(name));
  const allow = given.allow_fallbacks;
  return {
    wishes: {
      ...(modelsAreOurs && { models: list }),
      ...(providerIsOurs && order !== undefined && { order }),
      ...(providerIsOurs && only !== undefined && { only }),
      ...(providerIsOurs && ignore !== undefined && { ignore }),
      ...(providerIsOurs && typeof allow === 'boolean' && { allowFallbacks: allow }),
      ...(providerIsOurs && mode !== undefined && { mode }),
    },
    takeOut: [
      ...(modelsAreOurs ? (['models'] as const) : []),
      ...(providerIsOurs ? (['provider'] as const) : []),
    ],
  };
}

/** With these alone a `provider` names nobody and wishes nothing that only OpenRouter could do. */
const sortMembers: ReadonlySet<string> = new Set(['sort', 'allow_fallbacks', 'order', 'only', 'ignore']);

/** `"price"`, or OpenRouter's longer form `{"by": "price"}`. */
function modeOf(sort: unknown): RoutingMode | undefined {
  const word = isRecord(sort) ? sort.by : sort;
  return typeof word === 'string' ? modeOfSort(word) : undefined;
}

function strings(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const list = value.filter((each): each is string => typeof each === 'string');
  return list.length === value.length && list.length > 0 ? list.slice(0, mostNames) : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
