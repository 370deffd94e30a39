import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/gateway/exchange/redact.ts';
import { createFormerKeys } from '../../../src/gateway/ingress/former-keys.ts';

const key = (digest = 'a', until = 1_000) => ({ client: 'local', until, digest });
const use = (more: { app?: string; terminal?: string; at?: number; client?: string } = {}) => ({
  client: 'local',
  at: 1,
  app: undefined,
  terminal: undefined,
  ...more,
});

describe('the uses of a former key', () => {
  it('are counted, with the programs and terminals that came last first', () => {
    const keys = createFormerKeys(createRedactor());
    keys.configure([key()]);
    expect(keys.list(0)).toEqual([{ client: 'local', until: 1_000, requests: 0, apps: [], terminals: [] }]);
    keys.used(use({ app: 'codex', terminal: 't1', at: 5 }));
    keys.used(use({ app: 'curl', at: 6 }));
    keys.used(use({ app: 'codex', terminal: 't2', at: 7 }));
    expect(keys.list(0)).toEqual([
      {
        client: 'local',
        until: 1_000,
        requests: 3,
        lastUsedAt: 7,
        apps: ['codex', 'curl'],
        terminals: ['t2', 't1'],
      },
    ]);
  });

  it('keep twenty names, and those that were used last', () => {
    const keys = createFormerKeys(createRedactor());
    keys.configure([key()]);
    for (let n = 0; n < 50; n += 1) keys.used(use({ app: `app-${n}`, terminal: `terminal-${n}` }));
    const [found] = keys.list(0);
    expect([found?.requests, found?.apps.length, found?.terminals.length]).toEqual([50, 20, 20]);
    expect([found?.apps[0], found?.apps.at(-1)]).toEqual(['app-49', 'app-30']);
  });

  it('show no key that stands in a name, and no name of any length', () => {
    const redactor = createRedactor();
    redactor.learn('canary-in-a-name');
    const keys = createFormerKeys(redactor);
    keys.configure([key()]);
    keys.used(use({ app: `${'x'.repeat(70)} canary-in-a-name`, terminal: 'y'.repeat(5_000) }));
    const [found] = keys.list(0);
    expect(JSON.stringify(found)).not.toContain('canary');
    expect(found?.terminals).toEqual(['y'.repeat(80)]);
  });

  it('go on when the same key is configured again, and begin anew with another', () => {
    const keys = createFormerKeys(createRedactor());
    keys.configure([key()]);
    keys.used(use());
    keys.configure([key('a', 2_000)]);
    expect(keys.list(0)).toMatchObject([{ until: 2_000, requests: 1 }]);
    keys.configure([key('b')]);
    expect(keys.list(0)).toMatchObject([{ requests: 0 }]);
    keys.configure([]);
    keys.used(use());
    expect(keys.list(0)).toEqual([]);
  });

  it('are not listed from the moment the key is a wrong one', () => {
    const keys = createFormerKeys(createRedactor());
    keys.configure([key()]);
    expect([keys.list(999).length, keys.list(1_000).length]).toEqual([1, 0]);
  });
});
