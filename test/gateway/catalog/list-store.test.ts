import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createListStore } from '../../../src/gateway/catalog/list-store.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lists-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const list = {
  provider: 'a',
  fetchedAt: 5,
  models: [{ id: 'm', name: 'M', contextTokens: 10, price: { input: 0.1 } }, { id: 'n' }],
};

describe('the stored lists', () => {
  it('come back as they were', async () => {
    const store = createListStore(join(directory, 'deep', 'cache'));
    await store.save([list]);
    expect(await store.load()).toEqual([list]);
    await store.save([]);
    expect(await store.load()).toEqual([]);
  });

  it('come back with what the lists said of the models', async () => {
    const facts = {
      images: true,
      documents: false,
      audio: false,
      tools: true,
      schemas: true,
      thinking: 'effort',
      efforts: ['low', 'high'],
    } as const;
    const store = createListStore(directory);
    await store.save([{ ...list, models: [{ id: 'm', contextTokens: 5, outputTokens: 4, ...facts }] }]);
    expect((await store.load())[0]?.models).toEqual([
      { id: 'm', contextTokens: 5, outputTokens: 4, ...facts },
    ]);
  });

  it('leave out facts of another kind', async () => {
    const row = {
      id: 'm',
      images: 1,
      tools: 'yes',
      thinking: 'much',
      efforts: ['low', 'odd', 5],
      contextTokens: '5',
    };
    const text = JSON.stringify({ format: 1, lists: [{ ...list, models: [row] }] });
    await writeFile(join(directory, 'model-lists.json'), text);
    expect((await createListStore(directory).load())[0]?.models).toEqual([{ id: 'm', efforts: ['low'] }]);
  });

  it('leave one file that only its owner reads', async () => {
    await createListStore(directory).save([list]);
    expect(await readdir(directory)).toEqual(['model-lists.json']);
    if (process.platform !== 'win32') {
      expect((await stat(join(directory, 'model-lists.json'))).mode & 0o777).toBe(0o600);
    }
  });

  it('are none when there is no file, or nothing readable in it', async () => {
    const store = createListStore(directory);
    expect(await store.load()).toEqual([]);
    for (const text of [
      '',
      '{"format":1,"lists":[',
      '5',
      'null',
      '{"format":99,"lists":[]}',
      '{"format":1}',
    ]) {
      await writeFile(join(directory, 'model-lists.json'), text);
      expect(await store.load(), text).toEqual([]);
    }
  });

  it('are read as far as they are whole', async () => {
    const lists = [
      list,
      { provider: 'b' },
      7,
      { ...list, provider: 'c', models: [{ id: 5 }, { id: 'x', name: 4 }] },
    ];
    await writeFile(join(directory, 'model-lists.json'), JSON.stringify({ format: 1, lists }));
    expect(await createListStore(directory).load()).toEqual([
      list,
      { provider: 'c', fetchedAt: 5, models: [{ id: 'x' }] },
    ]);
  });

  it('stay as they were when they cannot be written, and leave nothing behind', async () => {
    const store = createListStore(directory);
    await store.save([list]);
    const before = await readFile(join(directory, 'model-lists.json'), 'utf8');
    const circular: { provider: string; fetchedAt: number; models: never[]; self?: unknown } = {
      provider: 'z',
      fetchedAt: 1,
      models: [],
    };
    circular.self = circular;
    await expect(store.save([circular])).rejects.toThrow();
    expect(await readFile(join(directory, 'model-lists.json'), 'utf8')).toBe(before);
    expect(await readdir(directory)).toHaveLength(1);
  });
});
