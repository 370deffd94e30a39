import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversation, Part, Tool, Turn } from '../../../../src/gateway/dialects/conversation.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { openAiResponsesCodec as codec } from '../../../../src/gateway/dialects/openai-responses/codec.ts';
import { openAiResponsesWire as wire } from '../../../../src/gateway/dialects/openai-responses/wire.ts';
import type { Block, CallBlock, Finish, Reply, ReplyEvent } from '../../../../src/gateway/dialects/reply.ts';
import { isRecord } from '../../../support/json-value.ts';
import {
  CodecRun,
  collected,
  dataOf,
  decodeContext,
  emptyConversation,
  encodeContext,
  lost,
  origin,
} from '../../../support/run-codec.ts';
import { streamEvents } from '../../../support/sse-events.ts';
import { answerJudge } from '../../../support/strict/answer-judge.ts';
import { asReadBack } from './read-back.ts';

const { decodedStream, encodedEvents, encodedStream, read, write } = new CodecRun(codec);

const judge = answerJudge('openai-responses');
const words = fc.string({ minLength: 1, unit: 'grapheme' });
const id = fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/);
const json = fc
  .dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 })
  // JSON has no -0.
  .map((value): Fields => JSON.parse(JSON.stringify(value)));
const option = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const at = fc.constant('');

function clean<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

function placeless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(placeless);
  if (!isRecord(value)) return value;
  const members = Object.entries(value).filter(([member]) => member !== 'at' && member !== 'notes');
  return Object.fromEntries(members.map(([member, item]) => [member, placeless(item)]));
}

const textPart = fc.record({ kind: fc.constant('text'), text: words, at });
const spokenPart = fc
  .record({ kind: fc.constant('text'), text: words, refusal: option(fc.constant(true)), at })
  .map(clean);
const mediaPart = fc
  .record({
    kind: fc.constant('media'),
    media: fc.constantFrom('image', 'document'),
    source: fc.oneof(
      fc.record({
        kind: fc.constant('base64'),
        mimeType: fc.constant('application/x-y'),
        data: fc.base64String({ minLength: 4 }),
      }),
      fc.record({ kind: fc.constant('url'), url: fc.webUrl() }),
      fc.record({ kind: fc.constant('file-id'), id, dialect: fc.constant('openai-responses') }),
    ),
    at,
  })
  .map(({ media, source, ...rest }) =>
    media === 'image'
      ? { ...rest, media, source, detail: 'low' }
      : { ...rest, media, source, ...(source.kind === 'base64' && { filename: 'a.bin' }) },
  );
const opaque = fc.record({ kind: fc.constant('openai-encrypted'), data: words.map((text) => `gAAA${text}`) });
const reasoningPart = fc
  .record({
    kind: fc.constant('reasoning'),
    text: fc.array(words, { minLength: 1, maxLength: 3 }),
    raw: option(fc.constant(true)),
    opaque,
    id: option(
      id.map((text) => `rs_${text.replaceAll('_', '')}0`).filter((text) => !text.startsWith('rs_pb')),
    ),
    at,
  })
  .map(clean);
const compactionPart = fc.record({
  kind: fc.constant('reasoning'),
  text: fc.constant([]),
  opaque: fc.record({ kind: fc.constant('openai-compaction'), data: words.map((text) => `gAAA${text}`) }),
  at,
});
const callPart = fc
  .oneof(
    fc.record({
      form: fc.constant('function'),
      name: id,
      namespace: option(id),
      input: json.map((value) => JSON.stringify(value)),
    }),
    fc.record({ form: fc.constant('custom'), name: id, namespace: option(id), input: fc.string() }),
    fc.record({
      form: fc.constant('local-shell'),
      name: fc.constant('local_shell'),
      input: json.map((value) => JSON.stringify(value)),
    }),
    fc.record({
      form: fc.constant('tool-search'),
      name: fc.constant('tool_search'),
      input: json.map((value) => JSON.stringify(value)),
    }),
  )
  .chain((call) =>
    fc.record({ kind: fc.constant('tool-call'), id, at }).map((rest) => clean({ ...rest, ...call })),
  );
const resultPart = fc.record({
  kind: fc.constant('tool-result'),
  id,
  form: fc.constantFrom('function', 'custom'),
  content: fc.oneof(
    fc.array(textPart, { minLength: 1, maxLength: 1 }),
    fc.constant([]),
    fc.tuple(mediaPart, textPart, textPart),
  ),
  at,
});

