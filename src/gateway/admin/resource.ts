import { z } from 'zod';
import type { Client } from '../exchange/client.ts';
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
  /** Who asks. */
  readonly caller: Client;
  /** Aborted when the client leaves before it has its answer. */
  readonly signal: AbortSignal;
}

export type ResourceMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One thing of the control API that can be read, or done; route, checks and description are made from it. */
export interface Resource {
  readonly method: ResourceMethod;
  /** Below `/api`, with `{…}` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly query: z.ZodObject;
  /** What an action takes; absent: nothing. */
  readonly body?: z.ZodObject;
  readonly answer: z.ZodType;
  /** Managers may use it as well as admins; it looks itself at what is theirs. */
  readonly forManagers: boolean;
  /** Answers with the body. Throws ApiFailure, StorageError. */
  respond(call: ApiCall): Promise<unknown>;
}

/** What of a call does not depend on its schemas. */
export type CallContext = Pick<ApiCall, 'path' | 'signal' | 'caller'>;

const noQuery = z.strictObject({});

/** A resource without parameters. */
export function plainResource<A extends z.ZodType>(definition: {
  readonly path: string;
  readonly summary: string;
  readonly answer: A;
  readonly forManagers?: boolean;
  readonly read: (path: PathParameters, call: CallContext) => z.infer<A> | Promise<z.infer<A>>;
}): Resource {
  return queryResource({
    ...definition,
    query: noQuery,
    read: (_query, path, call) => definition.read(path, call),
  });
}

/** A resource with query parameters; the answer's type is held to its schema by the compiler. */
export function queryResource<Q extends z.ZodObject, A extends z.ZodType>(definition: {
  readonly path: string;
  readonly summary: string;
  readonly query: Q;
  readonly answer: A;
  readonly forManagers?: boolean;
  readonly read: (
    query: z.infer<Q>,
    path: PathParameters,
    call: CallContext,
  ) => z.infer<A> | Promise<z.infer<A>>;
}): Resource {
  const { path, summary, query, answer, forManagers = false } = definition;
  return {
    method: 'GET',
    path,
    summary,
    query,
    answer,
    forManagers,
    async respond(call) {
      return definition.read(parseQuery(query, call.query, path), call.path, call);
    },
  };
}

/** Something that is done, by POST unless told otherwise: its body is held to its schema. An absent body is an empty one. */
export function actionResource<B extends z.ZodObject, A extends z.ZodType>(definition: {
  readonly method?: Exclude<ResourceMethod, 'GET'>;
  readonly path: string;
  readonly summary: string;
  readonly body: B;
  readonly answer: A;
  readonly forManagers?: boolean;
  readonly act: (body: z.infer<B>, call: CallContext) => z.infer<A> | Promise<z.infer<A>>;
}): Resource {
  const { method = 'POST', path, summary, body, answer, forManagers = false } = definition;
  return {
    method,
    path,
    summary,
    query: noQuery,
    body,
    answer,
    forManagers,
    async respond(call) {
      parseQuery(noQuery, call.query, path);
      return definition.act(parseBody(body, call.body), call);
    },
  };
}
