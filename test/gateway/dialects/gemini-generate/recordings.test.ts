import { describe, expect, it } from 'vitest';
import { geminiGenerateCodec } from '../../../../src/gateway/dialects/gemini-generate/codec.ts';
import { type Fields, isFields } from '../../../../src/gateway/dialects/json-value.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import type { Block, Reply } from '../../../../src/gateway/dialects/reply.ts';
import { type Recording, recordings } from '../../../support/corpus.ts';
import { listAt, textAt, valueAt } from '../../../support/json-value.ts';
import {
  chunksOf,
  collected,
  decodeContext,
  encodeContext,
  eventsOf,
  playedReply,
  read,
  withoutPlaces,
  written,
} from './codec-helpers.ts';

const all = recordings('gemini-generate');
const requests = all.flatMap((one) =>
  one.requestBody?.contents === undefined ? [] : [{ id: one.id, body: one.requestBody, model: one.model }],
);
const answers = all.filter((one) => one.status === 200);

function encodeOwn(body: Fields, model = 'gemini'): Fields {
  const target = { model, stream: true, quirks: {} };
  return geminiGenerateCodec.encodeRequest(read(body), target, new Losses());
}

/** Members whose inside is the user's: nothing in it is a word of the API. */
const opaqueMembers = new Set([
  'args',
  'response',
  'parameters',
  'parametersJsonSchema',
  'responseJsonSchema',
]);

const camel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/**
 * A body in the one spelling that the writer uses. What is allowed to differ, and why:
 * - snake_case, null members, `thought: false`: the same to protobuf's JSON mapping;
 * - the role of a system instruction, and `model` beside the path's: read by nobody;
 * - `parts` as an object, upper and lower case of levels: both taken;
 * - base64 in the alphabet for addresses: both taken, and other vendors know only the plain one;
 * - an empty instruction, an empty config: say nothing.
 */
function plain(value: unknown, name = ''): unknown {
  if (opaqueMembers.has(name)) return value;
  if (Array.isArray(value)) return value.map((one) => plain(one));
  if (name === 'thinkingLevel' && typeof value === 'string') return value.toUpperCase();
  if (name === 'data' && typeof value === 'string') return value.replaceAll('-', '+').replaceAll('_', '/');
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, given]): [string, unknown][] => {
      const word = camel(key);
      if (given === null || (word === 'thought' && given === false)) return [];
      if (word === 'model' && name === '' && value.contents !== undefined) return [];
      if (word === 'role' && name === 'systemInstruction') return [];
      const inside = plain(word === 'parts' && isFields(given) ? [given] : given, word);
      if (word === 'generationConfig' && isFields(inside) && Object.keys(inside).length === 0) return [];
      if (word === 'systemInstruction' && textAt(inside, 'parts', 0, 'text') === '') return [];
      return [[word, inside]];
    }),
  );
}

/** Places of `whole` that `other` has not, or has otherwise. */
function missing(whole: unknown, other: unknown, at = ''): string[] {
  if (Array.isArray(whole)) {
    return whole.flatMap((one, nth) =>
      missing(one, Array.isArray(other) ? other[nth] : undefined, `${at}/${nth}`),
    );
  }
  if (isFields(whole)) {
    return Object.entries(whole).flatMap(([key, one]) =>
      missing(one, isFields(other) ? other[key] : undefined, `${at}/${key}`),
    );
  }
  return Object.is(whole, other) ? [] : [at];
}

describe.skipIf(all.length === 0)('recorded requests', () => {
  it('are many', () => {
    expect(requests.length).toBeGreaterThan(50);
  });

  it.each(requests)('$id is written again without a loss', ({ body, model }) => {
    const losses = new Losses();
    const target = { model: model ?? 'gemini', stream: true, quirks: {} };
    const again = geminiGenerateCodec.encodeRequest(read(body), target, losses);
    expect(losses.list).toEqual([]);
    expect(missing(plain(body), plain(again))).toEqual([]);
  });

  it.each(requests)('$id says the same when it is read again', ({ body }) => {
    expect(withoutPlaces(read(encodeOwn(body)))).toEqual(withoutPlaces(read(body)));
  });
});

/** The text of a recording as objects, however it is framed. What is no JSON is an error outside the framing. */
function objectsOf({ body, streaming }: Recording): Fields[] {
  const text = body.toString();
  if (!streaming || text.startsWith('[')) return [JSON.parse(text)].flat().filter(isFields);
  return text
    .split(/\r\n\r\n|\n\n/)
    .filter((event) => event.startsWith('data:'))
    .map((event) => JSON.parse(event.slice('data:'.length)));
}

