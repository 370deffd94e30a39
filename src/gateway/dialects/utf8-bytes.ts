import { transcode } from 'node:buffer';

/** From here on the detour below pays. */
const leastLength = 4 * 1024;

/** Longer texts get memory of their own, so that one large request does not keep megabytes here for good. */
const mostKeptBytes = 2 * 1024 * 1024;

let scratch = Buffer.alloc(0);

/**
 * A text as UTF-8. V8 writes strings outside ASCII at 0.5 GB/s; by way of UTF-16 Node uses vector instructions, and
 * 200 KB take a fifth of the time (measured).
 */
export function utf8Bytes(text: string): Buffer {
  if (text.length < leastLength) return Buffer.from(text);
  const bytes = text.length * 2;
  const wide = bytes > mostKeptBytes ? Buffer.allocUnsafeSlow(bytes) : room(bytes);
  wide.write(text, 0, 'utf16le');
  try {
    return transcode(wide.subarray(0, bytes), 'utf16le', 'utf8');
  } catch {
    // Half a surrogate pair, which has no UTF-8: it becomes U+FFFD, as everywhere.
    return Buffer.from(text);
  }
}

function room(bytes: number): Buffer {
  if (scratch.length < bytes) scratch = Buffer.allocUnsafeSlow(Math.min(bytes * 2, mostKeptBytes));
  return scratch;
}
