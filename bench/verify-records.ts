import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Subject } from './subjects.ts';
import type { Row } from './verdict.ts';

const page = z.object({ items: z.array(z.unknown()) });

/**
 * Proves that the gateway recorded what it was sent: figures without trace and storage would say nothing. Returns a
 * row that is not valid when it did not; undefined when all is well, or the subject keeps no records.
 */
export async function verifyRecords(subject: Subject): Promise<Row | undefined> {
  if (subject.dataDir === undefined) return undefined;
  const problem = await findProblem(subject, subject.dataDir);
  if (problem === undefined) return undefined;
  return {
    name: 'records',
    what: 'Requests are recorded',
    unit: 'times',
    measured: { paired: Number.NaN, best: Number.NaN },
    invalid: problem,
  };
}

async function findProblem(subject: Subject, dataDir: string): Promise<string | undefined> {
  if (!existsSync(join(dataDir, 'patchbay.db'))) return 'the gateway made no patchbay.db';
  const response = await fetch(`${subject.url}/api/requests?limit=1`, {
    headers: { authorization: `Bearer ${subject.key}` },
  });
  const body: unknown = await response.json().catch(() => undefined);
  const read = page.safeParse(body);
  if (!response.ok || !read.success) return `GET /api/requests answered ${response.status}`;
  return read.data.items.length > 0 ? undefined : 'GET /api/requests lists no request';
}
