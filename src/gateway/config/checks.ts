import type { SecretRef } from '../exchange/provider.ts';
import { strategyProblems } from './fill-strategy.ts';
import { headerProblems } from './headers.ts';
import { isLoopback } from './host-name.ts';
import { ownAddress } from './own-address.ts';
import type { Parts, Placed } from './parts.ts';
import { anyOf, didYouMean, type PathPart, shown } from './problem.ts';
import type { PlacedProblem } from './schema-problems.ts';
import { isRecord } from './situation.ts';

/** Everything that is wrong between the pieces of a config. */
export function crossProblems(parts: Parts): PlacedProblem[] {
  return [
    ...twoOfOneId(parts.providers, 'provider'),
    ...twoOfOneId(parts.clients, 'client'),
    ...twoOfOneId(parts.strategies, 'strategy'),
    ...parts.strategies.flatMap(strategyProblems),
    ...twoOfOneKey(parts),
    ...openToOthers(parts),
    ...ownAddress(parts),
    ...badHeaders(parts),
    ...unknownTargets(parts),
  ];
}

function twoOfOneId(pieces: readonly Placed<{ readonly id: string }>[], kind: string): PlacedProblem[] {
  const seen = new Set<string>();
  return pieces.flatMap(({ at, input }) => {
    const known = seen.has(input.id);
    seen.add(input.id);
    return known
      ? [
          {
            at: [...at, 'id'],
            message: `${shown(input.id)} is the id of another ${kind} already; choose another`,
          },
        ]
      : [];
  });
}

/** With one key for two clients nobody could say which of them is calling. */
function twoOfOneKey(parts: Parts): PlacedProblem[] {
  const seen = new Map<string, string>();
  return parts.clients.flatMap(({ at, input }) => {
    const name = secretName(input.key);
    const other = seen.get(name);
    seen.set(name, input.id);
    return other === undefined
      ? []
      : [
          {
            at: [...at, 'key'],
            message: `is the key of client ${shown(other)} too; give each client a key of its own`,
          },
        ];
  });
}

/** A secret reference as one text: `env NAME`, `file PATH`, `secret ID`. */
export function secretName(ref: SecretRef): string {
  if ('env' in ref) return `env ${ref.env}`;
  if ('file' in ref) return `file ${ref.file}`;
  return `secret ${ref.secret}`;
}

function openToOthers(parts: Parts): PlacedProblem[] {
  const { listen } = parts;
  if (listen === undefined || isLoopback(listen.host)) return [];
  const problems: PlacedProblem[] = [];
  const host = shown(listen.host);
  if (listen.hosts.length === 0) {
    const message = `is needed because listen.host is ${host}: list the names under which clients call, such as ["gateway.example.com"]`;
    problems.push({ at: ['listen', 'hosts'], message });
  }
  if (!parts.clientsGiven) {
    const message = `is needed because listen.host is ${host}: list who may call, such as [{"id": "team", "key": {"env": "TEAM_KEY"}}]`;
    problems.push({ at: ['clients'], message });
  }
  if (listen.tls === undefined && !listen.insecure) {
    const message = `is needed because listen.host is ${host}: {"cert": "cert.pem", "key": "key.pem"}, or "insecure": true when something in front speaks TLS`;
    problems.push({ at: ['listen', 'tls'], message });
  }
  return problems;
}

function badHeaders(parts: Parts): PlacedProblem[] {
  return parts.providers.flatMap(({ at, raw }) =>
    headerProblems(isRecord(raw) ? raw.headers : undefined).map(({ name, message }) => ({
      at: [...at, 'headers', name],
      message,
    })),
  );
}

function unknownTargets(parts: Parts): PlacedProblem[] {
  const problems: PlacedProblem[] = [];
  const check = (at: readonly PathPart[], id: string): void => {
    if (parts.providerIds.has(id)) return;
    const near = didYouMean(id, parts.providerIds);
    const hint = near === undefined ? '' : `did you mean "${near}"? `;
    const message = `there is no provider ${shown(id)}; ${hint}known are ${anyOf([...parts.providerIds])}`;
    problems.push({ at, message });
  };
  for (const { at, input } of parts.rules) {
    input.use.forEach((target, index) => {
      check([...at, 'use', index], target.slice(0, target.indexOf('/')));
    });
  }
  if (parts.preferred !== undefined) check(['routing', 'preferred'], parts.preferred);
  for (const { at, input } of parts.strategies) {
    if (input.provider !== undefined) check([...at, 'provider'], input.provider);
  }
  for (const { at, input } of parts.clients) {
    input.providers?.forEach((id, index) => {
      check([...at, 'providers', index], id);
    });
  }
  return problems;
}
