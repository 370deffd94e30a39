import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { applyEdits, modify, parse } from 'jsonc-parser';
import { isRecord, type JsonRecord } from '../../support/json-value.ts';

/** A settings.json, the user's or a folder's. VS Code watches it and takes changes over by itself. */
export interface SettingsFile {
  readonly path: string;
  /** As it stands on disk, with comments; empty when there is none. */
  text(): Promise<string>;
  /** Its settings by name (`editor.fontSize`). */
  read(): Promise<JsonRecord>;
  /** Changes these and leaves the rest as it is, comments too; undefined removes one. */
  change(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** Puts a text in its place, such as one that is no JSON. */
  replace(text: string): Promise<void>;
}

/** What every window starts with: nothing that looks around, asks, moves or opens by itself. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  // Drawn by the DOM, so that a screenshot shows it without a graphics card.
  'terminal.integrated.gpuAcceleration': 'off',
  'terminal.integrated.defaultProfile.linux': 'bash',
  'terminal.integrated.initialHint': false,
};

export function settingsFile(path: string): SettingsFile {
  const text = async (): Promise<string> => {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    }
  };
  const replace = async (content: string): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    // Renamed into place: VS Code must not read half a file.
    await writeFile(`${path}.new`, content);
    await rename(`${path}.new`, path);
  };
  return {
    path,
    text,
    async read() {
      const value: unknown = parse(await text(), [], { allowTrailingComma: true });
      return isRecord(value) ? value : {};
    },
    async change(settings) {
      let content = await text();
      for (const [name, value] of Object.entries(settings)) {
        const edits = modify(content, [name], value, {
          formattingOptions: { insertSpaces: true, tabSize: 2 },
        });
        content = applyEdits(content, edits);
      }
      await replace(content);
    },
    replace,
  };
}
