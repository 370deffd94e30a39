import type { ServerResponse } from 'node:http';
import { errorHeaders } from '../attempts/own-headers.ts';
import { wireOf } from '../dialects/wires.ts';
import type { Dialect } from '../exchange/dialect.ts';
import type { ErrorAnswer } from '../exchange/errors.ts';

/** Answers with an error in a dialect's shape. `close`: the connection cannot be used on (the body was not read). */
export function sendError(
  response: ServerResponse,
  dialect: Dialect,
  error: ErrorAnswer,
  close = false,
): void {
  if (response.destroyed || response.headersSent) return;
  const body = wireOf(dialect).errorBody(error);
  const headers = errorHeaders(error, body);
  headers.push('x-patchbay-request-id', error.requestId);
  if (error.status === 401) headers.push('www-authenticate', 'Bearer realm="patchbay"');
  if (close) headers.push('connection', 'close');
  response.writeHead(error.status, headers);
  response.end(body);
}