/** A message is a turn of the user's; results that follow each other are one. Runs of the model's items are one turn. */
const exchanges = fc.tuple(
  fc.oneof(
    fc.record({
      role: fc.constantFrom('user', 'developer'),
      parts: fc.array(fc.oneof(textPart, mediaPart), { minLength: 1 }),
      at,
    }),
    fc.record({ role: fc.constant('user'), parts: fc.array(resultPart, { minLength: 1 }), at }),
  ),
  fc.record({
    role: fc.constant('assistant'),
    parts: fc.array(fc.oneof(spokenPart, reasoningPart, compactionPart, callPart), { minLength: 1 }),
    at,
  }),
);
const schema = json.map((properties) => ({ type: 'object', properties }));
const functionTool = fc
  .record({
    kind: fc.constant('function'),
    name: id,
    description: option(words),
    schema,
    strict: fc.boolean(),
    at,
  })
  .map(clean);
const customTool = fc
  .record({ kind: fc.constant('custom'), name: id, description: option(words), format: option(json), at })
  .map(clean)
  .filter((tool) => !('format' in tool) || Object.keys(tool.format ?? {}).length > 0);
const group = fc
  .tuple(id, fc.array(fc.oneof(functionTool, customTool), { minLength: 1, maxLength: 3 }))
  .map(([namespace, tools]) => tools.map((tool) => ({ ...tool, namespace, namespaceText: 'All of them' })));
const tools = fc
  .tuple(fc.array(fc.oneof(functionTool, customTool), { maxLength: 2 }), option(group))
  .map(([alone, grouped]) => [...alone, ...(grouped ?? [])]) as fc.Arbitrary<Tool[]>;

const conversations: fc.Arbitrary<Conversation> = fc
  .record({
    instructions: option(words),
    turns: fc.array(exchanges, { maxLength: 3 }),
    tools,
    parallelTools: option(fc.boolean()),
    reasoning: fc.constantFrom({}, { effort: 'none' }, { effort: 'max', summary: 'auto', show: true }),
    sampling: fc.constantFrom({}, { temperature: 0.5, topP: 0.9 }),
    maxTokens: option(fc.integer({ min: 16, max: 100_000 })),
    format: option(schema),
    key: option(words),
    user: option(id),
    serviceTier: option(fc.constantFrom('auto', 'flex')),
    stream: fc.boolean(),
  })
  .map(({ instructions, turns, format, key, user, serviceTier, reasoning, parallelTools, ...rest }) =>
    clean({
      ...emptyConversation,
      ...rest,
      // A choice of how to call needs something to call.
      parallelTools: rest.tools.length > 0 ? parallelTools : undefined,
      turns: [
        ...(instructions === undefined
          ? []
          : [{ role: 'system', parts: [{ kind: 'text', text: instructions, at: '' }], at: '' }]),
        ...turns.flat(),
      ],
      reasoning: { ...reasoning, wantsOpaque: true },
      output: format === undefined ? {} : { format: { kind: 'json', schema: format, name: 'n' } },
      cache: clean({ key }),
      metadata: clean({ user, serviceTier, store: false }),
    } as Conversation),
  );

/** What the API would not take is written so that it does, and read as that. */
function asWritten(conversation: Conversation): Conversation {
  return { ...conversation, from: 'openai-responses', turns: conversation.turns.map(unlisted) };
}

/** `detail` and the like stay; a result of one text is a text. Ids of reasoning stay behind. */
function unlisted(turn: Turn): Turn {
  const kept = turn.parts.filter((part: Part) => part.kind !== 'text' || part.text !== '');
  return { ...turn, parts: kept.map(withoutId) };
}

function withoutId(part: Part): Part {
  if (part.kind !== 'reasoning') return part;
  const { id: _, ...rest } = part;
  return rest;
}

/** Thoughts without state are marked as such. */
function unmarked<Any extends { readonly kind: string }>(parts: readonly Any[]): readonly Any[] {
  return parts.map((part) => {
    if (part.kind !== 'reasoning' || !('opaque' in part)) return part;
    const { opaque: own, ...rest } = part;
    return isDeepStrictEqual(own, { kind: 'none', data: '' }) ? (rest as unknown as Any) : part;
  });
}

