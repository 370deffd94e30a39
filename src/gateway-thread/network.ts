import { getCACertificates } from 'node:tls';
import type { Transport } from '../gateway/exchange/ports.ts';
import type { ProxyEnvironment } from '../gateway/upstream/transport/proxy-choice.ts';
import { systemTrust } from '../gateway/upstream/transport/system-trust.ts';
import type { UndiciTransportOptions } from '../gateway/upstream/transport/undici-transport.ts';
import type { Network } from './protocol.ts';

/**
 * The editor's network settings as the transport takes them. VS Code patches Node's own http for its settings, but
 * not a client that an extension brings along, so they are honoured here: the setting wins over the environment, as
 * in the editor itself, and `http.noProxy` is added to NO_PROXY.
 */
export function transportOptions(
  network: Network,
  env: ProxyEnvironment,
): Pick<UndiciTransportOptions, 'env' | 'trust' | 'checkCertificates'> {
  const noProxy = [...network.noProxy, env.no_proxy || env.NO_PROXY || '']
    .filter((each) => each !== '')
    .join(',');
  const proxies =
    network.proxy === undefined
      ? {
          HTTPS_PROXY: env.https_proxy || env.HTTPS_PROXY,
          HTTP_PROXY: env.http_proxy || env.HTTP_PROXY,
        }
      : { HTTPS_PROXY: network.proxy, HTTP_PROXY: network.proxy };
  return {
    env: { ...proxies, NO_PROXY: noProxy },
    trust: network.systemCertificates ? systemTrust : () => getCACertificates('bundled'),
    checkCertificates: network.strictSsl,
  };
}

/** A transport whose place another takes at a change of the network. Calls that run stay where they began. */
export interface ReplaceableTransport extends Transport {
  replace(next: Transport): void;
}

/**
 * The transports that were replaced keep their running calls; their idle connections end by themselves within
 * minutes. All are closed at the end.
 */
export function createReplaceableTransport(first: Transport): ReplaceableTransport {
  let present = first;
  const all = [first];
  return {
    call: (request, handler) => present.call(request, handler),
    replace(next) {
      present = next;
      all.push(next);
    },
    async close() {
      await Promise.all(all.map((each) => each.close()));
    },
  };
}
