import { describe, expect, it } from 'vitest';
import type { ListStore, StoredList } from '../../../src/gateway/catalog/list-store.ts';
import { createModelBook, type FetchedList } from '../../../src/gateway/catalog/model-book.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const hour = 3_600_000;

/** A book whose fetches wait until the test answers them. */
function setup(store?: ListStore) {
  const clock = createManualClock();
  const asked: string[] = [];
  const open = new Map<string, (list: FetchedList) => void>();
  const failing = new Map<string, (error: Error) => void>();
  const warnings: string[] = [];
  const book = createModelBook({
    clock,
    fetchList(provider) {
      asked.push(provider);
      return new Promise((resolve, reject) => {
        open.set(provider, resolve);
        failing.set(provider, reject);
      });
    },
    ...(store !== undefined && { store }),
    log: { warn: (message) => warnings.push(message) },
  });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const answer = async (provider: string, ...ids: readonly string[]) => {
    open.get(provider)?.({ models: ids.map((id) => ({ id })) });
    await settle();
  };
  return { clock, book, asked, open, failing, answer, settle, warnings };
}

function memoryStore(lists: readonly StoredList[] = []) {
  const saved: (readonly StoredList[])[] = [];
  const store: ListStore = {
    load: async () => lists,
    save: async (next) => void saved.push(next),
  };
  return { store, saved };
}

const names = (book: { modelsOf(id: string): ReadonlySet<string> | undefined }, id: string) => {
  const found = book.modelsOf(id);
  return found === undefined ? undefined : [...found];
};

