import { describe, expect, test } from 'vitest';
import {
  claudeImage,
  geminiImage,
  patchedImage,
  squareImage,
  tiledImage,
} from '../../../src/gateway/counting/image-tokens.ts';
import { type MediaRates, mediaTokens, textOfMedia } from '../../../src/gateway/counting/media-tokens.ts';
import type { MediaPart, MediaSource } from '../../../src/gateway/dialects/conversation.ts';

const rates: MediaRates = {
  image: ({ width, height }) => width + height,
  page: 100,
  pageText: false,
  second: 10,
};

function media(kind: MediaPart['media'], mimeType: string, bytes: Buffer | string): MediaPart {
  const data = Buffer.from(bytes).toString('base64');
  return { kind: 'media', media: kind, source: { kind: 'base64', mimeType, data }, at: '' };
}

function elsewhere(kind: MediaPart['media']): MediaPart {
  return { kind: 'media', media: kind, source: { kind: 'url', url: 'https://a.example/b' }, at: '' };
}

describe('images', () => {
  test('of Claude cost a token per 750 pixels, within its limits', () => {
    // The example of the documentation: 1000 x 1000 pixels are about 1334 tokens; 8 are marks around it.
    expect(claudeImage({ width: 1000, height: 1000 })).toBe(1334 + 8);
    expect(claudeImage({ width: 4000, height: 4000 })).toBe(1534 + 8);
  });

  test('of Gemini cost 258, or 258 per tile', () => {
    expect(geminiImage({ width: 384, height: 384 })).toBe(258);
    expect(geminiImage({ width: 960, height: 540 })).toBe(516);
    expect(geminiImage({ width: 1536, height: 1536 })).toBe(1032);
  });

  test('of OpenAI cost tiles', () => {
    // The examples of the documentation.
    expect(tiledImage(85, 170)({ width: 1024, height: 1024 }, 'high')).toBe(765);
    expect(tiledImage(85, 170)({ width: 2048, height: 4096 })).toBe(1105);
    expect(tiledImage(85, 170)({ width: 4096, height: 8192 }, 'low')).toBe(85);
  });

  test('of the small ones of OpenAI cost patches', () => {
    expect(patchedImage(1)({ width: 1024, height: 1024 })).toBe(1024);
    expect(patchedImage(1.62)({ width: 10_000, height: 10_000 })).toBe(Math.ceil(1536 * 1.62));
    expect(patchedImage(1)({ width: 1024, height: 1024 }, 'low')).toBe(256);
  });

  test('of open models cost squares', () => {
    expect(squareImage(28, 1540)({ width: 280, height: 560 })).toBe(200);
    expect(squareImage(28, 1540)({ width: 3080, height: 28 })).toBe(55);
  });

  test('that are not here are taken for a screenshot', () => {
    expect(mediaTokens(elsewhere('image'), rates)).toBe(1280 + 800);
    expect(mediaTokens(media('image', 'image/png', 'broken'), rates)).toBe(1280 + 800);
  });
});

describe('documents', () => {
  test('cost per page', () => {
    const pages = '%PDF-1.7 /Type /Pages /Count 2 << /Type /Page >> <</Type/Page/Parent 1 0 R>>';
    expect(mediaTokens(media('document', 'application/pdf', pages), rates)).toBe(200);
  });

  test('with compressed page objects say how many there are', () => {
    const pages = '%PDF-1.7 /Type /Pages /Count 7 /Type /Outlines /Count 3';
    expect(mediaTokens(media('document', 'application/pdf', pages), rates)).toBe(700);
  });

  test('that say nothing are measured by their size', () => {
    expect(mediaTokens(media('document', 'application/pdf', `%PDF${' '.repeat(100_000)}`), rates)).toBe(200);
    expect(mediaTokens(elsewhere('document'), rates)).toBe(300);
  });

  test('have their text beside the picture of each page, where the vendor gives both', () => {
    const small = media('document', 'application/pdf', `%PDF/Type /Page${' '.repeat(985)}`);
    expect(mediaTokens(small, { ...rates, pageText: true })).toBe(200);
    const large = media('document', 'application/pdf', `%PDF/Type /Page${' '.repeat(200_000)}`);
    expect(mediaTokens(large, { ...rates, pageText: true })).toBe(700);
  });

  test('of text are counted as text', () => {
    const sources: MediaSource[] = [
      { kind: 'text', text: 'words' },
      { kind: 'base64', mimeType: 'text/markdown', data: Buffer.from('words').toString('base64') },
      { kind: 'base64', mimeType: 'application/json', data: Buffer.from('words').toString('base64') },
    ];
    for (const source of sources) {
      const part: MediaPart = { kind: 'media', media: 'document', source, at: '' };
      expect(mediaTokens(part, rates)).toBe(0);
      expect(textOfMedia(part)).toBe('words');
    }
    expect(textOfMedia(media('image', 'image/png', 'words'))).toBe('');
  });
});

describe('sound and video', () => {
  test('a WAV says how long it is', () => {
    const head = Buffer.alloc(44);
    head.write('RIFF\0\0\0\0WAVEfmt ', 'latin1');
    head.writeUInt32LE(32_000, 28);
    const wav = Buffer.concat([head, Buffer.alloc(64_000 - 44)]);
    expect(mediaTokens(media('audio', 'audio/wav', wav), rates)).toBe(20);
    expect(mediaTokens(media('audio', 'audio/wav', wav), { ...rates, soundStep: 30 })).toBe(300);
  });

  test('compressed ones are measured by their size', () => {
    expect(mediaTokens(media('audio', 'audio/mp3', Buffer.alloc(48_000)), rates)).toBe(30);
    expect(mediaTokens(media('video', 'video/mp4', Buffer.alloc(125_000)), rates)).toBe(263);
    expect(mediaTokens(elsewhere('audio'), rates)).toBe(0);
  });
});
