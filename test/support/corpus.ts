import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRecord, type JsonRecord, textAt, valueAt } from './json-value.ts';

/** One recorded exchange with a provider; see the README beside the recordings. */
export interface Recording {
  /** `dialect/provider-…`, the file's path. */
  readonly id: string;
  readonly dialect: string;
  readonly provider: string;
  readonly model?: string;
  /** With query; keys are redacted. */
  readonly requestPath?: string;
  readonly requestBody?: JsonRecord;
  /** The recorded answer is a stream. */
  readonly streaming: boolean;
  readonly status: number;
  /** Of the answer; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The answer's body as it came over the wire. */
  readonly body: Buffer;
}

/** Recordings are large and not part of the repository; tests that want them are skipped without. */
const folder = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));

/** All recordings, or those of some dialects, in the order of their ids; empty when there are none. */
export function recordings(...dialects: readonly string[]): readonly Recording[] {
  if (!existsSync(join(folder, 'INDEX.tsv'))) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && (dialects.length === 0 || dialects.includes(entry.name)))
    .flatMap(({ name }) => filesIn(name).map((file) => read(name, file)));
}

function filesIn(name: string): string[] {
  return readdirSync(join(folder, name))
    .filter((file) => file.endsWith('.json'))
    .toSorted();
}

function read(name: string, file: string): Recording {
  const data: unknown = JSON.parse(readFileSync(join(folder, name, file), 'utf8'));
  const model = textAt(data, 'model');
  const requestPath = textAt(data, 'request', 'path');
  const requestBody = valueAt(data, 'request', 'body');
  const headers: Record<string, string> = {};
  const recorded = valueAt(data, 'response', 'headers');
  for (const [key, value] of Object.entries(isRecord(recorded) ? recorded : {})) headers[key] = String(value);
  return {
    id: `${name}/${file.slice(0, -'.json'.length)}`,
    dialect: textAt(data, 'dialect') ?? name,
    provider: textAt(data, 'provider') ?? '',
    ...(model !== undefined && { model }),
    ...(requestPath !== undefined && { requestPath }),
    ...(isRecord(requestBody) && { requestBody }),
    streaming: valueAt(data, 'streaming') === true,
    status: Number(valueAt(data, 'response', 'status')),
    headers,
    body: Buffer.from(textAt(data, 'response', 'body_text') ?? ''),
  };
}