interface Naive {
  readonly text: string;
  readonly thoughts: string;
  readonly calls: readonly unknown[];
  readonly signatures: readonly string[];
  readonly reason: unknown;
}

/** What a recording says, read in the simplest way: the first candidate's parts, one kind after the other. */
function naive(objects: readonly Fields[]): Naive {
  const candidates = objects.flatMap((object) =>
    listAt(object, 'candidates').filter((one) => (valueAt(one, 'index') ?? 0) === 0),
  );
  const parts = candidates.flatMap((candidate) => listAt(candidate, 'content', 'parts'));
  const texts = (isThought: boolean): string =>
    parts
      .map((part) => ((valueAt(part, 'thought') === true) === isThought ? (textAt(part, 'text') ?? '') : ''))
      .join('');
  const calls: { name: string; args: unknown }[] = [];
  for (const part of parts) {
    const name = textAt(part, 'functionCall', 'name');
    if (name !== undefined) calls.push({ name, args: valueAt(part, 'functionCall', 'args') ?? {} });
    for (const piece of listAt(part, 'functionCall', 'partialArgs')) {
      const call = calls.at(-1);
      const key = textAt(piece, 'jsonPath')?.slice('$.'.length) ?? '';
      if (call !== undefined)
        call.args = {
          ...(call.args as object),
          [key]: `${textAt(call.args, key) ?? ''}${textAt(piece, 'stringValue') ?? ''}`,
        };
    }
  }
  const reasons = candidates.map((one) => valueAt(one, 'finishReason')).filter((one) => one !== undefined);
  return {
    text: texts(false),
    thoughts: texts(true),
    calls,
    signatures: parts.map((part) => textAt(part, 'thoughtSignature') ?? '').filter((one) => one !== ''),
    reason: reasons.at(-1) ?? valueAt(objects[0], 'promptFeedback', 'blockReason'),
  };
}

function told({ blocks, finish }: Reply): Naive {
  const joined = (kind: 'text' | 'reasoning'): string =>
    blocks.map((block) => (block.kind === kind ? [block.text].flat().join('') : '')).join('');
  return {
    text: joined('text'),
    thoughts: joined('reasoning'),
    calls: blocks.flatMap((block) =>
      block.kind === 'call' ? [{ name: block.name, args: JSON.parse(block.input || '{}') }] : [],
    ),
    signatures: blocks.flatMap((block) =>
      block.kind === 'hosted' || block.opaque === undefined ? [] : [block.opaque.data],
    ),
    reason: finish.native,
  };
}

const byNumber: Readonly<Record<string, string>> = { 1: 'STOP', 2: 'MAX_TOKENS' };

/** Without ids that are made up, and with absent arguments as what is written for them. */
function comparable({ blocks, finish }: Reply): unknown {
  const plainBlocks = blocks.map((block): Block => {
    if (block.kind !== 'call') return block;
    return {
      ...block,
      input: block.input === '' ? '{}' : block.input,
      id: block.id.startsWith('call_') ? '' : block.id,
    };
  });
  return { blocks: plainBlocks.map(withoutOpaque), finish };
}

/** State is wrapped for clients; `carried-state.test.ts` is about that. */
function withoutOpaque(block: Block): unknown {
  const { opaque: _, ...rest } = { opaque: undefined, ...block };
  return rest;
}

describe.skipIf(all.length === 0)('recorded answers', () => {
  it.each(answers)('$id is read as what it plainly says', (recording) => {
    const objects = objectsOf(recording);
    const reply = recording.streaming
      ? collected(eventsOf(objects))
      : geminiGenerateCodec.decodeReply(objects[0] ?? {}, decodeContext());
    const expected = naive(objects);
    expect(told(reply)).toEqual({
      ...expected,
      reason: byNumber[String(expected.reason)] ?? expected.reason,
    });
    expect(reply.model).toBe(objects.find((one) => one.modelVersion !== undefined)?.modelVersion);
  });

  it.each(answers)('$id says the same when it is written and read again', (recording) => {
    const reply = collected(eventsOf(objectsOf(recording)));
    const stateless: Reply = { ...reply, blocks: reply.blocks.filter(hasContent) };
    const stream = written(playedReply(stateless));
    expect(comparable(collected(eventsOf(chunksOf(stream))))).toEqual(comparable(stateless));
    const whole = geminiGenerateCodec.encodeReply(stateless, encodeContext());
    expect(comparable(geminiGenerateCodec.decodeReply(whole, decodeContext()))).toEqual(
      comparable(stateless),
    );
  });
});

/** Not a block of nothing but state. */
function hasContent(block: Block): boolean {
  return block.kind !== 'reasoning' || block.text.length > 0;
}
