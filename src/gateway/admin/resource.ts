import { z } from 'zod';
import { parseBody } from './parse-body.ts';
import { parseQuery } from './parse-query.ts';

/** A name in the path: `/requests/{id}` has `id`. */
export type PathParameters = Readonly<Record<string, string>>;

/** What a client sent, unchecked. */
export interface ApiCall {
  readonly query: unknown;
  readonly path: PathParameters;
  /** Undefined: none came. */
  readonly body: Buffer | undefined;
  /** Aborted when the client leaves before it has its answer. */
  readonly signal: AbortSignal;
}

/** One thing of the control API that can be read, or done; route, checks and description are made from it. */
export interface Resource {
  readonly method: 'GET' | 'POST';
  /** Below `/api`, with `{…}` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly query: z.ZodObject;
  /** What an action takes; absent: nothing. */
  readonly body?: z.ZodObject;
  readonly answer: z.ZodType;
  /** Answers with the body. Throws ApiFailure, StorageError. */
  respond(call: ApiCall): Promise<unknown>;
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
    method: 'GET',
    path,
    summary,
    query,
    answer,
    async respond(call) {
      return definition.read(parseQuery(query, call.query, path), call.path);
    },
  };
}

/** Something that is done: a POST with a body that is held to its schema. An absent body is an empty one. */
export function actionResource<B extends z.ZodObject, A extends z.ZodType>(definition: {
  readonly path: string;
  readonly summary: string;
  readonly body: B;
  readonly answer: A;
  readonly act: (
    body: z.infer<B>,
    call: Pick<ApiCall, 'path' | 'signal'>,
  ) => z.infer<A> | Promise<z.infer<A>>;
}): Resource {
  const { path, summary, body, answer } = definition;
  return {
    method: 'POST',
    path,
    summary,
    query: noQuery,
    body,
    answer,
    async respond(call) {
      parseQuery(noQuery, call.query, path);
      return definition.act(parseBody(body, call.body), call);
    },
  };
}
