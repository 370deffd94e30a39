import { getCACertificates } from 'node:tls';

let roots: readonly string[] | undefined;

/**
 * The certificate authorities that this machine trusts, as PEM: Node's own list, the operating system's store (where
 * companies put the authority of the proxy that inspects their traffic) and the file in NODE_EXTRA_CA_CERTS.
 * Reading the system's store takes about 0.1 s, so it happens at the first call and once; hand the function itself to
 * `createUndiciTransport` and it happens at the first https request.
 */
export function systemTrust(): readonly string[] {
  roots ??= [
    ...new Set([
      ...getCACertificates('bundled'),
      ...getCACertificates('system'),
      ...getCACertificates('extra'),
    ]),
  ];
  return roots;
}
