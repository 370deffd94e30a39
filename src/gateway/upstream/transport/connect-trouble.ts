import type { TransportError } from '../../exchange/ports.ts';
import { codeOf, transportError } from './transport-error.ts';

/** Says why no connection to `host` (name and port) came about, and what to do. `tls`: it was to be encrypted. */
export function connectFailure(error: Error, host: string, tls: boolean): TransportError {
  const code = distinctCode(error);
  switch (code) {
    case 'ECONNREFUSED':
      return transportError(
        'connect_refused',
        `${host} refused the connection: nothing listens there. Start the server, or correct the address and port.`,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
    case 'EAI_FAIL':
      return transportError(
        'dns_failed',
        `The name in ${host} could not be looked up (${code}). Check the spelling and the network connection.`,
      );
    case 'ETIMEDOUT':
      return transportError(
        'connect_timeout',
        `${host} did not answer when connecting (${code}). Check the address, the network and the proxy setting.`,
      );
  }
  if (tls) {
    const failure = tlsFailure(code, error.message, host);
    if (failure !== undefined) return failure;
  }
  const detail = code === '' ? error.message : code;
  return transportError(
    'connect_failed',
    `No connection to ${host} came about (${detail}). Check the network.`,
  );
}

/**
 * The code of what is worth saying when every address of a name failed: a refusal is more telling than the
 * `ENETUNREACH` of a machine without IPv6.
 */
function distinctCode(error: Error): string {
  if (error instanceof AggregateError) {
    const codes = error.errors.map(codeOf);
    for (const telling of ['ECONNREFUSED', 'ETIMEDOUT']) if (codes.includes(telling)) return telling;
  }
  return codeOf(error);
}

/** Authorities that are not trusted, by OpenSSL's names. */
const untrusted = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'INVALID_CA',
]);

function tlsFailure(code: string, message: string, host: string): TransportError | undefined {
  if (untrusted.has(code)) {
    return transportError(
      'tls_failed',
      `The certificate of ${host} is signed by an authority that this machine does not trust (${code}); company ` +
        'networks that inspect traffic look like this. Add that authority to the system’s certificate store, or ' +
        'name its PEM file in NODE_EXTRA_CA_CERTS, and start again.',
    );
  }
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return transportError(
        'tls_failed',
        `The certificate of ${host} has expired. If the clock of this machine is right, its owner has to renew it.`,
      );
    case 'CERT_NOT_YET_VALID':
      return transportError(
        'tls_failed',
        `The certificate of ${host} is not valid yet. Check the clock of this machine.`,
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return transportError(
        'tls_failed',
        `The certificate of ${host} is for another name. Check the address; a captive portal or a proxy may have ` +
          'answered in its place.',
      );
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
    case 'EPROTO':
      return transportError(
        'tls_failed',
        `${host} did not answer in TLS (${code}). If it is a plain server, write http:// instead of https://.`,
      );
    case 'ECONNRESET':
    case 'EPIPE':
      return transportError(
        'tls_failed',
        `${host} closed the connection while it was being encrypted. A firewall may be in the way, or the port is not an https one.`,
      );
  }
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code.includes('CERT')) {
    return transportError('tls_failed', `The encrypted connection to ${host} failed (${code}): ${message}.`);
  }
  return undefined;
}
