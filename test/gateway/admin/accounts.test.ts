import { describe, expect, test } from 'vitest';
import { accountListSchema } from '../../../src/control/accounts.ts';
import type { HealthRow } from '../../../src/gateway/routing/health-rows.ts';
import { listAt } from '../../support/json-value.ts';
import { configOf, provider } from '../../support/start-gateway.ts';
import { type ApiOptions, startApi } from './api.ts';

const at = Date.UTC(2026, 0, 1, 12);
const row: HealthRow = {
  provider: 'openai',
  account: 'main',
  kind: 'credential',
  state: 'refused',
  until: at + 60_000,
  failures: 1,
  failedAt: at,
  code: 'invalid_api_key',
  message: 'Wrong key.',
};

/** What differs from `row`; an account that is undefined: of the whole provider. */
type Trouble = Partial<Omit<HealthRow, 'account'>> & { readonly account?: undefined };

async function accountWith(options: ApiOptions): Promise<unknown> {
  const { get } = await startApi(options);
  const { status, body } = await get('/api/accounts');
  expect(status).toBe(200);
  expect(accountListSchema.safeParse(body).success).toBe(true);
  const [first] = listAt(body, 'accounts');
  return first;
}

describe('GET /api/accounts', () => {
  test('an account that is well says so', async () => {
    expect(await accountWith({})).toEqual({
      provider: 'openai',
      account: 'main',
      state: 'ok',
      words: 'openai/main is called; nothing is known against it.',
      health: [],
    });
  });

  test.each<[string, readonly Trouble[], string, RegExp]>([
    ['refused', [{}], 'refused', /^openai\/main refused the key: invalid_api_key, “Wrong key”/],
    [
      'of a provider that cools down',
      [{ account: undefined, kind: 'transport', state: 'cooling' }],
      'cooling',
      /^openai is left alone until 2026-01-01 12:01:00 UTC/,
    ],
    [
      'with several troubles: the gravest',
      [
        { account: undefined, kind: 'transport', state: 'failing' },
        { kind: 'quota', state: 'exhausted' },
      ],
      'exhausted',
      /^The quota of openai\/main is used up/,
    ],
    [
      'with trouble of models only',
      [
        { account: undefined, model: 'm', kind: 'unsupported', state: 'model-unsupported' },
        { model: 'n', kind: 'model-quota', state: 'exhausted' },
      ],
      'impaired',
      /^openai\/main is called\. openai with m said .* 1 more of its models are not well\.$/,
    ],
  ])('an account %s', async (_name, rows, state, words) => {
    const health = rows.map((more): HealthRow => {
      const { account, ...rest } = { ...row, ...more };
      return account === undefined ? rest : { ...rest, account };
    });
    const view = await accountWith({ health: () => health });
    expect(view).toMatchObject({ state, words: expect.stringMatching(words) });
    expect(listAt(view, 'health')).toHaveLength(rows.length);
    for (const each of listAt(view, 'health')) expect(each).toMatchObject({ words: expect.any(String) });
  });

  test('the troubles of others are not its own', async () => {
    const health = (): HealthRow[] => [
      { ...row, account: 'other' },
      { ...row, provider: 'another' },
    ];
    expect(await accountWith({ health })).toMatchObject({ state: 'ok', health: [] });
  });

  test('a missing key says where it is looked for', async () => {
    expect(await accountWith({ hasKey: () => false })).toMatchObject({
      state: 'needs-key',
      words: 'openai/main has no key. Set the environment variable KEY_OF_OPENAI where Patchbay starts.',
    });
  });

  test('a disabled one says what to do', async () => {
    const settings = configOf({ providers: [provider('openai', 'https://x.test', { enabled: false })] });
    expect(await accountWith({ settings, health: () => [row] })).toMatchObject({
      state: 'disabled',
      words: 'openai is disabled in the config, so openai/main is not called. Enable it there to use it.',
    });
  });

  test('a secret that a provider quoted is not shown', async () => {
    const { get, redactor } = await startApi({
      health: () => [{ ...row, message: 'Wrong key: quoted-secret-0001.' }],
    });
    redactor.learn('quoted-secret-0001');
    expect(JSON.stringify((await get('/api/accounts')).body)).not.toContain('quoted-secret-0001');
  });
});

describe('healing', () => {
  test.each([
    ['/api/accounts/openai/main/heal', { provider: 'openai', account: 'main' }],
    ['/api/providers/openai/heal', { provider: 'openai' }],
  ])('%s forgets what is known, and says how it is now', async (path, scope) => {
    const healed: unknown[] = [];
    const { post } = await startApi({
      heal(asked) {
        healed.push(asked);
        return 3;
      },
    });
    const { status, body } = await post(path);
    expect([status, healed]).toEqual([200, [scope]]);
    expect(body).toMatchObject({ cleared: 3, words: expect.any(String) });
  });

  test.each([
    ['/api/accounts/nobody/main/heal', 'There is no provider of this id. Known are "openai".'],
    ['/api/accounts/openai/nobody/heal', 'The provider openai has no account of this id. Known are "main".'],
    ['/api/accounts/openai/nobody/test', 'The provider openai has no account of this id. Known are "main".'],
    ['/api/providers/nobody/heal', 'There is no provider of this id. Known are "openai".'],
  ])('%s: nobody is there', async (path, message) => {
    const { post } = await startApi();
    expect(await post(path)).toMatchObject({ status: 404, body: { error: { code: 'not_found', message } } });
  });

  test('takes no body, no guest and no GET', async () => {
    const { post, get } = await startApi();
    expect((await post('/api/accounts/openai/main/heal', { all: true })).status).toBe(400);
    expect(
      (await post('/api/accounts/openai/main/heal', undefined, { headers: { 'x-user': 'guest' } })).status,
    ).toBe(403);
    expect((await get('/api/accounts/openai/main/heal')).status).toBe(405);
  });

  test('is described', async () => {
    const { get } = await startApi();
    const { body } = await get('/api/openapi.json');
    expect(body).toMatchObject({
      paths: {
        '/api/accounts': { get: {} },
        '/api/accounts/{provider}/{account}/heal': { post: {} },
        '/api/accounts/{provider}/{account}/test': { post: {} },
        '/api/providers/{id}/heal': { post: {} },
      },
    });
  });
});
