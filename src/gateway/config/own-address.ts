import type { Provider } from '../exchange/provider.ts';
import { bareHost, isLoopback } from './host-name.ts';
import type { Parts } from './parts.ts';
import { type PathPart, shown } from './problem.ts';
import type { PlacedProblem } from './schema-problems.ts';

/** A provider that is the gateway itself would answer by asking itself, for ever. */
export function ownAddress(parts: Parts): PlacedProblem[] {
  return parts.providers.flatMap(({ at, input }) =>
    addressesOf(input).flatMap(({ path, value }) => {
      if (!leadsHere(parts.listen, value)) return [];
      const message = `${shown(value)} is where the gateway itself listens; write the provider’s address`;
      return [{ at: [...at, ...path], message }];
    }),
  );
}

/** The same for an address that no person wrote: a preset's, of a server that listens at the same port. */
export function ownPresetAddress(
  listen: Parts['listen'],
  { at, input }: Parts['providers'][number],
  provider: Provider,
): PlacedProblem[] {
  const written = new Set(addressesOf(input).map(({ value }) => value));
  const address = [...provider.endpoints.values()].find(
    ({ baseUrl }) => !written.has(baseUrl) && leadsHere(listen, baseUrl),
  );
  if (address === undefined || input.preset === undefined || input.baseUrl !== undefined) return [];
  const message = `${shown(input.preset)} is at ${shown(address.baseUrl)}, where the gateway itself listens; choose another listen.port, or write the provider’s address as baseUrl`;
  return [{ at: [...at, 'preset'], message }];
}

/** Whether a call to an address would arrive at the gateway. Port 0 is not known yet; then the hop header tells. */
function leadsHere(listen: Parts['listen'], address: string): boolean {
  if (listen === undefined || listen.port === 0 || !URL.canParse(address)) return false;
  const url = new URL(address);
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  if (port !== listen.port) return false;
  const host = plainName(listen.host);
  const name = plainName(url.hostname);
  if (isThisMachine(name) && (isEverywhere(host) || isThisMachine(host))) return true;
  return name === host || listen.hosts.some((each) => plainName(each) === name);
}

/** A name that ends in a dot is the same name; URL has written all forms of IPv4 numbers alike. */
function plainName(host: string): string {
  return bareHost(host).replace(/\.$/, '');
}

/** Loopback in all its spellings: names below `localhost`, IPv4 inside IPv6, and "no address", which systems take for it. */
function isThisMachine(name: string): boolean {
  return (
    isLoopback(name) || isEverywhere(name) || name.endsWith('.localhost') || /^::ffff:(?:127\.|7f)/.test(name)
  );
}

function isEverywhere(name: string): boolean {
  return name === '0.0.0.0' || name === '::' || name === '::ffff:0:0';
}
function addressesOf(
  input: Parts['providers'][number]['input'],
): { path: readonly PathPart[]; value: string }[] {
  const addresses: { path: readonly PathPart[]; value: string }[] = [];
  if (input.baseUrl !== undefined) addresses.push({ path: ['baseUrl'], value: input.baseUrl });
  if (input.dialects === undefined || Array.isArray(input.dialects)) return addresses;
  for (const [dialect, endpoint] of Object.entries(input.dialects)) {
    if (endpoint?.baseUrl !== undefined)
      addresses.push({ path: ['dialects', dialect, 'baseUrl'], value: endpoint.baseUrl });
  }
  return addresses;
}
