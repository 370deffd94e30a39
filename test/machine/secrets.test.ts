import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resolveSecrets, secretFile } from '../../src/machine/secrets.ts';
import { configOf, plain } from '../gateway/config/known.ts';
import { temporaryDirectory } from '../support/temporary.ts';

const dataDir = temporaryDirectory();
const keyFile = join(dataDir, 'key');
writeFileSync(keyFile, 'file-key-1\n', { mode: 0o600 });
mkdirSync(join(dataDir, 'secrets'));
writeFileSync(secretFile(dataDir, 'kept'), ' kept-key-1 \n', { mode: 0o600 });

function resolve(accounts: object[], env: Record<string, string> = {}, more: object = {}) {
  const learned: string[] = [];
  const config = configOf({
    providers: [{ ...plain, accounts }],
    clients: [{ id: 'c', key: { env: 'CLIENT' } }],
    ...more,
  });
  const input = {
    config,
    env: { CLIENT: 'client-key', ...env },
    dataDir,
    learn: (secret: string) => learned.push(secret),
  };
  return { ...resolveSecrets(input), learned };
}
const reasonFor = (key: object, env: Record<string, string> = {}): string | undefined =>
  resolve([{ id: 'a', key }], env).missing[0]?.reason;

describe('secrets', () => {
  test('come from the environment, files and the data directory, trimmed, and are learned', () => {
    const accounts = [
      { id: 'a', key: { env: 'A' } },
      { id: 'b', key: { file: keyFile } },
      { id: 'c', key: { secret: 'kept' } },
      { id: 'd' },
    ];
    const { secrets, missing, learned } = resolve(accounts, { A: ' env-key-1\n' });
    expect([...secrets.accounts]).toEqual([
      ['plain/a', 'env-key-1'],
      ['plain/b', 'file-key-1'],
      ['plain/c', 'kept-key-1'],
    ]);
    expect([...secrets.clients]).toEqual([['c', 'client-key']]);
    expect(missing).toEqual([]);
    expect(learned).toEqual(['env-key-1', 'file-key-1', 'kept-key-1', 'client-key']);
  });

  test('that are missing are told with their owner, and the others are there all the same', () => {
    const { secrets, missing } = resolve(
      [
        { id: 'a', key: { env: 'NONE' } },
        { id: 'b', key: { env: 'B' } },
      ],
      { B: 'b-key' },
    );
    expect(missing).toEqual([
      { owner: 'provider plain, account a', reason: 'the environment variable NONE is not set' },
    ]);
    expect([...secrets.accounts.keys()]).toEqual(['plain/b']);
  });

  test('in a file that others may read are refused, with the way out', () => {
    const open = join(dataDir, 'open');
    writeFileSync(open, 'open-key');
    chmodSync(open, 0o644);
    expect(reasonFor({ file: open })).toBe(
      `others may read the file ${open} (mode 0644); run: chmod 600 ${open}`,
    );
  });

  test('that no header can hold are refused without being repeated', () => {
    expect(reasonFor({ env: 'A' }, { A: 'two\nlines' })).toBe(
      'the environment variable A holds spaces, several lines or letters that no key has',
    );
    expect(reasonFor({ env: 'A' }, { A: '  ' })).toBe('the environment variable A is empty');
    expect(reasonFor({ secret: 'none' })).toBe(`there is no file ${secretFile(dataDir, 'none')}`);
  });

  test('of two clients must differ: the second one gets none', () => {
    const clients = [
      { id: 'one', key: { env: 'CLIENT' } },
      { id: 'two', key: { env: 'SAME' } },
    ];
    const { secrets, missing } = resolve([{ id: 'a' }], { SAME: 'client-key' }, { clients });
    expect([...secrets.clients.keys()]).toEqual(['one']);
    expect(missing).toEqual([
      { owner: 'client two', reason: 'it has the same key as client one; give it its own' },
    ]);
  });
});
