import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { health } from './probe.ts';

/** Processes looked at before giving up: more than a workstation runs. */
const mostProcesses = 5000;

/**
 * Who listens on a port of this machine, in words: another Patchbay says so itself; of other programs Linux knows
 * the process. Undefined when it cannot be told.
 */
export async function portHolder(host: string, port: number): Promise<string | undefined> {
  const name = host.includes(':') ? `[${host}]` : host;
  const local = name === '0.0.0.0' ? '127.0.0.1' : name === '[::]' ? '[::1]' : name;
  const process = processOnPort(port);
  for (const scheme of ['http', 'https']) {
    const other = await health(`${scheme}://${local}:${port}`);
    if (other === undefined) continue;
    return `another Patchbay (version ${other.version}${process === undefined ? '' : `, ${process}`})`;
  }
  return process;
}

/** `node (pid 123)`, from /proc; undefined on other systems and for processes of other users. */
function processOnPort(port: number): string | undefined {
  const sockets = new Set([...listeners('/proc/net/tcp', port), ...listeners('/proc/net/tcp6', port)]);
  if (sockets.size === 0) return undefined;
  const pids = entries('/proc').filter((name) => /^\d+$/.test(name));
  for (const pid of pids.slice(0, mostProcesses)) {
    const holds = entries(`/proc/${pid}/fd`).some((fd) => sockets.has(linkAt(`/proc/${pid}/fd/${fd}`)));
    if (holds) return `${textAt(`/proc/${pid}/comm`).trim() || 'a program'} (pid ${pid})`;
  }
  return undefined;
}

/** `socket:[inode]` of everything that listens on the port. Columns: sl, local address, remote, state, … inode. */
function listeners(table: string, port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return textAt(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(`:${hex}`) === true && columns[3] === '0A')
    .map((columns) => `socket:[${columns[9] ?? ''}]`);
}

// What follows reads /proc: entries vanish while they are read, and belong to others. Neither matters here.

function textAt(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function entries(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function linkAt(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
