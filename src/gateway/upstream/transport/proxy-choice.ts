import { BlockList, isIP } from 'node:net';

/** The variables that say which proxy to use; the lower-case spelling wins, as in curl. */
export interface ProxyEnvironment {
  readonly HTTPS_PROXY?: string | undefined;
  readonly https_proxy?: string | undefined;
  readonly HTTP_PROXY?: string | undefined;
  readonly http_proxy?: string | undefined;
  readonly NO_PROXY?: string | undefined;
  readonly no_proxy?: string | undefined;
}

/** A proxy, taken apart. `host` has no brackets; `authorization` is the value of the header, when there is a user. */
export interface ProxyAddress {
  readonly tls: boolean;
  readonly host: string;
  readonly port: number;
  readonly authorization: string | undefined;
}

/** What `chooseProxy` found: a proxy, none, or an address that is not one (`problem`, without its password). */
export type ProxyChoice = { readonly proxy: ProxyAddress | undefined } | { readonly problem: string };

/**
 * Which proxy stands between us and `origin`. `wish` is the provider's own setting: `'none'`, an address, or undefined
 * for the environment's. Loopback is never proxied, whatever anybody wishes: the proxy's loopback is another machine.
 */
export function chooseProxy(origin: URL, wish: string | undefined, env: ProxyEnvironment): ProxyChoice {
  if (wish === 'none' || isLoopback(origin.hostname)) return { proxy: undefined };
  if (wish !== undefined) return parseProxy(wish);
  const address =
    origin.protocol === 'https:' ? env.https_proxy || env.HTTPS_PROXY : env.http_proxy || env.HTTP_PROXY;
  if (address === undefined || address.trim() === '') return { proxy: undefined };
  if (matchesNoProxy(origin, env.no_proxy || env.NO_PROXY || '')) return { proxy: undefined };
  return parseProxy(address.trim());
}

/** True for localhost, 127.0.0.0/8, ::1 and the unspecified addresses, which mean the same machine. */
export function isLoopback(hostname: string): boolean {
  const host = bare(hostname);
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return isIP(host) !== 0 && loopback.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('0.0.0.0');
loopback.addAddress('::1', 'ipv6');
loopback.addAddress('::', 'ipv6');

/**
 * NO_PROXY as people write it: names separated by commas or spaces; `*` for everything; `example.com` means the name
 * and all below it, with or without a leading `.` or `*.`; `name:port` only that port; addresses and CIDR ranges.
 */
function matchesNoProxy(origin: URL, list: string): boolean {
  const host = bare(origin.hostname).toLowerCase();
  const port = origin.port || (origin.protocol === 'https:' ? '443' : '80');
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => matchesEntry(entry.toLowerCase(), host, port));
}

function matchesEntry(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return inRange(host, entry);
  const withPort = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry);
  if (withPort !== null && withPort[2] !== port) return false;
  const name = bare(withPort?.[1] ?? entry).replace(/^\*?\./, '');
  return name !== '' && (host === name || (isIP(host) === 0 && host.endsWith(`.${name}`)));
}

function inRange(host: string, range: string): boolean {
  const [network = '', bits = ''] = range.split('/');
  const family = isIP(network);
  const prefix = Number(bits);
  if (family === 0 || isIP(host) !== family || !Number.isInteger(prefix)) return false;
  if (prefix < 0 || prefix > (family === 6 ? 128 : 32) || bits === '') return false;
  const kind = family === 6 ? 'ipv6' : 'ipv4';
  const block = new BlockList();
  block.addSubnet(network, prefix, kind);
  return block.check(host, kind);
}

function parseProxy(address: string): ProxyChoice {
  // curl and most tools take `proxy.corp:8080` for http.
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  if (!URL.canParse(text)) return { problem: 'the address of the proxy cannot be read' };
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { problem: `a ${url.protocol}// proxy is not possible, only http:// and https:// ones` };
  }
  const secure = url.protocol === 'https:';
  const user = decode(url.username);
  return {
    proxy: {
      tls: secure,
      host: bare(url.hostname),
      port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
      authorization:
        user === ''
          ? undefined
          : `Basic ${Buffer.from(`${user}:${decode(url.password)}`).toString('base64')}`,
    },
  };
}

/** A password with a bare `%` is not valid percent-encoding, but people paste it so: then it is meant as it stands. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function bare(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}
