import { z } from 'zod';
import { ApiFailure } from './api-error.ts';

/** A name in the path: `/requests/{id}` has `id`. */
export type PathParameters = Readonly<Record<string, string>>;

/** One readable thing of the control API; routes and the description are made from it. */
export interface Resource {
  /** Below `/api`, with `{…}` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly query: z.ZodObject;
  readonly answer: z.ZodType;
  /** Answers with the body. Throws ApiFailure, StorageError. `query` is what the client sent, unchecked. */
  read(query: unknown, path: PathParameters): Promise<unknown>;
}

const noQuery = z.strictObject({});

/** A resource without parameters. */
export function plainResource<A extends z.ZodType>(definition: {
  readonly path: string;
  readonly summary: string;
  readonly answer: A;
  readonly read: (path: PathParameters) => z.infer<A> | Promise<z.infer<A>>;
}): Resource {
  return queryResource({
    ...definition,
    query: noQuery,
    read: (_query, path) => definition.read(path),
  });
}

/** A resource with query parameters; the answer's type is held to its schema by the compiler. */
export function queryResource<Q extends z.ZodObject, A extends z.ZodType>(definition: {
  readonly path: string;
  readonly summary: string;
  readonly query: Q;
  readonly answer: A;
  readonly read: (query: z.infer<Q>, path: PathParameters) => z.infer<A> | Promise<z.infer<A>>;
}): Resource {
  const { path, summary, query, answer } = definition;
  return {
    path,
    summary,
    query,
    answer,
    async read(sent, parameters) {
      return definition.read(parseQuery(query, sent, path), parameters);
    },
  };
}

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
