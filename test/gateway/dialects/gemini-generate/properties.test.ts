import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversation, Part, Tool, Turn } from '../../../../src/gateway/dialects/conversation.ts';
import { createEventCutter } from '../../../../src/gateway/dialects/event-cutter.ts';
import { geminiGenerateCodec } from '../../../../src/gateway/dialects/gemini-generate/codec.ts';
import { isFields } from '../../../../src/gateway/dialects/json-value.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import type { Block, Reply, ReplyEvent } from '../../../../src/gateway/dialects/reply.ts';
import {
  chunksOf,
  collected,
  decodeContext,
  emptyConversation,
  encodeContext,
  eventsOf,
  partsOf,
  playedReply,
  read,
  withoutPlaces,
  withoutStateless,
  write,
  written,
} from './codec-helpers.ts';

const at = '';
const word = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });
const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,9}$/);
const id = fc.stringMatching(/^[a-z0-9]{4,12}$/);
const args = fc.dictionary(word, fc.oneof(word, fc.integer(), fc.boolean()), { maxKeys: 4 });
const input = args.map((one) => JSON.stringify(one));
const base64 = fc.base64String({ minLength: 4, maxLength: 24 });
const state = base64.map((data) => ({ kind: 'gemini-signature' as const, data }));
const opaque = fc.option(state, { nil: undefined }).map((one) => (one === undefined ? {} : { opaque: one }));

const textPart = fc.tuple(word, opaque).map(([text, more]): Part => ({ kind: 'text', text, ...more, at }));
const picture = base64.map(
  (data): Part => ({
    kind: 'media',
    media: 'image',
    source: { kind: 'base64', mimeType: 'image/png', data },
    at,
  }),
);
const thought = fc
  .oneof(
    fc.tuple(word, opaque).map(([text, more]) => ({ text: [text], ...more })),
    state.map((one) => ({ text: [], opaque: one })),
  )
  .map((more): Part => ({ kind: 'reasoning', ...more, at }));

