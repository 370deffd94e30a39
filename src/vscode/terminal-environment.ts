import type * as vscode from 'vscode';
import { type ClientFamily, environmentOf, familiesServed } from '../clients/environment.ts';
import { type GatewayState, serving } from '../gateway-thread/gateway-state.ts';
import type { ProviderFacts } from './gateway-facts.ts';

/** Settings `patchbay.terminals.…`, by family. */
export const terminalSettings: Readonly<Record<ClientFamily['id'], string>> = {
  codex: 'terminals.codex',
  'claude-code': 'terminals.claudeCode',
  'gemini-cli': 'terminals.geminiCli',
  'openai-sdk': 'terminals.openaiSdk',
};

export interface TerminalInput {
  readonly state: GatewayState;
  /** Empty while they are not known. */
  readonly providers: readonly ProviderFacts[];
  readonly paused: boolean;
  readonly wanted: ReadonlySet<ClientFamily['id']>;
}

/** `keep`: nothing is known yet, so what stands there stays; terminals must not go stale over a restart. */
export type TerminalPlan =
  | { readonly kind: 'keep' }
  | { readonly kind: 'clear' }
  | {
      readonly kind: 'set';
      readonly variables: Readonly<Record<string, string>>;
      readonly titles: readonly string[];
      readonly url: string;
    };

/** The families that a window can route now: an enabled provider with a key speaks their dialect. */
export function servedFamilies(providers: readonly ProviderFacts[]): readonly ClientFamily[] {
  return familiesServed(
    providers.map(({ id, enabled, dialects, accounts }) => ({
      id,
      enabled,
      dialects,
      hasKey: accounts.some((account) => account.enabled && account.hasKey),
    })),
  );
}

/** Decides what new terminals get. Pure; the values are the same as long as port and key are. */
export function planTerminals({ state, providers, paused, wanted }: TerminalInput): TerminalPlan {
  if (state.kind === 'starting') return { kind: 'keep' };
  const server = serving(state);
  if (server?.key === undefined || paused) return { kind: 'clear' };
  if (providers.length === 0) return { kind: 'keep' };
  const families = servedFamilies(providers).filter(({ id }) => wanted.has(id));
  if (families.length === 0) return { kind: 'clear' };
  return {
    kind: 'set',
    variables: environmentOf(families, { url: server.url, key: server.key }),
    titles: families.map(({ title }) => title),
    url: server.url,
  };
}

const options: vscode.EnvironmentVariableMutatorOptions = {
  // At creation for shells without integration; again after the user's own start-up files, which may export the same.
  applyAtProcessCreation: true,
  applyAtShellIntegration: true,
};

/**
 * Brings the collection to the plan. Only what differs is touched: every change makes all open terminals ask for a
 * relaunch. It persists, so that terminals that come back before the extension does find the gateway, too.
 */
export function applyPlan(collection: vscode.EnvironmentVariableCollection, plan: TerminalPlan): void {
  if (plan.kind === 'keep') return;
  const wanted = plan.kind === 'set' ? plan.variables : {};
  const present = new Map<string, string>();
  collection.forEach((name, mutator) => {
    present.set(name, mutator.value);
  });
  for (const name of present.keys()) if (!(name in wanted)) collection.delete(name);
  for (const [name, value] of Object.entries(wanted)) {
    if (present.get(name) !== value) collection.replace(name, value, options);
  }
  if (plan.kind === 'set') {
    collection.description = `Sends ${plan.titles.join(', ')} to Patchbay’s gateway at ${plan.url}. Change it with “Patchbay: Choose What Terminals Route”.`;
  }
}
