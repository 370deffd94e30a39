import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { storedFacts } from './listed-facts.ts';
import type { DiscoveredModel } from './model.ts';

/** One provider's list as it was at a time. */
export interface StoredList {
  readonly provider: string;
  /** Milliseconds since the epoch. */
  readonly fetchedAt: number;
  readonly models: readonly DiscoveredModel[];
}

/** Keeps lists over a restart. Losing them costs one request per provider, so neither call rejects for damage. */
export interface ListStore {
  /** What is stored; empty when there is nothing, or nothing readable. */
  load(): Promise<readonly StoredList[]>;
  /** Replaces what is stored. Rejects with the system's error when the disk does not take it. */
  save(lists: readonly StoredList[]): Promise<void>;
}

/** Raised when the shape of the file changes; another number is read as nothing. */
const format = 1;
/** A file larger than this was not written by us. */
const mostBytes = 64 * 1024 * 1024;

/** A file in `directory`, written whole under another name and renamed, so that no reader sees half of it. */
export function createListStore(directory: string): ListStore {
  const file = join(directory, 'model-lists.json');
  return {
    async load() {
      let text: Buffer;
      try {
        text = await readFile(file);
      } catch {
        return [];
      }
      return text.length > mostBytes ? [] : readStored(text);
    },
    async save(lists) {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const temporary = `${file}.${randomUUID()}.tmp`;
      try {
        await writeFile(temporary, JSON.stringify({ format, lists }), { mode: 0o600, flush: true });
        await rename(temporary, file);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
  };
}

/** Rows that do not have the shape are left out; the others are as good as before. */
function readStored(text: Buffer): readonly StoredList[] {
  const stored = parse(text);
  if (!isFields(stored) || stored.format !== format || !Array.isArray(stored.lists)) return [];
  return stored.lists.flatMap((row: unknown) => {
    if (!isFields(row) || typeof row.provider !== 'string' || typeof row.fetchedAt !== 'number') return [];
    const models = readModels(row.models);
    return models === undefined ? [] : [{ provider: row.provider, fetchedAt: row.fetchedAt, models }];
  });
}

function readModels(value: unknown): readonly DiscoveredModel[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((row: unknown) => readModel(row) ?? []);
}

function readModel(row: unknown): DiscoveredModel | undefined {
  if (!isFields(row) || typeof row.id !== 'string') return undefined;
  const price = isFields(row.price)
    ? readNumbers(row.price, ['input', 'output', 'cacheRead', 'cacheWrite'])
    : {};
  return {
    id: row.id,
    ...(typeof row.name === 'string' && { name: row.name }),
    ...(typeof row.ownedBy === 'string' && { ownedBy: row.ownedBy }),
    ...readNumbers(row, ['createdAt']),
    ...storedFacts(row),
    ...(Object.keys(price).length > 0 && { price }),
  };
}

function readNumbers<K extends string>(row: Fields, keys: readonly K[]): { [key in K]?: number } {
  const found: { [key in K]?: number } = {};
  for (const key of keys) {
    const value = row[key];
    if (typeof value === 'number' && Number.isFinite(value)) found[key] = value;
  }
  return found;
}

type Fields = Readonly<Record<string, unknown>>;

function parse(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
