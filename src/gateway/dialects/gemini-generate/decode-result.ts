import type { MediaPart, Part, ToolResultPart } from '../conversation.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from '../json-value.ts';
import { camelFields, keepRest, memberAt } from './members.ts';
import type { PartReading } from './part-reading.ts';
import { readFileData, readInlineData } from './read-media.ts';

const known = new Set(['id', 'name', 'response', 'parts']);

/**
 * A function's result. Google's convention for `response`: `output` is what the function gave, `error` why it failed;
 * without either, the whole object is the output. The AI SDK writes `{name, content}`. What other dialects get is its
 * text.
 */
export function readFunctionResponse(
  response: Fields,
  responseAt: string,
  at: string,
  reading: PartReading,
): ToolResultPart {
  const members = camelFields(response);
  keepRest(reading, responseAt, response, members, known);
  const given = fieldsOf(members.response);
  const { id, name } = reading.calls.resolve(textOf(members.id), textOf(members.name));
  const text = given === undefined ? looseText(members.response) : responseText(given);
  const content: Part[] = text === '' ? [] : [{ kind: 'text', text, at: `${responseAt}/response` }];
  listOf(members.parts).forEach((part, nth) => {
    const partAt = `${memberAt(responseAt, response, 'parts')}/${nth}`;
    const media = readResponsePart(part, partAt, reading);
    if (media !== undefined) content.push(media);
    else reading.extra.push({ at: partAt, value: part });
  });
  return {
    kind: 'tool-result',
    id,
    ...(name !== undefined && { name }),
    form: 'function',
    content,
    ...(given !== undefined && { value: given }),
    ...(given !== undefined && isFailure(given) && { isError: true }),
    at,
  };
}

function isFailure(given: Fields): boolean {
  return given.error !== undefined && given.error !== null && given.error !== '' && given.error !== false;
}

function responseText(given: Fields): string {
  const keys = Object.keys(given);
  if (keys.length === 0) return '';
  const only = keys.length === 1 ? keys[0] : undefined;
  if (only === 'output' || only === 'error') return looseText(given[only]);
  if (keys.length === 2 && given.name !== undefined && given.content !== undefined)
    return looseText(given.content);
  return JSON.stringify(given);
}

function looseText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

function readResponsePart(part: unknown, at: string, reading: PartReading): MediaPart | undefined {
  if (!isFields(part)) return undefined;
  const members = camelFields(part);
  const inline = fieldsOf(members.inlineData);
  const file = fieldsOf(members.fileData);
  const media =
    inline !== undefined
      ? readInlineData(inline, memberAt(at, part, 'inlineData'), at, reading)
      : file !== undefined
        ? readFileData(file, memberAt(at, part, 'fileData'), at, reading)
        : undefined;
  if (media !== undefined) keepRest(reading, at, part, members, new Set(['inlineData', 'fileData']));
  return media;
}
