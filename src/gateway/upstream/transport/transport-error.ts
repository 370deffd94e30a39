import type { TransportError, TransportErrorCode } from '../../exchange/ports.ts';

/** A failure with its words; never stale unless said so. */
export function transportError(code: TransportErrorCode, message: string, stale = false): TransportError {
  return { code, message, stale };
}

/** Carries a failure to connect through undici, which hands errors on as they are. */
export class ConnectFailure extends Error {
  readonly failure: TransportError;

  constructor(failure: TransportError) {
    super(failure.message);
    this.name = 'ConnectFailure';
    this.failure = failure;
  }
}

/** What running calls are ended with when the transport closes. */
export class TransportClosed extends Error {
  constructor() {
    super('the transport was closed');
    this.name = 'TransportClosed';
  }
}

/** The code of a system, TLS or undici error; for several addresses that failed, the code of the first. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/**
 * Says what happened on a connection that was there. `host` is for people. `unanswered` says that the connection had
 * served before and that no byte of this answer had come: when it then ends, it was stale, which is nobody's failure.
 */
export function answerFailure(error: Error, host: string, unanswered: boolean): TransportError {
  if (error instanceof ConnectFailure) return error.failure;
  if (error instanceof TransportClosed) {
    return transportError(
      'closed',
      `The call to ${host} was ended because the connections are being closed.`,
    );
  }
  const code = codeOf(error);
  switch (code) {
    case 'UND_ERR_DESTROYED':
    case 'UND_ERR_CLOSED':
      return transportError(
        'closed',
        `The call to ${host} was ended because the connection pool was closed.`,
      );
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_NOT_SUPPORTED':
    case 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH':
      return transportError('connect_failed', `The request to ${host} cannot be sent: ${error.message}.`);
    case 'UND_ERR_HEADERS_OVERFLOW':
      return transportError('bad_response', `${host} answered with more than 64 KiB of headers.`);
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return transportError('reset', `${host} ended the connection in the middle of its answer.`);
    case 'UND_ERR_SOCKET':
      if (error.message === 'bad response' || error.message === 'bad upgrade') {
        return transportError('bad_response', `${host} answered with something that was not asked for.`);
      }
      return transportError(
        'reset',
        `${host} closed the connection before its answer was complete.`,
        unanswered,
      );
  }
  // undici gives its parser's errors a name but, as of 8.12, no code.
  if (error.name === 'HTTPParserError') {
    return error.message.includes('EOF')
      ? transportError('reset', `${host} ended the connection in the middle of its answer.`)
      : transportError('bad_response', `What ${host} answered is not valid HTTP/1.1.`);
  }
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) {
    return transportError('tls_failed', `The encrypted connection to ${host} broke (${code}).`);
  }
  const detail = code === '' ? error.message : code;
  return transportError('reset', `The connection to ${host} broke (${detail}).`, unanswered);
}
