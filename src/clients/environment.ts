import type { Dialect } from '../gateway/exchange/dialect.ts';

/** Where the gateway answers, and with which key. */
export interface GatewayAccess {
  /** Address of the gateway without a trailing slash: `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Patchbay's key of the client, never a provider's. */
  readonly key: string;
}

export type FamilyId = 'codex' | 'openai-sdk' | 'claude-code' | 'gemini-cli';

/** Programs that find the gateway by the same variables. */
export interface ClientFamily {
  readonly id: FamilyId;
  /** For people: `Codex CLI`. */
  readonly title: string;
  /** A provider serves the family when it speaks at least one of these. */
  readonly dialects: readonly Dialect[];
  variables(access: GatewayAccess): Readonly<Record<string, string>>;
}

/** The variables that every terminal has; scripts and Codex's provider table name the key by it. */
export const urlVariable = 'PATCHBAY_URL';
export const keyVariable = 'PATCHBAY_KEY';

/** Codex ignores `OPENAI_BASE_URL` (it then asks the vendor): the address stands in its config, the key is here. */
export const codexFamily: ClientFamily = {
  id: 'codex',
  title: 'Codex CLI',
  dialects: ['openai-responses'],
  variables: ({ key }) => ({ [keyVariable]: key }),
};

/** OpenAI's SDKs (JavaScript, Python and what is built on them) read both variables. */
export const openaiSdkFamily: ClientFamily = {
  id: 'openai-sdk',
  title: 'OpenAI SDK',
  dialects: ['openai-chat', 'openai-responses'],
  variables: ({ url, key }) => ({ OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: key }),
};

/**
 * The base address goes without `/v1`. `ANTHROPIC_AUTH_TOKEN` and not `ANTHROPIC_API_KEY`: for the latter interactive
 * sessions ask for approval first, and with both set both are sent.
 */
export const claudeCodeFamily: ClientFamily = {
  id: 'claude-code',
  title: 'Claude Code',
  dialects: ['anthropic-messages'],
  variables: ({ url, key }) => ({ ANTHROPIC_BASE_URL: url, ANTHROPIC_AUTH_TOKEN: key }),
};

export const geminiCliFamily: ClientFamily = {
  id: 'gemini-cli',
  title: 'Gemini CLI',
  dialects: ['gemini-generate'],
  variables: ({ url, key }) => ({ GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: key }),
};

/** All families, in the order in which they are shown. */
export const clientFamilies: readonly ClientFamily[] = [
  codexFamily,
  openaiSdkFamily,
  claudeCodeFamily,
  geminiCliFamily,
];

/** What decides whether a provider can serve a family. */
export interface ProviderRow {
  readonly id: string;
  readonly enabled: boolean;
  readonly dialects: readonly Dialect[];
  /** True also for a provider that needs no key. */
  readonly hasKey: boolean;
}

/**
 * The families that at least one provider serves: it is enabled, has its key and speaks one of the family's dialects.
 * The built-in `demo` never counts: it would turn a client that works with its vendor into one that talks to a toy.
 */
export function familiesServed(providers: readonly ProviderRow[]): readonly ClientFamily[] {
  const serving = providers.filter(({ id, enabled, hasKey }) => enabled && hasKey && id !== 'demo');
  return clientFamilies.filter((family) =>
    serving.some(({ dialects }) => dialects.some((dialect) => family.dialects.includes(dialect))),
  );
}

/**
 * The environment of a terminal: address and key always, and the variables of each family given. A family that nobody
 * serves is to be left out, so that its programs keep talking to their vendor.
 *
 * It holds nothing that belongs to one terminal only, and no custom headers of a client: those are the user's own.
 */
export function environmentOf(
  families: readonly ClientFamily[],
  access: GatewayAccess,
): Readonly<Record<string, string>> {
  const all: Record<string, string> = { [urlVariable]: access.url, [keyVariable]: access.key };
  for (const family of families) Object.assign(all, family.variables(access));
  return all;
}
