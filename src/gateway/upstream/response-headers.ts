import { firstHeader, type UpstreamHeaders } from '../exchange/ports.ts';
import { createNameTable, hopByHop, namedByConnection } from './header-names.ts';

/** What describes the upstream's connection, body and site rather than its answer. */
const dropped = new Set([
  ...hopByHop,
  'content-length',
  'content-encoding',
  'set-cookie',
  'set-cookie2',
  'alt-svc',
  'strict-transport-security',
  'public-key-pins',
  'clear-site-data',
]);
/** CORS is the gateway's to grant; `x-patchbay-` is what the gateway says. */
const droppedPrefixes = ['access-control-', 'x-patchbay-', 'x-routerx-', 'proxy-'];

const nameOf = createNameTable(
  (name) => !dropped.has(name) && !droppedPrefixes.some((prefix) => name.startsWith(prefix)),
);

/**
 * What of an upstream's headers goes to the client, as name, value, name, value, … for `writeHead`: content type, rate
 * limits, request ids and whatever else is not about the upstream's connection or its own site. Repeated ones stay so.
 */
export function returnHeaders(headers: UpstreamHeaders): string[] {
  const connection = firstHeader(headers, 'connection');
  const alsoHop = connection === undefined ? undefined : namedByConnection(connection);
  const result: string[] = [];
  for (const key in headers) {
    const name = nameOf(key);
    const value = headers[key];
    if (name === '' || value === undefined || alsoHop?.has(name) === true) continue;
    if (typeof value === 'string') result.push(name, value);
    else for (const one of value) result.push(name, one);
  }
  return result;
}
