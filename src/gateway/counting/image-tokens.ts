import type { ImageSize } from './image-size.ts';

/**
 * Claude: an image is brought below 1568 pixels and about 1.15 megapixels, then costs a token per 750 pixels.
 * https://docs.claude.com/en/docs/build-with-claude/vision
 */
export function claudeImage(size: ImageSize): number {
  const { width, height } = within(size, 1568);
  return Math.ceil(Math.min(width * height, 1_150_000) / 750) + claudeImageFrame;
}

/** Marks around an image, as small images show. */
const claudeImageFrame = 8;

/**
 * Gemini up to 2.5: 258 for an image of at most 384 pixels each way, else 258 per tile of 768.
 * https://ai.google.dev/gemini-api/docs/tokens
 */
export function geminiImage({ width, height }: ImageSize): number {
  if (width <= 384 && height <= 384) return 258;
  return 258 * Math.ceil(width / 768) * Math.ceil(height / 768);
}

/**
 * OpenAI's models that see tiles: within 2048 pixels, the shorter side down to 768, then `base` and `tile` for each
 * 512 pixels square. https://platform.openai.com/docs/guides/images-vision#calculating-costs
 */
export function tiledImage(base: number, tile: number): (size: ImageSize, detail?: string) => number {
  return (size, detail) => {
    if (detail === 'low') return base;
    const fitted = within(size, 2048);
    const scale = Math.min(1, 768 / Math.min(fitted.width, fitted.height));
    const tiles = Math.ceil((fitted.width * scale) / 512) * Math.ceil((fitted.height * scale) / 512);
    return base + tile * tiles;
  };
}

/** OpenAI's models that see patches of 32 pixels: at most 1536 of them, each worth `factor`. The same page. */
export function patchedImage(factor: number): (size: ImageSize, detail?: string) => number {
  return ({ width, height }, detail) => {
    const most = detail === 'low' ? 256 : 1536;
    const patches = Math.ceil(width / 32) * Math.ceil(height / 32);
    return Math.ceil(Math.min(patches, most) * factor);
  };
}

/** One token per square of `side` pixels, within `longest` pixels: Pixtral, Qwen-VL and most open models. */
export function squareImage(side: number, longest: number): (size: ImageSize) => number {
  return (size) => {
    const { width, height } = within(size, longest);
    return Math.ceil(width / side) * Math.ceil(height / side);
  };
}

function within({ width, height }: ImageSize, longest: number): ImageSize {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: width * scale, height: height * scale };
}
