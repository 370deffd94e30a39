import type { IncomingMessage } from 'node:http';
import { once } from '../exchange/once.ts';
import type { BodyBudget } from './body-budget.ts';
import { bodyEncoding, type DecodedBody, decodeBody } from './decode-body.ts';

/** 64 MiB decoded: several times the largest agent request with images. */
export const mostBodyBytes = 64 * 1024 * 1024;

/**
 * A body that is too large is read to its end and thrown away up to this size, so that the client gets its 413
 * instead of a reset; beyond, the connection is closed.
 */
const mostDrainedBytes = 256 * 1024 * 1024;

export type BodyResult =
  | { readonly ok: true; readonly body: Buffer; release(): void }
  | { readonly ok: false; readonly problem: 'too-large'; readonly close: boolean }
  | { readonly ok: false; readonly problem: 'no-room' }
  | { readonly ok: false; readonly problem: 'gone' }
  | { readonly ok: false; readonly problem: 'invalid'; readonly encoding: string; readonly detail: string };

/**
 * Reads and decodes a whole request body and calls `done` exactly once. The bytes are counted in `budget` until
 * `release()`, which may be called more than once.
 */
export function readBody(
  request: IncomingMessage,
  budget: BodyBudget,
  done: (result: BodyResult) => void,
  limit: number = mostBodyBytes,
): void {
  let chunks: Buffer[] = [];
  let bytes = 0;
  let counted = 0;
  let failed: 'too-large' | 'no-room' | undefined;
  let settled = false;
  const settle = (result: BodyResult): void => {
    if (settled) return;
    settled = true;
    done(result);
  };
  const fail = (problem: 'too-large' | 'no-room'): void => {
    if (failed === undefined) budget.give(counted);
    failed ??= problem;
    chunks = [];
  };

  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (failed !== undefined) {
      if (bytes > mostDrainedBytes) settle({ ok: false, problem: 'too-large', close: true });
      return;
    }
    if (bytes > limit) return fail('too-large');
    if (!budget.take(chunk.length)) return fail('no-room');
    counted += chunk.length;
    // Mostly the only one, and a pushed list has room for 17.
    if (chunks.length === 0) chunks = [chunk];
    else chunks.push(chunk);
  });
  request.on('end', () => {
    if (failed === 'too-large') return settle({ ok: false, problem: 'too-large', close: false });
    if (failed === 'no-room') return settle({ ok: false, problem: 'no-room' });
    const [first] = chunks;
    const whole = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
    // The listener for `close` lives as long as the answer is under way, and the pieces would with it.
    chunks = [];
    finish(whole, request.headers['content-encoding'], budget, limit, settle);
  });
  request.on('close', () => {
    if (settled || request.readableEnded) return;
    if (failed === undefined) budget.give(counted);
    settle({ ok: false, problem: 'gone' });
  });
  // An error is followed by `close`, which tells what is left to do.
  request.on('error', () => undefined);
}

function finish(
  whole: Buffer,
  header: string | undefined,
  budget: BodyBudget,
  limit: number,
  settle: (result: BodyResult) => void,
): void {
  const encoding = bodyEncoding(whole, header);
  if (encoding === undefined)
    return settle({ ok: true, body: whole, release: once(() => budget.give(whole.length)) });
  if (typeof encoding === 'object') {
    budget.give(whole.length);
    const detail = 'known are gzip, deflate, br and zstd';
    return settle({ ok: false, problem: 'invalid', encoding: encoding.unknown, detail });
  }
  // Text compresses about 16 times; what turns out larger is counted afterwards.
  const expected = Math.min(limit, whole.length * 16 + 65_536);
  if (!budget.take(expected)) {
    budget.give(whole.length);
    return settle({ ok: false, problem: 'no-room' });
  }
  decodeBody(whole, encoding, limit, (result: DecodedBody) => {
    budget.give(whole.length + expected);
    if (!result.ok) {
      return settle(result.problem === 'too-large' ? { ...result, close: false } : result);
    }
    if (!budget.take(result.body.length)) return settle({ ok: false, problem: 'no-room' });
    settle({ ok: true, body: result.body, release: once(() => budget.give(result.body.length)) });
  });
}
