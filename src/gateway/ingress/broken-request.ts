import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/** Bytes that are no HTTP request, or one that is too slow or has too large a head: there is no response object yet. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, message] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ([431, 'The request has more than 64 KiB of headers.'] as const)
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ([408, 'The request did not arrive in time.'] as const)
        : ([400, 'This is not a valid HTTP request.'] as const);
  const body = JSON.stringify({ error: { message, type: 'invalid_request_error', code: 'invalid_request' } });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
