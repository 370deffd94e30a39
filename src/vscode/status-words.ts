import type { ProviderFacts, StatusFacts } from './gateway-facts.ts';
import { type GatewayState, serving } from './gateway-state.ts';

/** What the status bar is made from. */
export interface StatusInput {
  readonly state: GatewayState;
  /** Empty while they are not known. */
  readonly providers: readonly ProviderFacts[];
  readonly preferred: string | undefined;
  readonly paused: boolean;
  readonly status: StatusFacts | undefined;
}

/** The status bar item. `text` may hold codicons, `tooltip` is Markdown. */
export interface StatusWords {
  readonly text: string;
  readonly tooltip: string;
  /** For screen readers: the text without icons. */
  readonly spoken: string;
  /** Only what stops the user's work is coloured. */
  readonly level: 'normal' | 'warning' | 'error';
}

/** The icon and the word of a provider's health: shape and word together, colour never alone. */
export const healthWords: Readonly<
  Record<ProviderFacts['state'], { readonly icon: string; readonly word: string }>
> = {
  ok: { icon: 'pass', word: 'Healthy' },
  impaired: { icon: 'dashboard', word: 'Impaired' },
  cooling: { icon: 'clock', word: 'Cooling down' },
  exhausted: { icon: 'clock', word: 'Used up' },
  refused: { icon: 'error', word: 'Key refused' },
  'needs-key': { icon: 'key', word: 'Needs a key' },
  disabled: { icon: 'circle-slash', word: 'Disabled' },
};

const works: ReadonlySet<ProviderFacts['state']> = new Set(['ok', 'impaired']);

/**
 * The provider in force: the preferred one while it works, else the next in the config's order that does, primaries
 * first. `instead` is the preferred one that cannot answer now.
 */
export function providerInForce(
  providers: readonly ProviderFacts[],
  preferred: string | undefined,
): { readonly provider: ProviderFacts | undefined; readonly instead?: ProviderFacts } {
  const enabled = providers.filter((provider) => provider.enabled);
  const wanted = enabled.find(({ id }) => id === preferred);
  if (wanted !== undefined && works.has(wanted.state)) return { provider: wanted };
  const working = enabled.filter(({ state }) => works.has(state));
  const next = working.find(({ role }) => role === 'primary') ?? working[0];
  return { provider: next, ...(wanted !== undefined && { instead: wanted }) };
}

/** What the status bar says. */
export function statusWords(input: StatusInput): StatusWords {
  const { state, providers, preferred, paused } = input;
  switch (state.kind) {
    case 'stopped':
      return words('circle-slash', 'Patchbay is off', 'The gateway is stopped. Click to start it.');
    case 'starting':
      return words('sync~spin', 'Patchbay', 'The gateway is starting.');
    case 'foreign':
      return words(
        'warning',
        `Port ${state.port} is taken`,
        `${state.holder ?? 'Another program'} listens at port ${state.port}, so nothing goes through Patchbay and new terminals are left alone. Click to use ${state.free === undefined ? 'another port' : `port ${state.free}`}.`,
        'warning',
      );
    case 'invalid':
      return words(
        'warning',
        'Patchbay settings',
        `The settings cannot be used, so the gateway does not run. Click to see what is wrong.\n\n${state.problems.map(({ path, message }) => `- \`${path}\`: ${message}`).join('\n')}`,
        'warning',
      );
    case 'failed':
      return words('error', 'Patchbay failed', `${state.message} Click to start again.`, 'error');
    default:
      break;
  }
  const place = placeOf(input);
  if (paused) {
    return words(
      'debug-pause',
      'Paused',
      `Requests are refused until you resume. Click to resume or to choose a provider.${place}`,
      'warning',
    );
  }
  if (providers.length === 0) return words('arrow-swap', 'Patchbay', `Reading the providers.${place}`);
  if (providers.every(({ id }) => id === 'demo')) {
    return words(
      'plug',
      'Add a provider',
      `No provider yet: only the built-in demo answers. Click to add one.${place}`,
    );
  }
  const { provider, instead } = providerInForce(providers, preferred);
  if (provider === undefined) {
    const first = instead ?? providers.find((each) => each.enabled) ?? providers[0];
    const health = first === undefined ? healthWords.disabled : healthWords[first.state];
    return words(
      health.icon,
      first === undefined ? 'No provider' : `${first.name}: ${health.word.toLowerCase()}`,
      `Nobody can answer now. ${providers.map((each) => `\n- ${each.name}: ${each.words}`).join('')}${place}`,
      'warning',
    );
  }
  if (instead !== undefined) {
    return words(
      healthWords[instead.state].icon,
      `${provider.name}, not ${instead.name}`,
      `${instead.name} cannot answer now (${instead.words}), so ${provider.name} does. It goes back by itself.${place}`,
    );
  }
  const icon = provider.state === 'ok' ? 'arrow-swap' : healthWords[provider.state].icon;
  const auto = preferred === undefined ? ' (Auto)' : '';
  return words(icon, `${provider.name}${auto}`, `${provider.name} answers. ${provider.words}${place}`);
}

/** Where the gateway runs and what it did today. */
function placeOf({ state, status }: StatusInput): string {
  const server = serving(state);
  if (server === undefined) return '';
  const where =
    server.kind === 'following'
      ? `Gateway of another window at \`${server.url}\``
      : `Gateway of this window at \`${server.url}\``;
  const today =
    status === undefined
      ? ''
      : ` Today: ${count(status.today.requests, 'request')}${status.today.failed > 0 ? `, ${status.today.failed} failed` : ''}.`;
  return `\n\n${where}.${today}`;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}

function words(
  icon: string,
  text: string,
  tooltip: string,
  level: StatusWords['level'] = 'normal',
): StatusWords {
  return { text: `$(${icon}) ${text}`, spoken: `Patchbay: ${text}`, tooltip, level };
}
