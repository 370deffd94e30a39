import { isIP } from 'node:net';

/** Whether a host to listen at can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  const name = bareHost(host);
  if (name === 'localhost' || name === '::1' || name === '0:0:0:0:0:0:0:1') return true;
  return isIP(name) === 4 && name.startsWith('127.');
}

/** The host without the brackets of an IPv6 address, in lower case. */
export function bareHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
}
