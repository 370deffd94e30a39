/** Pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** A JPEG may have profiles and previews in front of its size; beyond this it is not looked for. */
const mostHeaderBytes = 256 * 1024;
/** What PNG, GIF and WebP need. */
const usualHeaderBytes = 48;

/** The size in the header of a PNG, JPEG, GIF or WebP in base64; undefined when it is none of them, or broken. */
export function imageSize(base64: string): ImageSize | undefined {
  const head = bytesOf(base64, usualHeaderBytes);
  if (head.length < 12) return undefined;
  if (head.readUInt32BE(0) === 0x89504e47) return pngSize(head);
  if (head.toString('latin1', 0, 3) === 'GIF') return known(head.readUInt16LE(6), head.readUInt16LE(8));
  if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP')
    return webpSize(head);
  return head.readUInt16BE(0) === 0xffd8 ? jpegSize(bytesOf(base64, mostHeaderBytes)) : undefined;
}

function bytesOf(base64: string, count: number): Buffer {
  return Buffer.from(base64.slice(0, Math.ceil(count / 3) * 4), 'base64');
}

function known(width: number, height: number): ImageSize | undefined {
  return width > 0 && height > 0 ? { width, height } : undefined;
}

function pngSize(head: Buffer): ImageSize | undefined {
  return head.length < 24 ? undefined : known(head.readUInt32BE(16), head.readUInt32BE(20));
}

/** The three forms of WebP: extended, lossless, lossy (RFC 9649, section 2). */
function webpSize(head: Buffer): ImageSize | undefined {
  if (head.length < 30) return undefined;
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8X':
      return known(head.readUIntLE(24, 3) + 1, head.readUIntLE(27, 3) + 1);
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return known((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case 'VP8 ':
      return known(head.readUInt16LE(26) & 0x3fff, head.readUInt16LE(28) & 0x3fff);
    default:
      return undefined;
  }
}

/** Walks the segments to the frame header: C0 to CF without tables (C4), JPG (C8) and arithmetic coding (CC). */
function jpegSize(bytes: Buffer): ImageSize | undefined {
  let at = 2;
  while (at + 9 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return known(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}
