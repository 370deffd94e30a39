import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Client } from '../../../src/gateway/exchange/client.ts';
import { keyDigest } from '../../../src/gateway/exchange/client-key.ts';
import { createRedactor } from '../../../src/gateway/exchange/redact.ts';
import { systemRandom } from '../../../src/gateway/exchange/system-clock.ts';
import {
  type ClientBook,
  type ClientDraft,
  createClientBook,
  mostClients,
  mostRevoked,
} from '../../../src/gateway/metering/client-book.ts';
import { createClientUses } from '../../../src/gateway/metering/client-uses.ts';
import type { ClientStore, StoredClient } from '../../../src/gateway/storage/client-store.ts';
import { createMemoryStorage } from '../../../src/gateway/storage/memory-storage.ts';
import { StorageError } from '../../../src/gateway/storage/storage-error.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';

const admin: Client = { id: 'local', role: 'admin' };
const lead: Client = { id: 'lead', role: 'manager', models: ['gpt-*'] };

function bookOf(store: ClientStore, clock: ManualClock): ClientBook {
  const uses = createClientUses({ clock, save: store.noteUses, onTrouble: () => undefined });
  const book = createClientBook({ clock, random: systemRandom, store, uses, redactor: createRedactor() });
  book.configure([admin, lead]);
  return book;
}

async function setUp(store: ClientStore = createMemoryStorage().clients) {
  const clock = createManualClock();
  const book = bookOf(store, clock);
  await book.load();
  return { clock, book, store };
}

/** Who the door would let in. */
function opens(book: ClientBook, key: string, now: number): Client | undefined {
  const row = book.find(keyDigest(key), key);
  return row !== undefined && now < row.until ? row.client : undefined;
}

async function make(book: ClientBook, draft: Partial<ClientDraft> = {}, by = admin) {
  const made = await book.create({ id: 'one', role: 'user', ...draft }, by);
  if (!made.ok) throw new Error(made.problem);
  return made.value;
}

describe('a key that is made', () => {
  it('begins with pbk-, is 192 random bits, and is in nothing that is kept', async () => {
    const { book, store } = await setUp();
    const { key, client } = await make(book);
    expect(key).toMatch(/^pbk-[0-9a-f]{48}$/);
    expect(client).toMatchObject({ digest: keyDigest(key), keyEnd: key.slice(-4), createdBy: 'local' });
    expect(JSON.stringify(await store.load())).not.toContain(key.slice(4, -4));
    const other = await make(book, { id: 'two' });
    expect(other.key).not.toBe(key);
  });

  it('opens until it expires, and says then that it did', async () => {
    const { book, clock } = await setUp();
    const expiresAt = clock.now() + 1_000;
    const { key } = await make(book, { expiresAt, models: ['m'] });
    expect(opens(book, key, expiresAt - 1)).toEqual({ id: 'one', role: 'user', models: ['m'], expiresAt });
    expect(opens(book, key, expiresAt)).toBeUndefined();
    expect(book.closed(keyDigest(key), expiresAt)).toEqual({
      client: 'one',
      state: 'expired',
      at: expiresAt,
    });
    expect(book.closed(keyDigest(key), expiresAt - 1)).toBeUndefined();
    await book.change('one', { expiresAt: null });
    expect(opens(book, key, expiresAt)).toEqual({ id: 'one', role: 'user', models: ['m'] });
  });

  it('is closed where it is held when it is revoked or changed', async () => {
    const { book, clock } = await setUp();
    const { key } = await make(book);
    const held = book.find(keyDigest(key), key);
    await book.change('one', { role: 'admin' });
    expect(held?.until).toBe(Number.NEGATIVE_INFINITY);
    expect(opens(book, key, clock.now())?.role).toBe('admin');
    const again = book.find(keyDigest(key), key);
    const revoking = book.revoke('one', admin);
    expect(again?.until).toBe(Number.NEGATIVE_INFINITY);
    expect(opens(book, key, clock.now())).toBeUndefined();
    await revoking;
    expect(book.closed(keyDigest(key), clock.now())).toMatchObject({ client: 'one', state: 'revoked' });
  });

  it('stays revoked when a change of it was being written', async () => {
    const storage = createMemoryStorage();
    const disk = { wait: Promise.resolve() };
    let reached = Promise.withResolvers<void>();
    const { book, clock } = await setUp({
      ...storage.clients,
      async save(client) {
        reached.resolve();
        await disk.wait;
        await storage.clients.save(client);
      },
    });
    const { key } = await make(book);
    const slow = Promise.withResolvers<void>();
    disk.wait = slow.promise;
    reached = Promise.withResolvers<void>();
    const changing = book.change('one', { role: 'admin' });
    await reached.promise;
    const revoking = book.revoke('one', admin);
    slow.resolve();
    await changing;
    expect(opens(book, key, clock.now())).toBeUndefined();
    await revoking;
    expect(book.get('one')).toMatchObject({ revokedBy: 'local' });
    expect((await storage.clients.load()).clients).toMatchObject([{ revokedBy: 'local' }]);
  });

  it('leaves its id free when it is revoked, and the old key stays shut', async () => {
    const { book, clock } = await setUp();
    const { key } = await make(book);
    expect(await book.create({ id: 'one', role: 'user' }, admin)).toEqual({ ok: false, problem: 'taken' });
    await book.revoke('one', admin);
    expect(await book.change('one', { name: 'x' })).toEqual({ ok: false, problem: 'revoked' });
    const next = await make(book);
    expect([opens(book, key, clock.now()), opens(book, next.key, clock.now())?.id]).toEqual([
      undefined,
      'one',
    ]);
  });

  it('is refused while the config has a client of its id', async () => {
    const { book, clock } = await setUp();
    const { key } = await make(book);
    expect(await book.create({ id: 'lead', role: 'user' }, admin)).toEqual({
      ok: false,
      problem: 'in-config',
    });
    expect(book.configure([admin, lead, { id: 'one', role: 'user' }])).toEqual(['one']);
    expect(opens(book, key, clock.now())).toBeUndefined();
    expect(book.closed(keyDigest(key), clock.now())).toMatchObject({ state: 'shadowed' });
    expect(book.configure([admin, lead])).toEqual([]);
    expect(opens(book, key, clock.now())?.id).toBe('one');
  });

  it('is not made, and not changed, when it cannot be written', async () => {
    const storage = createMemoryStorage();
    const disk = { works: true };
    const { book, clock } = await setUp({
      ...storage.clients,
      async save(client) {
        if (!disk.works) throw new StorageError('unavailable', 'the disk is full');
        await storage.clients.save(client);
      },
    });
    const { key } = await make(book);
    disk.works = false;
    await expect(make(book, { id: 'two' })).rejects.toThrow('the disk is full');
    expect(book.get('two')).toBeUndefined();
    await expect(book.change('one', { role: 'admin' })).rejects.toThrow('the disk is full');
    expect(opens(book, key, clock.now())?.role).toBe('user');
    await expect(book.revoke('one', admin)).rejects.toThrow('the disk is full');
    expect(opens(book, key, clock.now())).toBeUndefined();
    // Revoked once more it is written after all.
    disk.works = true;
    await book.revoke('one', admin);
    expect((await storage.clients.load()).clients).toMatchObject([{ id: 'one', revokedBy: 'local' }]);
  });
});

