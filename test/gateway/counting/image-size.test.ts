import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { imageSize } from '../../../src/gateway/counting/image-size.ts';

const sides = { width: 640, height: 480 };

function png(width: number, height: number): Buffer {
  const head = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const size = Buffer.alloc(40);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([head, size]);
}

function gif(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(32);
  bytes.write('GIF89a', 'latin1');
  bytes.writeUInt16LE(width, 6);
  bytes.writeUInt16LE(height, 8);
  return bytes;
}

/** A frame header behind a profile and a table that looks like one. */
function jpeg(width: number, height: number, marker = 0xc2): Buffer {
  const profile = Buffer.alloc(2 + 6000);
  profile.set([0xff, 0xe1]);
  profile.writeUInt16BE(6000, 2);
  const table = Buffer.from('ffc400040000', 'hex');
  const frame = Buffer.from([
    0xff,
    marker,
    0,
    17,
    8,
    height >> 8,
    height & 255,
    width >> 8,
    width & 255,
    3,
    0,
    0,
  ]);
  return Buffer.concat([Buffer.from('ffd8', 'hex'), profile, table, Buffer.from([0xff]), frame]);
}

function webp(chunk: string, rest: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`RIFF\0\0\0\0WEBP${chunk}\0\0\0\0`, 'latin1'), rest, Buffer.alloc(16)]);
}

const extended = Buffer.alloc(10);
extended.writeUIntLE(639, 4, 3);
extended.writeUIntLE(479, 7, 3);
const lossless = Buffer.alloc(5);
lossless[0] = 0x2f;
lossless.writeUInt32LE(639 | (479 << 14), 1);
const lossy = Buffer.from('0000009d012a', 'hex');
const lossySides = Buffer.alloc(4);
lossySides.writeUInt16LE(640, 0);
lossySides.writeUInt16LE(480, 2);

describe('the size of an image', () => {
  test.each([
    ['PNG', png(640, 480)],
    ['GIF', gif(640, 480)],
    ['progressive JPEG', jpeg(640, 480)],
    ['baseline JPEG', jpeg(640, 480, 0xc0)],
    ['WebP, extended', webp('VP8X', extended)],
    ['WebP, lossless', webp('VP8L', lossless)],
    ['WebP, lossy', webp('VP8 ', Buffer.concat([lossy, lossySides]))],
  ])('is read from the header of a %s', (_, bytes) => {
    expect(imageSize(bytes.toString('base64'))).toEqual(sides);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['another format', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a PNG without pixels', png(0, 480)],
    ['a PNG that breaks off', png(640, 480).subarray(0, 14)],
    ['a JPEG that breaks off', jpeg(640, 480).subarray(0, 500)],
    ['a JPEG out of step', Buffer.from('ffd8ffe000041111aabbccddeeff00112233', 'hex')],
    ['another WebP', webp('ANIM', Buffer.alloc(10))],
  ])('is not known of %s', (_, bytes) => {
    expect(imageSize(bytes.toString('base64'))).toBeUndefined();
  });

  test('is looked for in anything without harm', () => {
    const starts = [png(1, 1), gif(1, 1), jpeg(1, 1), webp('VP8X', extended), Buffer.alloc(0)];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.nat(60), fc.uint8Array(), (start, kept, rest) => {
        const bytes = Buffer.concat([start.subarray(0, kept), rest]);
        const size = imageSize(bytes.toString('base64'));
        expect(size === undefined || (size.width > 0 && size.height > 0)).toBe(true);
      }),
    );
    expect(imageSize('not base64 at all, %%%%%%%%%%%%%%%%')).toBeUndefined();
  });
});
