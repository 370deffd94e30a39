import { configJsonSchema } from './json-schema.ts';
import { isRecord } from './situation.ts';

/** A section of the settings editor, as `contributes.configuration` of the extension's manifest has it. */
export interface SettingSection {
  readonly title: string;
  readonly order: number;
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Sections in the order in which a person looks for them; every part of the config is in one. */
const sections: readonly (readonly [title: string, parts: readonly string[]])[] = [
  ['Providers', ['providers']],
  ['Routing', ['routing', 'models']],
  ['Gateway', ['listen', 'clients', 'storage']],
];

/**
 * The config as settings `patchbay.…`, made from its schema. Groups become one setting per member, lists one setting.
 * Application scope: a workspace must not be able to redirect traffic. Throws when the schema has a part that no
 * section names, so that a new option cannot be forgotten.
 */
export function settingSections(): readonly SettingSection[] {
  const schema = configJsonSchema();
  const parts = isRecord(schema.properties) ? schema.properties : {};
  const known = new Set(sections.flatMap(([, names]) => names));
  const missing = Object.keys(parts).filter((name) => name !== '$schema' && !known.has(name));
  if (missing.length > 0) throw new Error(`no section of the settings has ${missing.join(', ')}`);
  return sections.map(([title, names], order) => ({
    title,
    order,
    properties: Object.fromEntries(
      names
        .flatMap((name) => settingsOf(name, parts[name]))
        .map(([key, setting], at) => [key, { ...setting, scope: 'application', order: at }]),
    ),
  }));
}

function settingsOf(name: string, part: unknown): (readonly [string, Record<string, unknown>])[] {
  if (!isRecord(part)) return [];
  const members = isRecord(part.properties) ? part.properties : undefined;
  if (members === undefined) return [[`patchbay.${name}`, described(part)]];
  return Object.entries(members).flatMap(([member, schema]) =>
    isRecord(schema) ? [[`patchbay.${name}.${member}`, described(schema)] as const] : [],
  );
}

/** VS Code shows an empty default for what has none; lists begin empty, and what is left out is the config's own. */
function described(schema: Record<string, unknown>): Record<string, unknown> {
  const { default: preset, ...rest } = schema;
  if (preset !== undefined) return { ...rest, default: preset };
  if (rest.type === 'array') return { ...rest, default: [] };
  if (rest.type === 'object') return { ...rest, type: ['object', 'null'], default: null };
  return { ...rest, type: [rest.type, 'null'], default: null };
}
