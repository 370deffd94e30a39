import type { ClientView } from '../control/clients.ts';

/** The keys as a table for a terminal; `now` in milliseconds since the epoch. */
export function keyLines(clients: readonly ClientView[], now: number): string[] {
  const rows = clients.map((client) => [
    client.name === undefined ? client.id : `${client.id} (${client.name})`,
    client.role,
    client.state,
    client.keyEnd === undefined ? '-' : `…${client.keyEnd}`,
    client.lastUsedAt === undefined ? 'never' : agoText(now - client.lastUsedAt),
    client.expiresAt === undefined ? '-' : day(client.expiresAt),
    client.source === 'config' ? 'the config' : (client.createdBy ?? '-'),
    client.mode ?? '-',
    limitsText(client),
  ]);
  const head = ['ID', 'ROLE', 'STATE', 'KEY', 'LAST USED', 'EXPIRES', 'MADE BY', 'MODE', 'MAY USE'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** What is said of a key that was just made; it is the only time that the key is said. */
export function madeLines(client: ClientView, key: string): string[] {
  const end =
    client.expiresAt === undefined ? 'It does not expire.' : `It expires on ${day(client.expiresAt)}.`;
  const order = client.mode === undefined ? '' : `; ordered by the mode ${client.mode}`;
  return [
    `The key of ${client.id} (${client.role}; may use ${limitsText(client)}${order}). It is shown this once and kept nowhere:`,
    '',
    `  ${key}`,
    '',
    `${end} Programs take it as PATCHBAY_KEY, or wherever they want an API key. To end it: patchbay keys revoke ${client.id}`,
  ];
}

function limitsText({ models, providers }: ClientView): string {
  const limits = [
    ...(models === undefined ? [] : [`models ${models.join(', ')}`]),
    ...(providers === undefined ? [] : [`providers ${providers.join(', ')}`]),
  ];
  return limits.length === 0 ? 'everything' : limits.join('; ');
}

function day(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}Z`;
}

function agoText(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}
