import { failureMessage } from '../gateway-thread/failure-texts.ts';
import { type GatewayState, serving } from '../gateway-thread/gateway-state.ts';
import type { ProviderFacts, StatusFacts } from './gateway-facts.ts';

/** What the status bar is made from. */
export interface StatusInput {
  readonly state: GatewayState;
  /** Empty while they are not known. */
  readonly providers: readonly ProviderFacts[];
  readonly preferred: string | undefined;
  readonly paused: boolean;
  readonly status: StatusFacts | undefined;
  /** Id of the provider that answered the latest request; undefined while none was seen. */
  readonly lastAnsweredBy: string | undefined;
}

/** The status bar item. `text` may hold codicons, `tooltip` is Markdown. */
export interface StatusWords {
  readonly text: string;
  readonly tooltip: string;
  /** What is the matter, without what a click does. */
  readonly explanation: string;
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
 * first. A preferred one that has trouble with some accounts or models works for the others; who answered the latest
 * request then tells whether it does for what is asked now. `instead` is the preferred one that does not answer.
 */
export function providerInForce(
  providers: readonly ProviderFacts[],
  preferred: string | undefined,
  lastAnsweredBy?: string,
): { readonly provider: ProviderFacts | undefined; readonly instead?: ProviderFacts } {
  const enabled = providers.filter((provider) => provider.enabled);
  const working = enabled.filter(({ state }) => works.has(state));
  const wanted = enabled.find(({ id }) => id === preferred);
  if (wanted !== undefined && works.has(wanted.state)) {
    const other = working.find(({ id }) => id === lastAnsweredBy && id !== wanted.id);
    if (wanted.state === 'impaired' && other !== undefined) return { provider: other, instead: wanted };
    return { provider: wanted };
  }
  const next = working.find(({ role }) => role === 'primary') ?? working[0];
  return { provider: next, ...(wanted !== undefined && { instead: wanted }) };
}

/** What the status bar says. */
export function statusWords(input: StatusInput): StatusWords {
  const { state, providers, preferred, paused } = input;
  switch (state.kind) {
    case 'stopped':
      return words({
        icon: 'circle-slash',
        text: 'Patchbay is off',
        why: 'The gateway is stopped.',
        click: 'start it',
      });
    case 'starting':
      return words({
        icon: 'sync~spin',
        text: 'Patchbay',
        why: 'The gateway is starting.',
        click: 'see the log',
      });
    case 'foreign':
      return words({
        icon: 'warning',
        text: `Port ${state.port} is taken`,
        why: `${state.holder ?? 'Another program'} listens at port ${state.port}, so nothing goes through Patchbay and new terminals are left alone.`,
        click: state.free === undefined ? 'use another port' : `use port ${state.free}`,
        level: 'warning',
      });
    case 'invalid':
      return words({
        icon: 'warning',
        text: 'Patchbay settings',
        why: `The settings cannot be used, so the gateway does not run.\n\n${state.problems.map(({ path, message }) => `- \`${path}\`: ${message}`).join('\n')}`,
        click: 'open them',
        level: 'warning',
      });
    case 'failed':
      return words({
        icon: 'error',
        text: 'Patchbay failed',
        why: state.message,
        click: 'start again',
        level: 'error',
      });
    case 'following':
      if (state.key !== undefined) break;
      return words({
        icon: 'key',
        text: 'Gateway’s key unknown',
        why: failureMessage('noKey', { url: state.url }),
        click: 'see the log',
        level: 'warning',
      });
    default:
      break;
  }
  return servingWords(input, providers, preferred, paused);
}

function servingWords(
  input: StatusInput,
  providers: readonly ProviderFacts[],
  preferred: string | undefined,
  paused: boolean,
): StatusWords {
  const place = placeOf(input);
  if (paused) {
    const why = 'Requests are refused until you resume.';
    return words({
      icon: 'debug-pause',
      text: 'Paused',
      why,
      click: 'resume or to choose a provider',
      place,
      level: 'warning',
    });
  }
  const click = 'choose another provider';
  if (providers.length === 0) {
    return words({ icon: 'arrow-swap', text: 'Patchbay', why: 'Reading the providers.', click, place });
  }
  if (providers.every(({ id }) => id === 'demo')) {
    const why = 'No provider yet: only the built-in demo answers.';
    return words({ icon: 'plug', text: 'Add a provider', why, click: 'add one', place });
  }
  const { provider, instead } = providerInForce(providers, preferred, input.lastAnsweredBy);
  if (provider === undefined) {
    const first = instead ?? providers.find((each) => each.enabled) ?? providers[0];
    const health = first === undefined ? healthWords.disabled : healthWords[first.state];
    return words({
      icon: health.icon,
      text: first === undefined ? 'No provider' : `${first.name}: ${health.word.toLowerCase()}`,
      why: `Nobody can answer now.\n\n${providers.map((each) => `- ${each.name}: ${each.words}`).join('\n')}`,
      click,
      place,
      level: 'warning',
    });
  }
  if (instead !== undefined) {
    return words({
      icon: healthWords[instead.state].icon,
      text: `${provider.name}, not ${instead.name}`,
      why: `${provider.name} answers in place of ${instead.name}, which has trouble. ${instead.words} It goes back by itself.`,
      click,
      place,
    });
  }
  return words({
    icon: provider.state === 'ok' ? 'arrow-swap' : healthWords[provider.state].icon,
    text: `${provider.name}${preferred === undefined ? ' (Auto)' : ''}`,
    why: `${provider.name} answers. ${provider.words}`,
    click,
    place,
  });
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

interface Parts {
  readonly icon: string;
  readonly text: string;
  readonly why: string;
  /** Completes "Click to …". */
  readonly click: string;
  readonly place?: string;
  readonly level?: StatusWords['level'];
}

function words({ icon, text, why, click, place = '', level = 'normal' }: Parts): StatusWords {
  const explanation = `${why}${place}`;
  return {
    text: `$(${icon}) ${text}`,
    spoken: `Patchbay: ${text}`,
    explanation,
    tooltip: `${explanation}\n\nClick to ${click}.`,
    level,
  };
}
