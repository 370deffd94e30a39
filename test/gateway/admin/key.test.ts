import { expect, test } from 'vitest';
import type { LocalKeyChange, LocalKeyKeeper } from '../../../src/gateway/exchange/ports.ts';
import { startApi } from './api.ts';

test('rotates and revokes through the host, tells it as an event, and never says a key', async () => {
  const asked: string[] = [];
  const api = await startApi({
    localKey: {
      rotate() {
        asked.push('rotate');
        return { ok: true, formerUntil: 123 };
      },
      revokeFormer() {
        asked.push('revoke');
        return { ok: true };
      },
    },
  });
  expect(await api.post('/api/key/rotate')).toMatchObject({ status: 200, body: { formerUntil: 123 } });
  expect(await api.post('/api/key/revoke-former', {})).toMatchObject({ status: 200, body: {} });
  expect(asked).toEqual(['rotate', 'revoke']);
  const { items } = await api.storage.events({ limit: 10 });
  expect(items.map(({ code }) => code)).toEqual(['key.revoked', 'key.rotated']);
});

const nothing = (): LocalKeyChange | undefined => undefined;

test.each<[string, LocalKeyKeeper | undefined, string]>([
  ['the host cannot', undefined, 'clients stand in its config'],
  ['the config names its clients', { rotate: nothing, revokeFormer: nothing }, 'in its config'],
  [
    'the key comes from the environment',
    {
      rotate: () => ({ ok: false, message: 'Change PATCHBAY_KEY.' }) as const,
      revokeFormer: () => undefined,
    },
    'PATCHBAY_KEY',
  ],
])('says why not when %s', async (_, localKey, words) => {
  const api = await startApi(localKey === undefined ? {} : { localKey });
  const answer = await api.post('/api/key/rotate');
  expect(answer.status).toBe(409);
  expect(JSON.stringify(answer.body)).toContain(words);
});

test('is an admin’s to change', async () => {
  const api = await startApi();
  const headers = { 'x-user': 'guest' };
  expect((await api.post('/api/key/rotate', {}, { headers })).status).toBe(403);
});