describe('the child of a manager', () => {
  it('may use what both may, and follows the manager', async () => {
    const { book, clock } = await setUp();
    const { key } = await make(book, { models: ['gpt-5', 'claude-*'] }, lead);
    const now = clock.now();
    expect(opens(book, key, now)).toEqual({ id: 'one', role: 'user', models: ['gpt-5'] });
    book.configure([admin, { ...lead, models: ['claude-3'] }]);
    expect(opens(book, key, now)?.models).toEqual(['claude-3']);
    book.configure([admin, { ...lead, role: 'user' }]);
    expect(book.closed(keyDigest(key), now)).toMatchObject({ state: 'orphaned' });
    book.configure([admin]);
    expect(opens(book, key, now)).toBeUndefined();
    book.configure([admin, lead]);
    expect(opens(book, key, now)?.models).toEqual(['gpt-5']);
  });

  it('does not outlive a manager that was made here', async () => {
    const { book, clock } = await setUp();
    const end = clock.now() + 1_000;
    const chief = await make(book, { id: 'chief', role: 'manager', expiresAt: end, providers: ['a'] });
    const { key } = await make(book, { expiresAt: end + 1_000 }, chief.client);
    expect(opens(book, key, end - 1)?.providers).toEqual(['a']);
    expect(book.closed(keyDigest(key), end)).toMatchObject({ state: 'expired', at: end });
    await book.change('chief', { expiresAt: null, providers: ['b'] });
    expect(opens(book, key, end)?.providers).toEqual(['b']);
    await book.revoke('chief', admin);
    expect(book.closed(keyDigest(key), clock.now())).toMatchObject({ state: 'orphaned' });
  });

  it('stays a user, and its id its manager’s', async () => {
    const { book } = await setUp();
    expect(await book.create({ id: 'x', role: 'admin' }, lead)).toEqual({ ok: false, problem: 'child-role' });
    await make(book, {}, lead);
    expect(await book.change('one', { role: 'admin' })).toEqual({ ok: false, problem: 'child-role' });
    await make(book, { id: 'two' });
    await book.revoke('two', admin);
    expect(await book.create({ id: 'two', role: 'user' }, lead)).toEqual({ ok: false, problem: 'taken' });
  });
});

