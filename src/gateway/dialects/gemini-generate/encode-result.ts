import type { MediaPart, Part, ToolResultPart } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import { isPlacedId } from './call-book.ts';
import { loseMediaWords, writeMedia, writeSource } from './encode-media.ts';
import { isGemini3, loseCacheMark, type Writing } from './writing.ts';

/** A result's part, and the parts behind all results that belong to it. */
export interface WrittenResult {
  readonly part: Fields;
  readonly behind: readonly Fields[];
}

/**
 * A function's result: `{output}`, or `{error}` when it failed. Media go into `functionResponse.parts` where the model
 * knows that (Gemini 3: pictures and documents), else behind the results, where every model reads them.
 */
export function writeResult(part: ToolResultPart, writing: Writing): WrittenResult {
  loseCacheMark(part.cache, part.at, writing);
  const { id, at } = part;
  const media = part.content.filter((one) => one.kind === 'media');
  const inside = media.filter((one) => fitsInside(one, writing));
  const behind = media.filter((one) => !inside.includes(one));
  const name = part.name ?? writing.names.get(id);
  if (name === undefined) writing.losses.add('pairing', at, 'result of an unknown call');
  const showsId = id !== '' && !(writing.isOwn && isPlacedId(id));
  return {
    part: {
      functionResponse: {
        ...(showsId && { id }),
        name: name ?? 'unknown',
        response: responseOf(part, writing),
        ...(inside.length > 0 && { parts: inside.map((one) => insidePart(one, writing)) }),
        ...writing.extras.at(`${at}/functionResponse`),
      },
      ...writing.extras.at(at),
    },
    behind:
      behind.length === 0
        ? []
        : [
            { text: `[Part of the result of ${name ?? 'a function'}:]` },
            ...behind.flatMap((one) => writeMedia(one, writing)),
          ],
  };
}

function responseOf(part: ToolResultPart, writing: Writing): Fields {
  if (writing.isOwn && part.value !== undefined) return part.value;
  const text = part.content.flatMap((one) => textOf(one, writing)).join('\n');
  return part.isError === true ? { error: text } : { output: text };
}

function textOf(part: Part, { losses }: Writing): readonly string[] {
  switch (part.kind) {
    case 'text':
      return [part.text];
    case 'media':
      return [];
    case 'hosted':
      losses.add('hosted', part.at, 'step of a tool of another vendor in a result');
      return part.text === '' ? [] : [part.text];
    default:
      losses.add('part', part.at, part.kind === 'native' ? part.what : part.kind);
      return [];
  }
}

/** Sound and video are refused there; Gemini CLI keeps them out, too. */
function fitsInside(part: MediaPart, writing: Writing): boolean {
  if (writing.isOwn) return true;
  const isReadable = part.media === 'image' || part.media === 'document';
  // A title is text, for which there is no place beside the output.
  const isPlain = part.title === undefined && part.context === undefined;
  return isReadable && isPlain && isGemini3(writing.target.model) && writeSource(part, writing) !== undefined;
}

function insidePart(part: MediaPart, writing: Writing): Fields {
  loseMediaWords(part, writing);
  return { ...writeSource(part, writing), ...writing.extras.at(part.at) };
}
