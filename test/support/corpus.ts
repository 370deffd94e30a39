import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRecord, textAt, valueAt } from './json-value.ts';

/** One recorded exchange with a provider; see the README beside the recordings. */
export interface Recording {
  /** `dialect/provider-…`, the file's path. */
  readonly id: string;
  readonly dialect: string;
  readonly provider: string;
  readonly streaming: boolean;
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The body as it came over the wire. */
  readonly body: Buffer;
  /** Model that was asked for, when it is known. */
  readonly model?: string;
  /** Path with query that was called, with keys replaced. */
  readonly requestPath?: string;
  /** What was sent; absent where the source did not keep it. */
  readonly requestBody?: Readonly<Record<string, unknown>>;
}

/** Recordings are large and not part of the repository; tests that want them are skipped without. */
const folder = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));

export const hasCorpus = existsSync(join(folder, 'INDEX.tsv'));

/** All recordings of some folders, or of all; empty when there are none. */
export function recordings(...dialects: readonly string[]): readonly Recording[] {
  if (!hasCorpus) return [];
  const folders = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && (dialects.length === 0 || dialects.includes(entry.name)))
    .map((entry) => entry.name);
  return folders.flatMap((name) =>
    readdirSync(join(folder, name))
      .filter((file) => file.endsWith('.json'))
      .toSorted()
      .map((file) => read(name, file)),
  );
}

function read(name: string, file: string): Recording {
  const data: unknown = JSON.parse(readFileSync(join(folder, name, file), 'utf8'));
  const headers = valueAt(data, 'response', 'headers');
  const model = textAt(data, 'model');
  const requestPath = textAt(data, 'request', 'path');
  const requestBody = valueAt(data, 'request', 'body');
  return {
    id: `${name}/${file.slice(0, -'.json'.length)}`,
    dialect: textAt(data, 'dialect') ?? name,
    provider: textAt(data, 'provider') ?? '',
    streaming: valueAt(data, 'streaming') === true,
    status: Number(valueAt(data, 'response', 'status')),
    headers: isRecord(headers) ? headers : {},
    body: Buffer.from(textAt(data, 'response', 'body_text') ?? ''),
    ...(model !== undefined && { model }),
    ...(requestPath !== undefined && { requestPath }),
    ...(isRecord(requestBody) && { requestBody }),
  };
}
