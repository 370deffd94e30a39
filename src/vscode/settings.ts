import * as vscode from 'vscode';
import { isObject } from '../control/client.ts';
import { failureMessage } from '../gateway-thread/failure-texts.ts';
import type { Network } from '../gateway-thread/protocol.ts';

/** Settings of the extension itself; all others below `patchbay` are the gateway's config. */
const ownSections: readonly string[] = ['terminals'];

const section = 'patchbay';

/**
 * The user's settings as the gateway's config: only what the user has set, because the defaults are the config's own.
 * All of them have application scope, so nothing that a workspace says can redirect traffic.
 */
export function readConfig(extension: vscode.Extension<unknown>): Readonly<Record<string, unknown>> {
  const settings = vscode.workspace.getConfiguration(section);
  const config: Record<string, unknown> = {};
  for (const key of configKeys(extension.packageJSON)) {
    const value = settings.inspect(key)?.globalValue;
    if (value === undefined) continue;
    const [first = '', ...rest] = key.split('.');
    if (rest.length === 0) config[first] = value;
    else {
      const group = config[first];
      config[first] = { ...(isObject(group) ? group : {}), [rest.join('.')]: value };
    }
  }
  return config;
}

/** The contributed settings that belong to the config, without `patchbay.`. */
function configKeys(manifest: unknown): readonly string[] {
  const contributes = isObject(manifest) && isObject(manifest.contributes) ? manifest.contributes : {};
  const groups = Array.isArray(contributes.configuration)
    ? contributes.configuration
    : [contributes.configuration];
  return groups
    .flatMap((group) => (isObject(group) && isObject(group.properties) ? Object.keys(group.properties) : []))
    .map((key) => key.slice(section.length + 1))
    .filter((key) => !ownSections.some((own) => key.startsWith(`${own}.`)));
}

/** What the user has set for one key; undefined when it is the default. */
export function readSetting(key: string): unknown {
  return vscode.workspace.getConfiguration(section).inspect(key)?.globalValue;
}

/** Writes a user setting; undefined takes it away. False: it could not be written, and the user knows why. */
export async function writeSetting(key: string, value: unknown): Promise<boolean> {
  try {
    await vscode.workspace.getConfiguration(section).update(key, value, vscode.ConfigurationTarget.Global);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(
      failureMessage('settingsNotWritten', { key: `${section}.${key}`, reason }),
    );
    return false;
  }
}

/** How the editor wants the network to be used. */
export function readNetwork(): Network {
  const http = vscode.workspace.getConfiguration('http');
  const proxy = http.get<unknown>('proxySupport') === 'off' ? undefined : http.get<unknown>('proxy');
  const noProxy = http.get<unknown>('noProxy');
  return {
    ...(typeof proxy === 'string' && proxy !== '' && { proxy }),
    noProxy: Array.isArray(noProxy) ? noProxy.filter((each): each is string => typeof each === 'string') : [],
    strictSsl: http.get<unknown>('proxyStrictSSL') !== false,
    systemCertificates: http.get<unknown>('systemCertificates') !== false,
  };
}

/** Whether a change concerns what is pushed to the gateway. */
export function concernsGateway(change: vscode.ConfigurationChangeEvent): boolean {
  return change.affectsConfiguration(section) || change.affectsConfiguration('http');
}

/** Opens the settings editor at a key. */
export function openSettings(key = ''): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.action.openSettings', `${section}.${key}`);
}