describe('a request', () => {
  it('is read as it was written from another dialect', () => {
    fc.assert(
      fc.property(conversations, (conversation) => {
        const { body, losses } = write(conversation);
        expect(lost(losses)).toEqual([]);
        expect(placeless(read(JSON.parse(JSON.stringify(body)) as Fields))).toEqual(
          placeless(asWritten(conversation)),
        );
      }),
    );
  });

  it('comes out as it went in, in its own dialect', () => {
    fc.assert(
      fc.property(conversations, (conversation) => {
        const first = write(conversation).body;
        const { body, losses } = write(read(first));
        expect(body).toEqual(first);
        expect(lost(losses)).toEqual([]);
      }),
    );
  });

  it('never breaks the reader, and loses nothing in its own dialect', () => {
    const odd = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(
          null,
          true,
          1,
          '',
          'text',
          'function',
          'namespace',
          'custom',
          'web_search',
          'input_text',
          'input_image',
        ),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom(
            ...[
              'type',
              'role',
              'content',
              'text',
              'tools',
              'name',
              'id',
              'call_id',
              'summary',
              'encrypted_content',
              'output',
            ],
            ...[
              'arguments',
              'input',
              'action',
              'image_url',
              'file_data',
              'annotations',
              'phase',
              'result',
              '__proto__',
              'a/b~c',
            ],
          ),
          tie('value'),
          { maxKeys: 5 },
        ),
      ),
    })).value;
    const types = fc.constantFrom(
      ...[
        'message',
        'agent_message',
        'reasoning',
        'compaction',
        'function_call',
        'custom_tool_call',
        'local_shell_call',
      ],
      ...[
        'tool_search_call',
        'function_call_output',
        'custom_tool_call_output',
        'local_shell_call_output',
        'tool_search_output',
      ],
      ...[
        'additional_tools',
        'image_generation_call',
        'item_reference',
        'web_search_call',
        'anything',
        undefined,
      ],
    );
    const item = fc
      .tuple(
        types,
        fc.dictionary(
          fc.constantFrom(
            'role',
            'content',
            'id',
            'call_id',
            'summary',
            'encrypted_content',
            'output',
            'tools',
            'action',
            'arguments',
            'input',
            'execution',
            'result',
            'name',
            'status',
          ),
          odd,
        ),
      )
      .map(([type, members]) => ({ ...members, ...(type !== undefined && { type }) }));
    const body = fc.dictionary(
      fc.constantFrom(
        ...[
          'instructions',
          'tools',
          'tool_choice',
          'reasoning',
          'text',
          'include',
          'metadata',
          'user',
          'store',
          'stream',
        ],
        ...['max_output_tokens', 'temperature', 'service_tier', 'prompt_cache_key', 'anything', 'truncation'],
      ),
      odd,
    );
    fc.assert(
      fc.property(body, fc.array(item, { maxLength: 5 }), (fields, input) => {
        const decoded = codec.decodeRequest({ ...fields, input }, { stream: false });
        if (!decoded.ok) throw new Error(decoded.detail);
        const own = write(decoded.conversation).body;
        expect(Object.keys(JSON.parse(JSON.stringify(own)))).toContain('model');
        write(
          { ...decoded.conversation, from: 'openai-chat' },
          { thinking: 'none', quirks: { simpleInputList: true } },
        );
        const again = codec.decodeRequest(JSON.parse(JSON.stringify({ input: [], ...own })), {
          stream: false,
        });
        expect(again.ok).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

const state = fc.record({
  kind: fc.constantFrom('anthropic-signature', 'gemini-signature', 'openai-encrypted'),
  data: words,
  origin: fc.constant(origin),
});
const phase = option(fc.constantFrom('commentary', 'final_answer'));
const textBlock = fc
  .record({
    kind: fc.constant('text'),
    text: words,
    phase,
    refusal: option(fc.constant(true)),
    opaque: option(state),
  })
  .map(clean);
const reasoningBlock = fc
  .record({
    kind: fc.constant('reasoning'),
    text: fc.array(words, { minLength: 1, maxLength: 3 }),
    raw: option(fc.constant(true)),
    opaque: option(state),
  })
  .map(clean);
const callBlock = fc
  .record({
    kind: fc.constant('call'),
    id,
    name: id,
    namespace: option(id),
    form: fc.constantFrom('function', 'custom'),
    input: words,
    object: json,
    opaque: option(state),
  })
  .map(({ input, object, ...call }) =>
    clean({ ...call, input: call.form === 'function' ? JSON.stringify(object) : input }),
  );
const pictureBlock = fc.record({
  kind: fc.constant('media'),
  mimeType: fc.constantFrom('image/png', 'image/webp'),
  data: fc.base64String({ minLength: 4 }),
});
const blockLists = fc.uniqueArray(fc.oneof(textBlock, reasoningBlock, callBlock, pictureBlock), {
  maxLength: 6,
  selector: (block) => ('id' in block ? block.id : block),
}) as fc.Arbitrary<Block[]>;
const figures = fc.integer({ min: 0, max: 1_000_000 });
const replies: fc.Arbitrary<Reply> = fc
  .record({
    id: id.map((text) => `resp_${text}`),
    model: id,
    created: fc.integer({ min: 0 }),
    blocks: blockLists,
    end: fc.constantFrom<Finish>(
      { reason: 'stop', native: 'completed' },
      { reason: 'length', native: 'max_output_tokens' },
      { reason: 'content-filter', native: 'content_filter' },
    ),
    usage: fc.record({
      ...{ input: figures, cacheRead: figures, cacheWrite5m: figures, cacheWrite1h: fc.constant(0) },
      ...{ output: figures, reasoning: figures, estimated: fc.constant(false) },
    }),
  })
  .map(({ end, ...reply }) => ({ ...reply, finish: finishOf(end, reply.blocks) }));

/** Of a completed answer its blocks tell why it ended. */
function finishOf(end: Finish, blocks: readonly Block[]): Finish {
  if (end.reason !== 'stop') return end;
  if (blocks.some(({ kind }) => kind === 'call')) return { ...end, reason: 'tool-calls' };
  const isRefusal = blocks.some((block) => block.kind === 'text' && block.refusal === true);
  return isRefusal ? { ...end, reason: 'refusal' } : end;
}

/** Blocks as parts of the next request hold them. */
function asParts(blocks: readonly Block[]): readonly unknown[] {
  return blocks.map((block) => {
    switch (block.kind) {
      case 'call':
        return { ...block, kind: 'tool-call' };
      case 'media':
        return {
          kind: 'media',
          media: 'image',
          source: { kind: 'base64', mimeType: block.mimeType, data: block.data },
        };
      default:
        return block;
    }
  });
}

/** A client's next request, from the items as they were done. */
function nextRequest(stream: string): Conversation {
  const input = dataOf(stream).flatMap(({ type, item }) =>
    type === 'response.output_item.done' ? [item] : [],
  );
  return read({ model: 'm', input });
}

function withoutIds(parts: readonly Part[]): readonly unknown[] {
  return parts.map((part) => {
    if (part.kind !== 'reasoning') return part;
    const { id: _, ...rest } = part;
    return rest;
  });
}

const keeps = {
  ...encodeContext(),
  reasoning: { wantsOpaque: true },
};

describe('an answer', () => {
  it('written as a stream is official, and read as it was', () => {
    fc.assert(
      fc.property(replies, (reply) => {
        const stateless: Reply = {
          ...reply,
          blocks: reply.blocks.map(({ ...block }) => withoutState(block)),
        };
        const stream = encodedStream(stateless);
        expect(judge.checkStream(stream)).toEqual([]);
        const again = decodedStream(streamEvents(stream));
        expect(asReadBack({ ...again, ...(reply.usage && { usage: usageOf(stream) }) })).toEqual(
          asReadBack(stateless),
        );
        expect([again.id, again.created, again.finish]).toEqual([reply.id, reply.created, reply.finish]);
        const whole = codec.encodeReply(stateless, encodeContext());
        expect(judge.checkAnswer(whole)).toEqual([]);
        const { usage: _, ...bare } = stateless;
        expect(asReadBack(codec.decodeReply(whole, decodeContext()))).toEqual(asReadBack(bare));
      }),
    );
  });

  it('comes back with the next request, every state where it was', () => {
    fc.assert(
      fc.property(replies, (reply) => {
        const stream = encodedStream(reply, keeps);
        expect(judge.checkStream(stream)).toEqual([]);
        const expected = placeless(asParts(reply.blocks));
        const [turn] = nextRequest(stream).turns;
        expect(placeless(withoutIds(unmarked(turn?.parts ?? [])))).toEqual(expected);
        const { output } = codec.encodeReply(reply, keeps);
        const [other] = read({ model: 'm', input: output }).turns;
        expect(placeless(withoutIds(unmarked(other?.parts ?? [])))).toEqual(expected);
      }),
    );
  });

  it('with calls beside each other never mixes their input', () => {
    const calls = fc.uniqueArray(callBlock, {
      minLength: 2,
      maxLength: 4,
      selector: ({ id: own }) => own,
    }) as fc.Arbitrary<CallBlock[]>;
    fc.assert(
      fc.property(calls, fc.array(fc.nat(3)), (blocks, order) => {
        const events = interleaved(blocks, order);
        const stream = encodedEvents(events);
        expect(judge.checkStream(stream)).toEqual([]);
        const expected = collected(events).blocks.map(withoutState);
        const again = decodedStream(streamEvents(stream)).blocks.filter(({ kind }) => kind === 'call');
        expect(again).toEqual(expected);
        expect(placeless(nextRequest(stream).turns[0]?.parts)).toEqual(placeless(asParts(blocks)));
      }),
    );
  });

  it('whose events are odd never breaks the reader', () => {
    const value = fc.oneof(
      fc.constantFrom(null, 0, 1, -1, '', 'a', 'message', 'reasoning', 'function_call', true),
      fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 2 }),
    );
    const item = fc.record(
      {
        type: value,
        id: value,
        call_id: value,
        name: value,
        arguments: value,
        content: value,
        summary: value,
      },
      { requiredKeys: [] },
    );
    const types = fc.constantFrom(
      ...[
        'created',
        'completed',
        'incomplete',
        'output_item.added',
        'output_item.done',
        'output_text.delta',
        'output_text.done',
      ],
      ...[
        'function_call_arguments.delta',
        'function_call_arguments.done',
        'reasoning_text.delta',
        'reasoning_summary_text.done',
      ],
      ...[
        'content_part.done',
        'refusal.delta',
        'custom_tool_call_input.done',
        'output_text.annotation.added',
        'anything',
      ],
    );
    const event = fc
      .tuple(
        types,
        fc.record(
          {
            item,
            output_index: value,
            item_id: value,
            delta: value,
            text: value,
            arguments: value,
            content_index: value,
            annotation: item,
            response: fc.record({ output: fc.array(item), status: value }),
          },
          { requiredKeys: [] },
        ),
      )
      .map(([type, members]) => ({ name: '', data: { type: `response.${type}`, ...members } }));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const reply = decodedStream(events);
        const blocks = reply.blocks.filter(({ kind }) => kind !== 'hosted');
        // What a model writes as arguments is the client's to judge.
        const excused = { 'arguments-json': 'made up', 'arguments-object': 'made up' };
        expect(judge.checkStream(encodedStream({ ...reply, blocks }), 'sse', { excused })).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

function withoutState<Any extends Block>(block: Any): Any {
  const { opaque: _, ...rest } = { opaque: undefined, ...block };
  return rest as Any;
}

function usageOf(stream: string) {
  const reader = wire.createUsageReader({});
  for (const event of stream.split(/(?<=\n\n)/)) reader.take(event);
  return (
    reader.read() ?? {
      input: 0,
      cacheRead: 0,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      output: 0,
      reasoning: 0,
      estimated: true,
    }
  );
}

/** Opens all calls, and sends a character of one after the other in a given order. */
function interleaved(blocks: readonly CallBlock[], order: readonly number[]): readonly ReplyEvent[] {
  const events: ReplyEvent[] = blocks.map(({ id: own, name, namespace, form }, block) => ({
    kind: 'open',
    block,
    head: { kind: 'call', id: own, name, form, ...(namespace !== undefined && { namespace }) },
  }));
  const left = blocks.map(({ input }) => [...input]);
  const send = (block: number) => {
    const text = left[block]?.shift();
    if (text !== undefined) events.push({ kind: 'delta', block, text });
  };
  for (const block of order) send(block);
  blocks.forEach(({ opaque: own }, block) => {
    while ((left[block]?.length ?? 0) > 0) send(block);
    events.push({ kind: 'close', block, ...(own !== undefined && { opaque: own }) });
  });
  events.push({ kind: 'finish', finish: { reason: 'tool-calls' } });
  return events;
}
