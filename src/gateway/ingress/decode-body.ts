import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';

export type BodyEncoding = 'gzip' | 'deflate' | 'br' | 'zstd';

export type DecodedBody =
  | { readonly ok: true; readonly body: Buffer }
  | { readonly ok: false; readonly problem: 'too-large' }
  | { readonly ok: false; readonly problem: 'invalid'; readonly encoding: string; readonly detail: string };

/**
 * How a body is compressed: by its first bytes where they tell (a proxy may have changed the body or the header,
 * and no JSON starts so), else by the header. Undefined: not compressed. A plain JSON body under a wrong header
 * is taken as it is.
 */
export function bodyEncoding(
  body: Buffer,
  header: string | undefined,
): BodyEncoding | undefined | { unknown: string } {
  const first = body[0];
  if (first === 0x1f && body[1] === 0x8b) return 'gzip';
  if (first === 0x28 && body.length > 3 && body.readUInt32LE(0) === 0xfd2fb528) return 'zstd';
  const named = header?.trim().toLowerCase();
  if (named === undefined || named === '' || named === 'identity') return undefined;
  if (first === 0x7b || first === 0x5b || first === undefined) return undefined;
  if (named === 'gzip' || named === 'x-gzip') return 'gzip';
  if (named === 'deflate' || named === 'br' || named === 'zstd') return named;
  return { unknown: named.slice(0, 60) };
}

/** Decodes a whole body off the event loop. Output past `mostBytes` ends it: a bomb costs no more than that. */
export function decodeBody(
  body: Buffer,
  encoding: BodyEncoding,
  mostBytes: number,
  done: (result: DecodedBody) => void,
): void {
  const options = { maxOutputLength: mostBytes };
  const settle = (error: NodeJS.ErrnoException | null, output: Buffer): void => {
    if (error === null) done({ ok: true, body: output });
    else if (error.code === 'ERR_BUFFER_TOO_LARGE') done({ ok: false, problem: 'too-large' });
    else done({ ok: false, problem: 'invalid', encoding, detail: reason(error) });
  };
  if (encoding === 'gzip') gunzip(body, options, settle);
  else if (encoding === 'br') brotliDecompress(body, options, settle);
  else if (encoding === 'zstd') zstdDecompress(body, options, settle);
  else if (isZlib(body)) inflate(body, options, settle);
  else inflateRaw(body, options, settle);
}

/** `deflate` means zlib by the RFC (9110 §8.4.1.2), but some clients send it raw. */
function isZlib(body: Buffer): boolean {
  return body.length > 1 && ((body[0] ?? 0) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0;
}

function reason(error: NodeJS.ErrnoException): string {
  return error.code === 'Z_BUF_ERROR' ? 'it ends too early' : error.message.slice(0, 120);
}