describe('at the start', () => {
  it('all lists are fetched at the same time', async () => {
    const { book, asked, answer, settle } = setup();
    book.configure([{ id: 'a' }, { id: 'b' }]);
    const started = book.start();
    await settle();
    expect(asked).toEqual(['a', 'b']);
    await answer('b', 'n');
    expect(names(book, 'b')).toEqual(['n']);
    expect(book.modelsOf('a')).toBeUndefined();
    await answer('a', 'm');
    await started;
    expect(book.all().map(({ id }) => id)).toEqual(['m', 'n', 'a/m', 'b/n']);
  });

  it('at most eight at once', async () => {
    const { book, asked, answer, settle } = setup();
    book.configure(Array.from({ length: 10 }, (_, at) => ({ id: `p${at}` })));
    void book.start();
    await settle();
    expect(asked).toHaveLength(8);
    await answer('p3', 'm');
    expect(asked).toHaveLength(9);
  });

  it('nothing is fetched for names from the config, but for `*` it is', async () => {
    const { book, asked, settle } = setup();
    book.configure([
      { id: 'a', models: ['m'] },
      { id: 'b', models: ['*'] },
    ]);
    void book.start();
    await settle();
    expect(asked).toEqual(['b']);
    expect(book.all().map(({ id }) => id)).toEqual(['m', 'a/m']);
    expect(book.ages()[0]).toEqual({ provider: 'a', source: 'given', count: 1, fetching: false });
  });

  it('what was stored is there before anybody has answered', async () => {
    const { store } = memoryStore([{ provider: 'a', fetchedAt: 1, models: [{ id: 'old' }] }]);
    const { book, asked, answer, settle } = setup(store);
    book.configure([{ id: 'a' }]);
    void book.start();
    await settle();
    expect(names(book, 'a')).toEqual(['old']);
    expect(asked).toEqual(['a']);
    await answer('a', 'new');
    expect(names(book, 'a')).toEqual(['new']);
  });

  it('a provider that fails does not take the others’ lists, nor its own', async () => {
    const { store } = memoryStore([{ provider: 'a', fetchedAt: 1, models: [{ id: 'old' }] }]);
    const { book, open, failing, settle, answer } = setup(store);
    book.configure([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
    const started = book.start();
    await settle();
    open.get('a')?.({ problem: 'It answered 500.' });
    failing.get('b')?.(new Error('broken'));
    await answer('c', 'm');
    await started;
    expect(book.all().map(({ id }) => id)).toEqual(['old', 'm', 'a/old', 'c/m']);
    expect(book.ages()).toMatchObject([
      { provider: 'a', source: 'discovered', fetchedAt: 1, problem: 'It answered 500.' },
      { provider: 'b', source: 'unknown', problem: 'The fetch failed: broken' },
      { provider: 'c', source: 'discovered', count: 1 },
    ]);
  });

  it('a fetch that throws at once is a problem like any other', async () => {
    const book = createModelBook({
      clock: createManualClock(),
      fetchList() {
        throw new Error('no address');
      },
    });
    book.configure([{ id: 'a' }]);
    await book.start();
    expect(book.ages()[0]?.problem).toBe('The fetch failed: no address');
  });

  it('a provider that hangs is given up after a minute, and its late answer is not taken', async () => {
    const { book, clock, settle, answer } = setup();
    book.configure([{ id: 'a' }]);
    const started = book.start();
    await settle();
    clock.advance(60_000);
    await started;
    await answer('a', 'late');
    expect(book.modelsOf('a')).toBeUndefined();
    expect(book.ages()[0]?.problem).toMatch(/60 s/);
    expect(clock.timers).toBe(0);
  });
});

describe('later', () => {
  async function started() {
    const all = setup();
    all.book.configure([{ id: 'a' }]);
    void all.book.start();
    await all.settle();
    await all.answer('a', 'm');
    return all;
  }

  it('a list is fetched again when it is used and 6 hours old', async () => {
    const { book, clock, asked } = await started();
    clock.advance(6 * hour - 1);
    book.used('a');
    expect(asked).toHaveLength(1);
    clock.advance(1);
    book.used('a');
    book.used('a');
    expect(asked).toHaveLength(2);
  });

  it('a list that could not be fetched is tried again when used, after 5 minutes', async () => {
    const { book, clock, asked, open, settle } = setup();
    book.configure([{ id: 'a' }]);
    void book.start();
    await settle();
    open.get('a')?.({ problem: 'no' });
    await settle();
    clock.advance(299_999);
    book.used('a');
    expect(asked).toHaveLength(1);
    clock.advance(1);
    book.used('a');
    expect(asked).toHaveLength(2);
  });

  it('a missing model has the list fetched, at most once a minute', async () => {
    const { book, clock, asked, answer } = await started();
    clock.advance(59_999);
    book.missing('a');
    expect(asked).toHaveLength(1);
    clock.advance(1);
    book.missing('a');
    book.missing('a');
    expect(asked).toHaveLength(2);
    await answer('a', 'm', 'new');
    book.missing('a');
    expect(asked).toHaveLength(2);
    expect(names(book, 'a')).toEqual(['m', 'new']);
  });

  it('by hand a list is fetched at once, and not twice at the same time', async () => {
    const { book, asked, answer } = await started();
    const one = book.refresh('a');
    const all = book.refresh();
    await answer('a', 'x');
    await Promise.all([one, all]);
    expect(asked).toHaveLength(2);
    expect(names(book, 'a')).toEqual(['x']);
  });

  it('unknown ids are nobody’s', async () => {
    const { book, asked } = await started();
    book.used('zz');
    book.missing('zz');
    await book.refresh('zz');
    expect(asked).toHaveLength(1);
  });

  it('a new config keeps the lists of providers that stay, and fetches those of new ones', async () => {
    const { book, asked, answer, settle } = await started();
    book.configure([{ id: 'b' }, { id: 'a' }]);
    await settle();
    expect(asked).toEqual(['a', 'b']);
    await answer('b', 'n');
    expect(book.all().map(({ id }) => id)).toEqual(['n', 'm', 'b/n', 'a/m']);
    book.configure([{ id: 'b' }]);
    expect(book.modelsOf('a')).toBeUndefined();
  });

  it('the answer for a provider that is gone meanwhile is not taken', async () => {
    const { book, answer } = await started();
    const heard: string[] = [];
    book.onChange((provider) => heard.push(provider));
    void book.refresh('a');
    book.configure([]);
    await answer('a', 'x');
    expect(book.all()).toEqual([]);
    expect(heard).toEqual([]);
  });

  it('listeners hear of new names', async () => {
    const { book, answer } = await started();
    const heard: string[] = [];
    const stop = book.onChange((provider) => heard.push(provider));
    void book.refresh('a');
    await answer('a', 'x');
    stop();
    void book.refresh('a');
    await answer('a', 'y');
    expect(heard).toEqual(['a']);
  });

  it('a caller sees only the providers it may', async () => {
    const { book, answer, settle } = await started();
    book.configure([{ id: 'a' }, { id: 'b' }]);
    await settle();
    await answer('b', 'm', 'a/x');
    expect(book.all((id) => id === 'b').map(({ id }) => id)).toEqual(['m', 'b/m', 'b/a/x']);
  });
});

describe('the store', () => {
  it('gets every change, one at a time', async () => {
    const { store, saved } = memoryStore();
    const { book, answer, settle } = setup(store);
    book.configure([{ id: 'a' }, { id: 'b' }]);
    void book.start();
    await settle();
    await answer('a', 'm');
    await answer('b', 'n');
    expect(saved.at(-1)?.map(({ provider }) => provider)).toEqual(['a', 'b']);
  });

  it('that is slow gets what came meanwhile afterwards, and never two writes at a time', async () => {
    const writes: { readonly providers: readonly string[]; readonly end: () => void }[] = [];
    const slow: ListStore = {
      load: async () => [],
      save: (lists) =>
        new Promise((resolve) => {
          writes.push({ providers: lists.map(({ provider }) => provider), end: resolve });
        }),
    };
    const { book, answer, settle } = setup(slow);
    book.configure([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
    void book.start();
    await settle();
    await answer('a', 'm');
    await answer('b', 'm');
    await answer('c', 'm');
    expect(writes.map(({ providers }) => providers)).toEqual([['a']]);
    writes[0]?.end();
    await settle();
    expect(writes.map(({ providers }) => providers)).toEqual([['a'], ['a', 'b', 'c']]);
    writes[1]?.end();
    await settle();
    expect(writes).toHaveLength(2);
  });

  it('that fails costs a warning', async () => {
    const { store } = memoryStore();
    const broken = { ...store, save: () => Promise.reject(new Error('disk full')) };
    const { book, answer, settle, warnings } = setup(broken);
    book.configure([{ id: 'a' }]);
    void book.start();
    await settle();
    await answer('a', 'm');
    expect(names(book, 'a')).toEqual(['m']);
    expect(warnings).toHaveLength(1);
  });
});

describe('what is known of a model', () => {
  it('is the snapshot, over it the list, over it the config, at once when one of them changes', async () => {
    const { book, open, settle } = setup();
    book.configure([{ id: 'a', known: 'anthropic' }]);
    void book.start();
    await settle();
    expect(book.facts('a', 'claude-sonnet-4-5')).toMatchObject({
      contextTokens: 200_000,
      outputTokens: 64_000,
    });
    open.get('a')?.({ models: [{ id: 'claude-sonnet-4-5', contextTokens: 300_000 }] });
    await settle();
    expect(book.facts('a', 'claude-sonnet-4-5')).toMatchObject({
      contextTokens: 300_000,
      outputTokens: 64_000,
    });
    expect(book.all()[0]).toMatchObject({ contextTokens: 300_000, outputTokens: 64_000 });
    book.configure([{ id: 'a', facts: new Map([['claude-sonnet-4-5', { outputTokens: 9 }]]) }]);
    expect(book.facts('a', 'claude-sonnet-4-5')).toMatchObject({ contextTokens: 300_000, outputTokens: 9 });
    expect(book.all()[0]).toMatchObject({ outputTokens: 9 });
  });

  it('is nothing of a model that nobody knows, and of a provider that is not there', () => {
    const { book } = setup();
    book.configure([{ id: 'a', models: ['m'] }]);
    expect(book.facts('a', 'm')).toEqual({});
    expect(book.facts('b', 'm')).toBeUndefined();
  });
});
