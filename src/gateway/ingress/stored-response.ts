import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorAnswer } from '../exchange/errors.ts';
import type { Admission } from './admission.ts';
import type { GenerateDeps } from './generate.ts';
import { pausedError } from './paused-error.ts';
import { onlyCandidate, passRaw } from './raw.ts';
import { sendError } from './send-error.ts';

const place = /^\/v1\/responses\/([^/]+)(\/input_items|\/cancel)?$/;

/** Whether a path is that of one stored response. */
export function isStoredResponse(path: string): boolean {
  return place.test(path);
}

/** Whether somebody's response is meant that went through here. */
export function isKnownResponse({ responses }: GenerateDeps, path: string): boolean {
  return responses.get(place.exec(path)?.[1] ?? '') !== undefined;
}

/**
 * `GET`, `DELETE` and the rest of one response: asked of the provider that keeps it, answered from memory when none
 * does. An id belongs to its client key: to another it does not exist.
 */
export function storedResponse(
  deps: GenerateDeps,
  admission: Admission,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const [, id = '', part = ''] = place.exec(admission.path.path) ?? [];
  const kept = deps.responses.get(id);
  const refuse = (error: ReturnType<typeof errorAnswer>): void => {
    request.resume();
    sendError(response, 'openai-responses', error);
  };
  if (kept === undefined || kept.client !== admission.client.id) {
    return refuse(errorAnswer('response_not_found', admission.id, { id }));
  }
  if (deps.paused()) return refuse(pausedError(admission.id));
  const { method = 'GET' } = request;
  if (method === 'DELETE') deps.responses.delete(id);
  if (kept.native) {
    return passRaw(
      deps,
      admission,
      request,
      response,
      onlyCandidate(kept.provider, kept.account, 'openai-responses'),
    );
  }
  request.resume();
  if (method === 'DELETE') return sendJson(response, admission, { id, object: 'response', deleted: true });
  if (method !== 'GET' || part === '/cancel') {
    const values = { method, path: admission.path.path, detail: 'GET, DELETE' };
    return refuse(errorAnswer('method_not_allowed', admission.id, values));
  }
  if (part === '') return sendJson(response, admission, kept.response ?? { id, object: 'response' });
  // Newest first, as the API lists them.
  sendJson(response, admission, {
    object: 'list',
    data: (kept.items?.() ?? []).toReversed(),
    has_more: false,
  });
}

function sendJson(response: ServerResponse, { id }: Admission, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    'x-patchbay-request-id': id,
  });
  response.end(body);
}
