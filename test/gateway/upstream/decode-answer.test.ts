import {
  brotliCompressSync,
  createGzip,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecoder, type Decoder } from '../../../src/gateway/upstream/decode-answer.ts';

interface Decoded {
  readonly decoder: Decoder;
  readonly chunks: Buffer[];
  /** `end`, or the error's message. */
  readonly outcome: Promise<string>;
}

function decoding(encoding: string, mostBytes?: number): Decoded {
  const chunks: Buffer[] = [];
  const { promise, resolve } = Promise.withResolvers<string>();
  let over = false;
  const conclude = (outcome: string): void => {
    if (over) throw new Error(`${outcome} after the end`);
    over = true;
    resolve(outcome);
  };
  const decoder = createDecoder(
    encoding,
    { output: (chunk) => void chunks.push(chunk), end: () => conclude('end'), error: conclude },
    mostBytes,
  );
  if (decoder === undefined) throw new Error(`no decoder for ${encoding}`);
  return { decoder, chunks, outcome: promise };
}

const encoders = {
  gzip: gzipSync,
  'x-gzip': gzipSync,
  ' GZIP ': gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
} as const;

describe('a compressed answer', () => {
  it.each(Object.entries(encoders))(
    'in %s comes out as it was, however it is cut',
    async (encoding, encode) => {
      await fc.assert(
        fc.asyncProperty(
          fc.uint8Array({ maxLength: 3000 }),
          fc.integer({ min: 1, max: 400 }),
          async (data, size) => {
            const packed = encode(data);
            const run = decoding(encoding);
            for (let at = 0; at < packed.length; at += size) run.decoder.push(packed.subarray(at, at + size));
            run.decoder.end();
            expect(await run.outcome).toBe('end');
            expect(Buffer.concat(run.chunks)).toEqual(Buffer.from(data));
          },
        ),
        { numRuns: 25 },
      );
    },
  );

  it('in deflate without its wrapper is understood, too', async () => {
    const run = decoding('deflate');
    run.decoder.push(Buffer.alloc(0));
    run.decoder.push(deflateRawSync('raw deflate'));
    run.decoder.end();
    expect(await run.outcome).toBe('end');
    expect(Buffer.concat(run.chunks).toString()).toBe('raw deflate');
  });

  it('gives out an event as soon as the sender has flushed it', async () => {
    const gzip = createGzip();
    const packed: Buffer[] = [];
    gzip.on('data', (chunk: Buffer) => packed.push(chunk));
    gzip.write('data: 1\n\n');
    await new Promise<void>((resolve) => gzip.flush(resolve));
    const first = Promise.withResolvers<string>();
    const decoder = createDecoder('gzip', {
      output: (chunk) => first.resolve(chunk.toString()),
      end: () => first.reject(new Error('ended')),
      error: (message) => first.reject(new Error(message)),
    });
    for (const chunk of packed) decoder?.push(chunk);
    expect(await first.promise).toBe('data: 1\n\n');
    decoder?.stop();
    gzip.destroy();
  });

  it.each(Object.entries(encoders))('in %s that is cut off is an error', async (encoding, encode) => {
    const run = decoding(encoding);
    run.decoder.push(encode('x'.repeat(5000)).subarray(0, -3));
    run.decoder.end();
    expect(await run.outcome).toContain('not valid');
  });

  it.each(['gzip', 'br', 'zstd', 'deflate'])('that is not %s at all is an error', async (encoding) => {
    const run = decoding(encoding);
    run.decoder.push(Buffer.from('{"plain":"json"}'));
    run.decoder.end();
    expect(await run.outcome).toContain('not valid');
  });

  it('that grows beyond the bound ends there', async () => {
    const run = decoding('gzip', 1_000_000);
    run.decoder.push(gzipSync(Buffer.alloc(50_000_000)));
    expect(await run.outcome).toContain('more than 1000000 bytes');
    expect(Buffer.concat(run.chunks).length).toBeLessThanOrEqual(1_000_000);
  });

  it('that is empty is empty', async () => {
    const run = decoding('deflate');
    run.decoder.end();
    expect(await run.outcome).toBe('end');
  });

  it('waits while paused, and comes whole afterwards', async () => {
    for (const encoding of ['gzip', 'deflate'] as const) {
      const run = decoding(encoding);
      run.decoder.pause();
      run.decoder.push(encoders[encoding](Buffer.alloc(1_000_000)));
      run.decoder.end();
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(run.chunks).toEqual([]);
      run.decoder.resume();
      expect(await run.outcome).toBe('end');
      expect(Buffer.concat(run.chunks)).toHaveLength(1_000_000);
    }
  });

  it('says nothing more once it was stopped', async () => {
    const run = decoding('gzip');
    run.decoder.push(gzipSync('x'.repeat(100_000)));
    run.decoder.stop();
    run.decoder.push(Buffer.from('more'));
    run.decoder.end();
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(run.chunks).toEqual([]);
  });
});

describe('an encoding that is not known', () => {
  it.each(['identity', 'compress', '', 'gzip, br'])('%j has no decoder', (encoding) => {
    const nothing = { output: () => undefined, end: () => undefined, error: () => undefined };
    expect(createDecoder(encoding, nothing)).toBeUndefined();
  });
});
