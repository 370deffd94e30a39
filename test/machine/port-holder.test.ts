import { createServer } from 'node:http';
import { createServer as createPlainServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { portHolder } from '../../src/machine/port-holder.ts';
import { health, localUrl, runs } from '../../src/machine/probe.ts';

let servers: Server[] = [];

function listen(server: Server): Promise<number> {
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

afterEach(() => {
  for (const server of servers) server.close();
  servers = [];
});

const answering = (body: object): Server =>
  createServer((_, response) => {
    response.end(JSON.stringify(body));
  });
const gateway = { product: 'patchbay', version: '9.9.9', protocol: 1, instance: 'abc' };

test('another Patchbay is recognised', async () => {
  const port = await listen(answering(gateway));
  expect(await portHolder('127.0.0.1', port)).toMatch(/^another Patchbay \(version 9\.9\.9/);
  expect(await portHolder('0.0.0.0', port)).toMatch(/^another Patchbay/);
});

test.runIf(process.platform === 'linux')('another program is named with its process', async () => {
  const port = await listen(createPlainServer((socket) => socket.destroy()));
  expect(await portHolder('127.0.0.1', port)).toMatch(new RegExp(`\\(pid ${process.pid}\\)$`));
});

test('a web server is no gateway, whatever it answers', async () => {
  const port = await listen(answering({ product: 'other' }));
  expect(await health(`http://127.0.0.1:${port}`)).toBeUndefined();
});

test('a gateway runs when the very same one answers', async () => {
  const url = `http://127.0.0.1:${await listen(answering(gateway))}`;
  const discovery = { url, pid: 1, protocol: 1, keyFile: null };
  expect(await runs({ ...discovery, instance: 'abc' })).toBe(true);
  expect(await runs({ ...discovery, instance: 'xyz' })).toBe(false);
});

test('a gateway that listens everywhere is called over loopback', () => {
  expect(localUrl('http://0.0.0.0:4000')).toBe('http://127.0.0.1:4000');
  expect(localUrl('https://[::]:4000')).toBe('https://[::1]:4000');
  expect(localUrl('http://192.168.0.2:4000')).toBe('http://192.168.0.2:4000');
});
