import type { Dialect } from '../exchange/dialect.ts';
import type { Clock, Transport, UpstreamHeaders } from '../exchange/ports.ts';
import type { Endpoint, Provider } from '../exchange/provider.ts';
import { type ReadError, type ReadOptions, readAnswer } from './read-answer.ts';

export type ModelListError = {
  /** `no_list`: no endpoint of this provider has one; the others are what went wrong while asking. */
  readonly code: 'no_list' | ReadError['code'];
  readonly message: string;
};

/** Any status is an answer; the body is decoded and whole. */
export type ModelListAnswer =
  | {
      readonly status: number;
      readonly headers: UpstreamHeaders;
      readonly body: Buffer;
      readonly dialect: Dialect;
    }
  | { readonly error: ModelListError };

/**
 * Asks a provider which models it has, at the first of its endpoints that has a list, in that dialect's way. At most
 * 10 s and 4 MiB. Never rejects. `key` is undefined for a provider that takes none.
 */
export async function fetchModelList(
  provider: Provider,
  key: string | undefined,
  transport: Transport,
  clock: Clock,
  options?: ReadOptions,
): Promise<ModelListAnswer> {
  const first = provider.endpoints.entries().next();
  if (first.done === true) {
    const message = `${provider.name} has no endpoint to ask for a list of models.`;
    return { error: { code: 'no_list', message } };
  }
  const [dialect, endpoint] = first.value;
  const path = listPath(dialect, endpoint);
  const question = { provider, dialect, endpoint, path, key, what: 'its model list', options };
  const answer = await readAnswer(question, transport, clock);
  return 'error' in answer ? answer : { ...answer, dialect };
}

function listPath(dialect: Dialect, endpoint: Endpoint): string {
  if (dialect === 'anthropic-messages') return '/v1/models?limit=1000';
  if (dialect === 'gemini-generate') return '/v1beta/models?pageSize=1000';
  // An endpoint whose documented paths have no version has none here either.
  return endpoint.path === undefined || /^\/v\d/.test(endpoint.path) ? '/v1/models' : '/models';
}