describe('the number of keys', () => {
  const stored = (index: number, more: Partial<StoredClient> = {}): StoredClient => ({
    id: `key-${index}`,
    role: 'user',
    digest: keyDigest(`key-number-${index}`),
    keyEnd: '0000',
    createdAt: 0,
    createdBy: 'local',
    ...more,
  });

  it('is bounded, revoked ones aside', async () => {
    const { clients } = createMemoryStorage();
    for (let index = 0; index < mostClients; index += 1) await clients.save(stored(index));
    const { book } = await setUp(clients);
    expect(await book.create({ id: 'more', role: 'user' }, admin)).toEqual({
      ok: false,
      problem: 'too-many',
    });
    await book.revoke('key-0', admin);
    expect(await book.create({ id: 'more', role: 'user' }, admin)).toMatchObject({ ok: true });
    expect(await book.create({ id: 'even-more', role: 'user' }, admin)).toMatchObject({
      problem: 'too-many',
    });
  });

  it('of revoked ones is bounded: the oldest are forgotten', async () => {
    const { clients } = createMemoryStorage();
    for (let index = 0; index < mostRevoked; index += 1)
      await clients.save(stored(index, { revokedAt: index }));
    const { book } = await setUp(clients);
    await make(book);
    await book.revoke('one', admin);
    expect(book.list()).toHaveLength(mostRevoked);
    expect([book.get('key-0'), (await clients.load()).clients.length]).toEqual([undefined, mostRevoked]);
    expect(book.get('key-1')).toBeDefined();
  });
});

describe('a book that lives long', () => {
  interface Known {
    readonly key: string;
    readonly id: string;
    revoked: boolean;
    expiresAt: number | undefined;
    role: Client['role'];
  }

  const ids = ['a', 'b', 'c'];
  const step = fc.oneof(
    fc.record({
      do: fc.constant('make' as const),
      id: fc.constantFrom(...ids),
      lasts: fc.option(fc.nat(50)),
    }),
    fc.record({ do: fc.constant('revoke' as const), id: fc.constantFrom(...ids) }),
    fc.record({
      do: fc.constant('extend' as const),
      id: fc.constantFrom(...ids),
      lasts: fc.option(fc.nat(50)),
    }),
    fc.record({ do: fc.constant('promote' as const), id: fc.constantFrom(...ids) }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.nat(30) }),
    fc.record({ do: fc.constant('restart' as const) }),
    fc.record({ do: fc.constant('configure' as const), with: fc.subarray(ids) }),
  );

  it('lets in exactly whose key is neither revoked nor expired nor shadowed, also after restarts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { clients } = createMemoryStorage();
        const clock = createManualClock();
        let book = bookOf(clients, clock);
        await book.load();
        let configured: string[] = [];
        const made: Known[] = [];
        const present = (id: string): Known | undefined =>
          made.find((known) => known.id === id && !known.revoked);
        const endOf = (lasts: number | null): number | undefined =>
          lasts === null ? undefined : clock.now() + lasts;
        for (const each of steps) {
          if (each.do === 'make') {
            const expiresAt = endOf(each.lasts);
            const result = await book.create(
              { id: each.id, role: 'user', ...(expiresAt !== undefined && { expiresAt }) },
              admin,
            );
            expect(result.ok).toBe(present(each.id) === undefined && !configured.includes(each.id));
            if (result.ok) {
              made.push({ key: result.value.key, id: each.id, revoked: false, expiresAt, role: 'user' });
            }
          } else if (each.do === 'revoke') {
            await book.revoke(each.id, admin);
            const known = present(each.id);
            if (known !== undefined) known.revoked = true;
          } else if (each.do === 'extend' || each.do === 'promote') {
            const change =
              each.do === 'extend' ? { expiresAt: endOf(each.lasts) ?? null } : { role: 'admin' as const };
            const result = await book.change(each.id, change);
            const known = present(each.id);
            expect(result.ok).toBe(known !== undefined);
            if (known !== undefined && each.do === 'extend') known.expiresAt = endOf(each.lasts);
            if (known !== undefined && each.do === 'promote') known.role = 'admin';
          } else if (each.do === 'wait') clock.advance(each.ms);
          else if (each.do === 'configure') {
            configured = each.with;
            book.configure([admin, ...configured.map((id): Client => ({ id, role: 'user' }))]);
          } else {
            book = bookOf(clients, clock);
            book.configure([admin, ...configured.map((id): Client => ({ id, role: 'user' }))]);
            await book.load();
          }
          for (const known of made) {
            const over = known.expiresAt !== undefined && clock.now() >= known.expiresAt;
            const good = !known.revoked && !over && !configured.includes(known.id);
            expect([known.id, opens(book, known.key, clock.now())?.role]).toEqual([
              known.id,
              good ? known.role : undefined,
            ]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
