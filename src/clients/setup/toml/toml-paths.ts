import { tomlKey } from '../../toml-text.ts';
import type { TomlDocument, TomlEntry, TomlPath } from './toml-document.ts';

export function isSamePath(one: TomlPath, other: TomlPath): boolean {
  return one.length === other.length && startsWith(one, other);
}

/** Whether a path lies at or below another. */
export function startsWith(path: TomlPath, prefix: TomlPath): boolean {
  return prefix.every((part, index) => path[index] === part);
}

/** As TOML writes a key: `model_providers.patchbay`. */
export function keyText(path: TomlPath): string {
  return path.map((part) => tomlKey(String(part))).join('.');
}

/** The entry with exactly this path. TOML allows one at most. */
export function entryAt(document: TomlDocument, path: TomlPath): TomlEntry | undefined {
  return document.entries.find((entry) => isSamePath(entry.path, path));
}
