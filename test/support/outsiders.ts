import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Remembers which other hosts the clients asked for. */
export interface Outsiders {
  names(): readonly string[];
  close(): void;
}

/** Type A, AAAA and so on stand behind the name; a name longer than this is not one. */
const longestName = 253;

/**
 * A name server that knows nobody. The suite runs without a network, so that nothing gets out anyway; this tells a
 * person what the clients would have called. Needs port 53, which is free in a network namespace of our own.
 */
export async function watchOutsiders(): Promise<Outsiders> {
  const names = new Set<string>();
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const name = nameIn(query);
    if (name === undefined) return;
    names.add(name);
    const answer = Buffer.from(query);
    // QR, RD and RA set, NXDOMAIN (RFC 1035, 4.1.1); the question is repeated, no records follow.
    answer.writeUInt16BE(0x8183, 2);
    socket.send(answer, from.port, from.address);
  });
  socket.bind(53, '127.0.0.1');
  await once(socket, 'listening');
  return { names: () => [...names].sort(), close: () => socket.close() };
}

/** The first question's name; undefined when the message is not a query. */
export function nameIn(query: Buffer): string | undefined {
  const labels: string[] = [];
  let at = 12;
  while (at < query.length) {
    const length = query[at] ?? 0;
    if (length === 0) return labels.length === 0 ? undefined : labels.join('.').toLowerCase();
    if (length > 63 || at + length >= query.length || labels.join('.').length > longestName) return undefined;
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return undefined;
}
