import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBodyBudget } from '../../../src/gateway/ingress/body-budget.ts';
import { type BodyResult, readBody } from '../../../src/gateway/ingress/read-body.ts';

const limit = 1024 * 1024;
const text = Buffer.from(JSON.stringify({ model: 'm', text: 'ä'.repeat(1000) }));
let budget = createBodyBudget({ limit: 4 * limit });
let settled: (result: BodyResult) => void = () => undefined;

const server = createServer((request: IncomingMessage, response) => {
  readBody(
    request,
    budget,
    (result) => {
      response.end('ok');
      settled(result);
    },
    limit,
  );
});
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function send(body: Buffer, headers: Record<string, string> = {}): Promise<BodyResult> {
  const result = new Promise<BodyResult>((resolve) => {
    settled = resolve;
  });
  await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: new Uint8Array(body), headers });
  return result;
}

describe('compressed bodies', () => {
  it.each([
    ['gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
  ])('by their header: %s', async (encoding, body) => {
    const read = await send(body, { 'content-encoding': encoding });
    expect(read).toMatchObject({ ok: true, body: text });
  });

  it('by their first bytes when the header is missing or wrong', async () => {
    expect(await send(zstdCompressSync(text))).toMatchObject({ ok: true, body: text });
    expect(await send(gzipSync(text), { 'content-encoding': 'br' })).toMatchObject({ ok: true, body: text });
  });

  it('that are not compressed at all are taken as they are', async () => {
    expect(await send(text, { 'content-encoding': 'gzip' })).toMatchObject({ ok: true, body: text });
  });

  it('that are cut or damaged are told apart from good ones', async () => {
    const cut = gzipSync(text).subarray(0, 30);
    expect(await send(cut)).toMatchObject({ ok: false, problem: 'invalid', encoding: 'gzip' });
    const other = await send(Buffer.from([1, 2, 3]), { 'content-encoding': 'snappy' });
    expect(other).toMatchObject({ ok: false, problem: 'invalid', encoding: 'snappy' });
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(64 * limit))],
    ['zstd', zstdCompressSync(Buffer.alloc(64 * limit))],
  ])('that are bombs end at the limit: %s', async (encoding, bomb) => {
    const read = await send(bomb, { 'content-encoding': encoding });
    expect(read).toMatchObject({ ok: false, problem: 'too-large' });
  });
});

describe('bounds', () => {
  it('lets a body of exactly the limit through and refuses one byte more', async () => {
    expect((await send(Buffer.alloc(limit, 0x20))).ok).toBe(true);
    budget = createBodyBudget({ limit: 4 * limit });
    expect(await send(Buffer.alloc(limit + 1))).toMatchObject({ ok: false, problem: 'too-large' });
    expect(budget.held).toBe(0);
  });

  it('counts what is held over all requests and gives it back once', async () => {
    budget = createBodyBudget({ limit });
    const first = await send(Buffer.alloc(limit / 2 + 1, 0x20));
    expect(await send(Buffer.alloc(limit / 2, 0x20))).toMatchObject({ ok: false, problem: 'no-room' });
    expect(budget.held).toBe(limit / 2 + 1);
    if (first.ok) {
      first.release();
      first.release();
    }
    expect(budget.held).toBe(0);
    expect((await send(Buffer.alloc(limit / 2, 0x20))).ok).toBe(true);
  });

  it('forgets what a client left that went away in the middle', async () => {
    budget = createBodyBudget({ limit });
    const result = new Promise<BodyResult>((resolve) => {
      settled = resolve;
    });
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc');
    socket.once('connect', () => setImmediate(() => socket.resetAndDestroy()));
    expect(await result).toMatchObject({ ok: false, problem: 'gone' });
    expect(budget.held).toBe(0);
  });
});