/** A turn with calls, and the turn with their results. */
const exchange = fc
  .uniqueArray(fc.record({ id, name, input, opaque, output: word, isError: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
    selector: (one) => one.id,
  })
  .map((calls): Turn[] => [
    {
      role: 'assistant',
      parts: calls.map(({ id, name, input, opaque }) => ({
        kind: 'tool-call',
        id,
        name,
        form: 'function',
        input,
        ...opaque,
        ...(!('opaque' in opaque) && { unsigned: true as const }),
        at,
      })),
      at,
    },
    {
      role: 'user',
      parts: calls.map(({ id, name, output, isError }) => ({
        kind: 'tool-result',
        id,
        name,
        form: 'function',
        content: [{ kind: 'text', text: output, at }],
        value: isError ? { error: output } : { output },
        ...(isError && { isError }),
        at,
      })),
      at,
    },
  ]);

const userTurn = fc
  .array(
    fc.oneof(
      word.map((text): Part => ({ kind: 'text', text, at })),
      picture,
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((parts): Turn[] => [{ role: 'user', parts, at }]);
const modelTurn = fc
  .array(fc.oneof(textPart, thought), { minLength: 1, maxLength: 3 })
  .map((parts): Turn[] => [{ role: 'assistant', parts, at }]);

const tool = fc.record({ name, description: word }).map(
  (one): Tool => ({
    kind: 'function',
    ...one,
    schema: { type: 'object' },
    native: { parametersJsonSchema: { type: 'object' } },
    at,
  }),
);

const conversation: fc.Arbitrary<Conversation> = fc
  .record({
    turns: fc.array(fc.oneof(userTurn, modelTurn, exchange), { minLength: 1, maxLength: 5 }),
    tools: fc.uniqueArray(tool, {
      maxLength: 3,
      selector: (one) => (one.kind === 'function' ? one.name : ''),
    }),
    sampling: fc.record(
      { temperature: fc.integer({ min: 0, max: 2 }), topK: fc.nat() },
      { requiredKeys: [] },
    ),
    reasoning: fc.record(
      { effort: fc.constantFrom('minimal', 'low', 'medium', 'high'), show: fc.boolean() },
      { requiredKeys: [] },
    ),
    stop: fc.array(word, { maxLength: 5 }),
  })
  .map(({ turns, ...rest }) => ({
    ...emptyConversation,
    ...rest,
    from: 'gemini-generate',
    turns: joined(turns.flat()),
  }));

/** Neighbours of the model are one turn to the reader. */
function joined(turns: readonly Turn[]): Turn[] {
  const result: Turn[] = [];
  for (const turn of turns) {
    const last = result.at(-1);
    if (last?.role === 'assistant' && turn.role === 'assistant')
      result.splice(-1, 1, { ...last, parts: [...last.parts, ...turn.parts] });
    else result.push(turn);
  }
  return result;
}

it('a conversation is the same after it was written and read', () => {
  fc.assert(
    fc.property(conversation, (one) => {
      const losses = new Losses();
      expect(withoutPlaces(read(write(one, { model: 'gemini-3-pro' }, losses)))).toEqual(withoutPlaces(one));
      expect(losses.count).toBe(0);
    }),
    { numRuns: 300 },
  );
});

it('what is written for another dialect is what Google takes: roles alternate, results follow their calls', () => {
  fc.assert(
    fc.property(conversation, (one) => {
      const hello: Turn = { role: 'user', parts: [{ kind: 'text', text: 'x', at }], at };
      const body = write({ ...one, turns: [hello, ...one.turns], from: 'anthropic-messages' });
      const contents = read(body).turns;
      expect(contents.every((turn, nth) => nth === 0 || turn.role !== contents[nth - 1]?.role)).toBe(true);
      const again = read(body).turns.flatMap(({ parts }) => parts);
      const original = one.turns.flatMap(({ parts }) => parts);
      const results = (parts: readonly Part[]): unknown[] =>
        parts.filter(({ kind }) => kind === 'tool-result').map((part) => withoutPlaces(part));
      expect(results(again)).toEqual(results(original));
      for (const turn of contents) {
        const kinds = turn.parts.map(({ kind }) => kind);
        expect(kinds.lastIndexOf('tool-result')).toBe(
          kinds.filter((kind) => kind === 'tool-result').length - 1,
        );
        const first = turn.parts.find((part) => part.kind === 'tool-call');
        expect(first?.opaque?.kind ?? 'gemini-signature').toBe('gemini-signature');
        if (first !== undefined) expect(first.unsigned).toBeUndefined();
      }
    }),
    { numRuns: 300 },
  );
});

const block: fc.Arbitrary<Block> = fc.oneof(
  word.map((text): Block => ({ kind: 'text', text })),
  word.map((text): Block => ({ kind: 'reasoning', text: [text] })),
  fc.record({ id, name, input }).map((one): Block => ({ kind: 'call', form: 'function', ...one })),
  base64.map((data): Block => ({ kind: 'media', mimeType: 'image/png', data })),
  word.map(
    (code): Block => ({
      kind: 'hosted',
      tool: 'code',
      text: code,
      dialect: 'gemini-generate',
      value: { executableCode: { code } },
    }),
  ),
);

/** Neighbours of one kind are one block to a reader: nothing in the dialect parts them. */
const reply: fc.Arbitrary<Reply> = fc.array(block, { maxLength: 6 }).map((blocks) => {
  const kept = blocks.filter(
    ({ kind }, nth) => (kind !== 'text' && kind !== 'reasoning') || blocks[nth - 1]?.kind !== kind,
  );
  const reason = kept.some(({ kind }) => kind === 'call') ? 'tool-calls' : 'stop';
  return { id: 'r', model: 'm', blocks: kept, finish: { reason, native: 'STOP' } };
});

/** The events of a text that comes in pieces of some bytes, as the relay cuts them. */
function cut(text: string, sizes: readonly number[], jsonArray: boolean): string[] {
  const cutter = createEventCutter(jsonArray ? 'json-array' : 'sse');
  const bytes = Buffer.from(text);
  const events: string[] = [];
  let from = 0;
  for (let nth = 0; from < bytes.length; nth += 1) {
    const batch = cutter.push(bytes.subarray(from, from + (sizes[nth % sizes.length] ?? 1)));
    from += sizes[nth % sizes.length] ?? 1;
    let start = 0;
    for (const end of batch?.ends ?? []) {
      events.push(batch?.bytes.toString('utf8', start, end) ?? '');
      start = end;
    }
  }
  events.push(cutter.rest().toString());
  return events;
}

function dataOf(event: string): unknown {
  const text = event
    .replace(/^data: /, '')
    .replace(/^[[,\s]+/, '')
    .replace(/[\],\s]+$/, '');
  return text === '' ? undefined : JSON.parse(text);
}

describe('an answer', () => {
  it('is the same after its stream was written, cut anywhere and read', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(reply, sizes, fc.boolean(), (one, pieces, jsonArray) => {
        const text = written(playedReply(one), encodeContext({ jsonArray }));
        const chunks = cut(text, pieces, jsonArray).map(dataOf).filter(isFields);
        expect(withoutStateless(collected(eventsOf(chunks)))).toEqual(one);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same after it was written and read whole', () => {
    fc.assert(
      fc.property(reply, (one) => {
        const whole = geminiGenerateCodec.encodeReply(one, encodeContext());
        expect(withoutStateless(geminiGenerateCodec.decodeReply(whole, decodeContext()))).toEqual(one);
      }),
      { numRuns: 300 },
    );
  });

  it('never mixes the arguments of calls that come at the same time', () => {
    const calls = fc.array(fc.tuple(name, args, fc.nat({ max: 5 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(calls, fc.infiniteStream(fc.nat()), (given, order) => {
        const queues = given.map(([, values, width], block): ReplyEvent[] => {
          const text = JSON.stringify(values);
          const pieces = text.match(new RegExp(`.{1,${width + 1}}`, 'gsu')) ?? [];
          return [
            ...pieces.map((piece): ReplyEvent => ({ kind: 'delta', block, text: piece })),
            { kind: 'close', block },
          ];
        });
        const heads = given.map(
          ([one], block): ReplyEvent => ({
            kind: 'open',
            block,
            head: { kind: 'call', id: `id${block}`, name: one, form: 'function' },
          }),
        );
        const events: ReplyEvent[] = [{ kind: 'start' }, ...heads];
        for (
          let waiting = queues;
          waiting.length > 0;
          waiting = waiting.filter((queue) => queue.length > 0)
        ) {
          const next = waiting[(order.next().value ?? 0) % waiting.length]?.shift();
          if (next !== undefined) events.push(next);
        }
        events.push({ kind: 'finish', finish: { reason: 'tool-calls' } });
        const calls = partsOf(chunksOf(written(events))).flatMap(({ functionCall }) =>
          isFields(functionCall) ? [functionCall] : [],
        );
        const byId = new Map(calls.map((call) => [call.id, call]));
        given.forEach(([one, values], block) => {
          expect(byId.get(`id${block}`)).toEqual({ id: `id${block}`, name: one, args: values });
        });
      }),
      { numRuns: 200 },
    );
  });

  it('is read without throwing whatever a provider sends', () => {
    const key = fc.constantFrom(
      'candidates',
      'content',
      'parts',
      'text',
      'functionCall',
      'name',
      'args',
      'partialArgs',
      'jsonPath',
      'willContinue',
      'thought',
      'thoughtSignature',
      'finishReason',
      'promptFeedback',
      'blockReason',
      'groundingMetadata',
      'groundingChunks',
      'groundingSupports',
      'segment',
      'citationMetadata',
      'citations',
      'inlineData',
      'executableCode',
      'index',
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 7, depthSize: 'large' },
        fc.constantFrom<unknown>(null, 0, -1, '', 'x', '$.a[0]', true, 'STOP'),
        fc.dictionary(key, tie('value'), { maxKeys: 5 }),
        fc.array(tie('value'), { maxLength: 4 }),
      ),
    }));
    const chunk = fc.record({
      candidates: fc.array(fc.dictionary(key, value, { maxKeys: 5 }), { maxLength: 2 }),
      promptFeedback: value,
    });
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 4 }), (chunks) => {
        const events = eventsOf(chunks);
        const open = new Set<number>();
        for (const event of events) {
          if (event.kind === 'open') open.add(event.block);
          else if ('block' in event) expect(open.has(event.block)).toBe(true);
          if (event.kind === 'close') open.delete(event.block);
        }
        expect(open.size).toBe(0);
        expect(events.at(-1)?.kind).toBe('finish');
        chunksOf(written(events));
      }),
      { numRuns: 500 },
    );
  });
});
