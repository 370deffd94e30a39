import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server's key and certificate, as PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

/** An authority of our own that nobody trusts by nature. */
export interface PrivateAuthority {
  /** Its own certificate, as PEM: what `trust` needs. */
  readonly root: string;
  /** A certificate for names and addresses (`upstream.test`, `127.0.0.1`), valid for `days` from now; negative: expired. */
  issue(names: readonly string[], days?: number): ServerCertificate;
}

/** Makes an authority with the `openssl` command; takes some 50 ms. The files are gone when it returns. */
export function createPrivateAuthority(): PrivateAuthority {
  const authority = inFolder((folder) => {
    openssl(folder, [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Private test authority'],
      ...['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign'],
    ]);
    return { key: read(folder, 'ca.key'), root: read(folder, 'ca.pem') };
  });
  return { root: authority.root, issue: (names, days = 1) => issue(authority, names, days) };
}

function issue(
  authority: { key: string; root: string },
  names: readonly string[],
  days: number,
): ServerCertificate {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'ca.key'), authority.key, { mode: 0o600 });
    writeFileSync(join(folder, 'ca.pem'), authority.root);
    const alternatives = names.map((name) => (/^[\d.]+$|:/.test(name) ? `IP:${name}` : `DNS:${name}`));
    writeFileSync(join(folder, 'names.cnf'), `subjectAltName=${alternatives.join(',')}\n`);
    openssl(folder, [
      ...['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-keyout', 'server.key', '-out', 'server.csr', '-subj', `/CN=${names[0] ?? 'server'}`],
    ]);
    openssl(folder, [
      ...['x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', '1'],
      ...['-extfile', 'names.cnf', '-out', 'server.pem'],
      // `-days` takes no negative number, `-not_before` came with OpenSSL 3.4: an expired one is valid for 0 days.
      ...['-days', String(Math.max(0, days))],
    ]);
    return { key: read(folder, 'server.key'), cert: read(folder, 'server.pem') };
  });
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-certificates-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function openssl(folder: string, args: readonly string[]): void {
  execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
}

function read(folder: string, name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
