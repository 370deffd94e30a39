import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { settingSections } from '../../src/gateway/config/manifest-settings.ts';
import { commandIds } from '../../src/vscode/command-ids.ts';
import { terminalSection } from '../../src/vscode/manifest-terminals.ts';

const root = new URL('../../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const { commands, menus, walkthroughs, configuration } = manifest.contributes;

describe('the manifest', () => {
  test('has the settings of the schema; `npm run manifest` writes them', () => {
    expect(configuration).toEqual(JSON.parse(JSON.stringify([...settingSections(), terminalSection])));
  });

  test('has every setting in application scope: a workspace cannot redirect traffic', () => {
    for (const { properties } of configuration) {
      for (const [key, setting] of Object.entries<Record<string, unknown>>(properties)) {
        expect([key, setting.scope]).toEqual([key, 'application']);
        expect(typeof setting.description).toBe('string');
      }
    }
  });

  test('has just the commands that the extension registers', () => {
    expect(commands.map(({ command }: { command: string }) => command).toSorted()).toEqual(
      Object.values(commandIds).toSorted(),
    );
  });

  test('names only commands that are there', () => {
    const known = new Set<string>(Object.values(commandIds));
    const named = [
      ...menus.commandPalette.map(({ command }: { command: string }) => command),
      ...[...JSON.stringify(walkthroughs).matchAll(/command:([\w.]+)/g)].map(([, id]) => id),
    ];
    for (const id of named) expect(known).toContain(id);
  });

  test('names only files that are there', () => {
    const files = [
      manifest.icon,
      ...walkthroughs[0].steps.map((step: { media: { markdown: string } }) => step.media.markdown),
    ];
    for (const file of files) expect(existsSync(new URL(file, root))).toBe(true);
  });

  test('starts once the editor is up, beside the workspace, in workspaces that are not trusted, too', () => {
    expect(manifest.activationEvents).toEqual(['onStartupFinished']);
    expect(manifest.extensionKind).toEqual(['workspace']);
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe(true);
    expect(manifest.engines.vscode).toBe('^1.125.0');
  });
});
