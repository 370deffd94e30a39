import { isIP } from 'node:net';

/**
 * Whether a `Host` header names this machine or an allowed name. Guards against DNS rebinding: a web page whose
 * name resolves to 127.0.0.1 sends its own name here. The port is not compared: forwarders change it.
 */
export function hostAllowed(host: string | undefined, allowed: readonly string[]): boolean {
  if (host === undefined || host === '') return false;
  // What nearly every request says, without a regular expression.
  if (host.startsWith('127.0.0.1:') && isPort(host, 10)) return true;
  const name = hostName(host);
  if (name === undefined) return false;
  if (name === 'localhost' || name === '::1') return true;
  if (isIP(name) === 4 && name.startsWith('127.')) return true;
  return allowed.some((each) => each.toLowerCase() === name);
}

/** One to five digits to the end. */
function isPort(host: string, start: number): boolean {
  if (host.length === start || host.length > start + 5) return false;
  for (let at = start; at < host.length; at += 1) {
    const code = host.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

function hostName(host: string): string | undefined {
  const lower = host.toLowerCase();
  const bracket = /^\[([0-9a-f:.]+)\](?::\d{1,5})?$/.exec(lower);
  if (bracket !== null) return bracket[1];
  const plain = /^([^\s/@:[\]]+?)\.?(?::\d{1,5})?$/.exec(lower);
  return plain?.[1];
}

/**
 * Whether a request may come from where it says. Programs send no `Origin`; a page does, and `null` when it hides.
 * `Sec-Fetch-Site: cross-site` (or `same-site`: another port of localhost) without `Origin` is a page's image or form.
 */
export function originAllowed(
  origin: string | undefined,
  fetchSite: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin !== undefined) return allowed.includes(origin);
  return fetchSite === undefined || fetchSite === 'none' || fetchSite === 'same-origin';
}
