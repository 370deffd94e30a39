import type { z } from 'zod';
import { ApiFailure } from './api-error.ts';

/** Checks query parameters. Throws `invalid_parameter`, which names the parameter and what is allowed. */
export function parseQuery<Q extends z.ZodObject>(schema: Q, sent: unknown, path: string): z.infer<Q> {
  // The gateway's key may come as `?key=`, where headers cannot be set.
  const { key: _key, ...query } = isRecord(sent) ? sent : {};
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    const names = Object.keys(schema.shape);
    const allowed = names.length === 0 ? 'It takes none.' : `Allowed: ${names.join(', ')}.`;
    throw new ApiFailure(
      'invalid_parameter',
      `\`${shown(issue.keys[0])}\` is not a parameter of /api${path}. ${allowed}`,
    );
  }
  const name = String(issue?.path[0] ?? '');
  const allowed = schema.shape[name]?.description ?? 'something else';
  const value = query[name];
  const found = Array.isArray(value) ? 'it was given more than once' : `it was "${shown(value)}"`;
  throw new ApiFailure('invalid_parameter', `\`${name}\` must be ${allowed}; ${found}.`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  const text = String(value).replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
