import { getCACertificates } from 'node:tls';
import { expect, test } from 'vitest';
import type { Transport } from '../../src/gateway/exchange/ports.ts';
import { createReplaceableTransport, transportOptions } from '../../src/gateway-thread/network.ts';
import type { Network } from '../../src/gateway-thread/protocol.ts';

const plain: Network = { noProxy: [], strictSsl: true, systemCertificates: true };
const env = { HTTPS_PROXY: 'http://env:1', http_proxy: 'http://plain:2', NO_PROXY: 'intern' };

test.each<[string, Network, ReturnType<typeof transportOptions>['env']]>([
  [
    'without settings the environment holds',
    plain,
    { HTTPS_PROXY: 'http://env:1', HTTP_PROXY: 'http://plain:2', NO_PROXY: 'intern' },
  ],
  [
    'http.proxy wins over the environment, for both kinds of address',
    { ...plain, proxy: 'http://set:3' },
    { HTTPS_PROXY: 'http://set:3', HTTP_PROXY: 'http://set:3', NO_PROXY: 'intern' },
  ],
  [
    'http.noProxy is added to NO_PROXY',
    { ...plain, noProxy: ['a.example', '.b.example'] },
    { HTTPS_PROXY: 'http://env:1', HTTP_PROXY: 'http://plain:2', NO_PROXY: 'a.example,.b.example,intern' },
  ],
])('%s', (_, network, expected) => {
  expect(transportOptions(network, env).env).toEqual(expected);
});

test('without system certificates only the list that comes with the runtime is trusted', () => {
  const { trust } = transportOptions({ ...plain, systemCertificates: false }, {});
  expect(typeof trust === 'function' ? trust() : trust).toEqual(getCACertificates('bundled'));
});

test('http.proxyStrictSSL decides whether certificates are checked', () => {
  expect(transportOptions(plain, {}).checkCertificates).toBe(true);
  expect(transportOptions({ ...plain, strictSsl: false }, {}).checkCertificates).toBe(false);
});

test('a replaced transport gets no more calls, and is closed with the others at the end', async () => {
  const told: string[] = [];
  const transport = (name: string): Transport => ({
    call() {
      told.push(`${name} called`);
      return { abort: () => undefined, pause: () => undefined, resume: () => undefined };
    },
    async close() {
      told.push(`${name} closed`);
    },
  });
  const both = createReplaceableTransport(transport('first'));
  const request = {
    origin: 'http://x',
    path: '/',
    method: 'GET',
    headers: [],
    body: undefined,
    connectMs: 1,
  };
  const handler = { onSent() {}, onHead() {}, onData() {}, onEnd() {}, onError() {} };
  both.call(request, handler);
  both.replace(transport('second'));
  both.call(request, handler);
  await both.close();
  expect(told).toEqual(['first called', 'second called', 'first closed', 'second closed']);
});
