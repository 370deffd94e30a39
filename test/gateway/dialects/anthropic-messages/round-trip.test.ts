import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anthropicMessagesCodec as codec } from '../../../../src/gateway/dialects/anthropic-messages/codec.ts';
import { anthropicMessagesWire as wire } from '../../../../src/gateway/dialects/anthropic-messages/wire.ts';
import type { Conversation, Part, Tool, Turn } from '../../../../src/gateway/dialects/conversation.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { unwrapOpaque } from '../../../../src/gateway/dialects/opaque.ts';
import type { Block, Finish, Reply, ReplyEvent } from '../../../../src/gateway/dialects/reply.ts';
import { mark } from '../../../../src/gateway/dialects/wire.ts';
import { noUsage } from '../../../../src/gateway/exchange/usage.ts';
import { isRecord } from '../../../support/json-value.ts';
import {
  CodecRun,
  decodeContext,
  emptyConversation,
  encodeContext,
  lost,
  origin,
} from '../../../support/run-codec.ts';
import { streamEvents } from '../../../support/sse-events.ts';

const { decodedStream, encodedEvents, encodedStream, read, write } = new CodecRun(codec);

const words = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() !== '');
const id = fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/);
const name = fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/);
/** As it is after it was sent: JSON has no -0. */
const json = fc
  .dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 })
  .map((value): Fields => JSON.parse(JSON.stringify(value)));
const input = json.map((value) => (Object.keys(value).length === 0 ? '' : JSON.stringify(value)));
const cache = fc.option(fc.constantFrom({}, { ttl: '1h' as const }, { ttl: '5m' as const }), {
  nil: undefined,
});
const at = fc.constant('');

function clean<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

const textPart = fc.record({ kind: fc.constant('text'), text: words, cache, at }).map(clean);
const mediaPart = fc
  .record({
    kind: fc.constant('media'),
    media: fc.constantFrom('image', 'document'),
    source: fc.oneof(
      fc.record({
        kind: fc.constant('base64'),
        mimeType: fc.constantFrom('image/png', 'application/pdf'),
        data: fc.base64String(),
      }),
      fc.record({ kind: fc.constant('url'), url: fc.webUrl() }),
      fc.record({ kind: fc.constant('file-id'), id, dialect: fc.constant('anthropic-messages') }),
    ),
    cache,
    at,
  })
  .map(clean);
const reasoningPart = fc.oneof(
  fc.record({
    kind: fc.constant('reasoning'),
    text: fc.array(words, { maxLength: 1 }),
    opaque: fc.record({ kind: fc.constant('anthropic-signature'), data: words }),
    at,
  }),
  fc.record({
    kind: fc.constant('reasoning'),
    text: fc.constant([]),
    opaque: fc.record({ kind: fc.constant('anthropic-redacted'), data: words }),
    at,
  }),
);
const callPart = fc
  .record({ kind: fc.constant('tool-call'), id, name, form: fc.constant('function'), input, cache, at })
  .map(clean);
const resultPart = fc
  .record({
    kind: fc.constant('tool-result'),
    // No call has this id, so that no name is learned.
    id: id.map((text) => `other-${text}`),
    form: fc.constant('function'),
    content: fc.array(fc.oneof(textPart, mediaPart), { maxLength: 3 }),
    isError: fc.option(fc.constant(false), { nil: undefined }),
    cache,
    at,
  })
  .map(clean);
const turn = fc.oneof(
  fc.record({
    role: fc.constant('user'),
    parts: fc.array(fc.oneof(textPart, mediaPart, resultPart), { minLength: 1 }),
    at,
  }),
  fc.record({
    role: fc.constant('assistant'),
    parts: fc.array(fc.oneof(textPart, reasoningPart, callPart), { minLength: 1 }),
    at,
  }),
  fc.record({ role: fc.constant('system'), parts: fc.array(textPart, { minLength: 1 }), at }),
) as fc.Arbitrary<Turn>;
const tool = fc
  .record({
    kind: fc.constant('function'),
    name,
    description: fc.option(words, { nil: undefined }),
    schema: json,
    cache,
    at,
  })
  .map(clean) as fc.Arbitrary<Tool>;
const option = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const conversations: fc.Arbitrary<Conversation> = fc
  .record({
    system: fc.array(textPart as fc.Arbitrary<Part>, { maxLength: 2 }),
    turns: fc.array(turn, { maxLength: 5 }),
    tools: fc.array(tool, { maxLength: 3 }),
    toolChoice: option(
      fc.constantFrom(
        { kind: 'auto' } as const,
        { kind: 'required' } as const,
        { kind: 'tool', name: 'f' } as const,
      ),
    ),
    reasoning: fc.constantFrom(
      {},
      { effort: 'none' },
      { effort: 'high' },
      { budget: 1024 },
      { adaptive: true, show: true },
    ),
    sampling: fc.constantFrom({}, { temperature: 0.5, topP: 0.9, topK: 3 }),
    maxTokens: fc.integer({ min: 1, max: 100_000 }),
    stop: fc.array(words, { maxLength: 2 }),
    format: option(json),
    user: option(words.filter((text) => !text.includes('_session_') && !text.startsWith('{'))),
    mark: cache,
    stream: fc.boolean(),
  })
  .map(({ system, turns, format, user, mark: whole, ...rest }) =>
    clean({
      ...emptyConversation,
      ...rest,
      from: 'anthropic-messages',
      turns: [
        ...(system.length > 0 ? [{ role: 'system', parts: system, at: '/system' }] : []),
        // A begun answer loses its last white space, and a budget needs thoughts before results: both are no identity.
        ...turns,
        { role: 'user', parts: [{ kind: 'text', text: 'Go on', at: '' }], at: '' },
      ],
      output: format === undefined ? {} : { format: { kind: 'json', schema: format } },
      metadata: clean({ user }),
      cache: clean({ mark: whole }),
    } as Conversation),
  );

function placeless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(placeless);
  if (!isRecord(value)) return value;
  const members = Object.entries(value).filter(([member]) => member !== 'at');
  return Object.fromEntries(members.map(([member, item]) => [member, placeless(item)]));
}

describe('a request', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(conversations, (conversation) => {
        const { body, losses } = write(conversation, { quirks: { mostCacheMarks: 1000 } });
        expect(lost(losses)).toEqual([]);
        expect(placeless(read(JSON.parse(JSON.stringify(body)) as Fields))).toEqual(placeless(conversation));
      }),
    );
  });

  it('never breaks the reader', () => {
    const odd = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, 1, '', 'text', 'tool_use', 'user', 'document', 'thinking', 'ephemeral'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom(
            ...[
              'type',
              'role',
              'content',
              'text',
              'source',
              'input',
              'name',
              'id',
              'thinking',
              'signature',
              'tool',
            ],
            ...['cache_control', 'citations', 'tool_use_id', 'definition', 'data', 'url', '__proto__', 'ttl'],
          ),
          tie('value'),
          { maxKeys: 5 },
        ),
      ),
    })).value;
    const body = fc.dictionary(
      fc.constantFrom(
        ...[
          'messages',
          'system',
          'tools',
          'tool_choice',
          'thinking',
          'output_config',
          'output_format',
          'metadata',
        ],
        ...['stop_sequences', 'max_tokens', 'temperature', 'cache_control', 'service_tier', 'anything'],
      ),
      odd,
    );
    const messages = fc.array(
      fc.record({ role: fc.constantFrom('user', 'assistant', 'system'), content: odd }),
    );
    fc.assert(
      fc.property(body, messages, (fields, list) => {
        const decoded = codec.decodeRequest({ ...fields, messages: list }, { stream: false });
        if (!decoded.ok) return;
        const { body: own } = write(decoded.conversation);
        expect(JSON.parse(JSON.stringify(own))).toMatchObject({ model: 'm' });
        write({ ...decoded.conversation, from: 'openai-chat' }, { thinking: 'budget' });
      }),
      { numRuns: 500 },
    );
  });
});

const opaque = fc.record({
  kind: fc.constantFrom('anthropic-signature', 'openai-encrypted'),
  data: words,
  origin: fc.constant(origin),
});
const textBlock = fc.record({ kind: fc.constant('text'), text: words });
const thoughtBlock = fc
  .record({
    kind: fc.constant('reasoning'),
    text: fc.array(words, { minLength: 1, maxLength: 1 }),
    opaque: option(opaque),
  })
  .map(clean);
const sealedBlock = fc.record({ kind: fc.constant('reasoning'), text: fc.constant([]), opaque });
const callBlock = fc.record({ kind: fc.constant('call'), id, name, form: fc.constant('function'), input });
const hostedBlock = fc.constantFrom(
  {
    ...{ kind: 'hosted', tool: 'web-search', text: 'web_search: q', dialect: 'anthropic-messages' },
    value: { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'q' } },
  },
  {
    ...{ kind: 'hosted', tool: 'code', text: 'out', dialect: 'anthropic-messages' },
    value: { type: 'code_execution_tool_result', tool_use_id: 's', content: { stdout: 'out' } },
  },
);
const blockLists = fc.uniqueArray(fc.oneof(textBlock, thoughtBlock, sealedBlock, callBlock, hostedBlock), {
  maxLength: 6,
  selector: (block) => ('id' in block ? block.id : block),
}) as fc.Arbitrary<Block[]>;
const figures = fc.integer({ min: 0, max: 1_000_000 });
const replies: fc.Arbitrary<Reply> = fc
  .record({
    id: id.map((text) => `msg_${text}`),
    model: name,
    blocks: blockLists,
    end: fc.constantFrom<Finish>(
      { reason: 'length', native: 'max_tokens' },
      { reason: 'pause', native: 'pause_turn' },
      { reason: 'refusal', native: 'refusal', detail: 'no' },
      { reason: 'context-full', native: 'model_context_window_exceeded' },
    ),
    usage: fc.record({
      ...{ input: figures, cacheRead: figures, cacheWrite5m: figures, cacheWrite1h: figures },
      ...{ output: figures, reasoning: figures, estimated: fc.constant(false) },
    }),
  })
  .map(({ end, ...reply }) => ({ ...reply, finish: end }));

/** What a client sends back of a block: its state comes out of its wrapping. */
function unwrapped(block: Block): Block {
  if (block.kind !== 'reasoning' || block.opaque === undefined) return block;
  const { opaque: outer, ...rest } = block;
  const inner = unwrapOpaque(outer.data);
  return inner === undefined || inner.kind === 'none' ? rest : { ...rest, opaque: inner };
}

function expected({ usage: _, ...reply }: Reply): Reply {
  return reply;
}

describe('an answer', () => {
  it('is the same after a stream of it', () => {
    fc.assert(
      fc.property(replies, (reply) => {
        const again = decodedStream(streamEvents(encodedStream(reply)));
        expect({ ...again, blocks: again.blocks.map(unwrapped) }).toEqual(expected(reply));
      }),
    );
  });

  it('is the same after it was written whole', () => {
    fc.assert(
      fc.property(replies, (reply) => {
        const body = JSON.parse(JSON.stringify(codec.encodeReply(reply, encodeContext()))) as Fields;
        const again = codec.decodeReply(body, decodeContext());
        expect({ ...again, blocks: again.blocks.map(unwrapped) }).toEqual(expected(reply));
        expect(wire.usageOfAnswer(Buffer.from(JSON.stringify(body)), {})).toEqual(reply.usage);
      }),
    );
  });

  it('has figures that the reader of figures reads', () => {
    fc.assert(
      fc.property(replies, (reply) => {
        const reader = wire.createUsageReader({});
        for (const event of encodedStream(reply).split(/(?<=\n\n)/)) {
          if ((wire.classify(event) & mark.usage) !== 0) reader.take(event);
        }
        expect(reader.read()).toEqual(reply.usage ?? noUsage);
      }),
    );
  });

  it('keeps the arguments of parallel calls apart, however their pieces come', () => {
    const calls = fc.array(fc.array(fc.string({ minLength: 1 }), { maxLength: 4 }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(calls, fc.infiniteStream(fc.nat()), (inputs, choices) => {
        const events: ReplyEvent[] = [];
        const left = inputs.map((pieces) => [...pieces]);
        const opened = new Set<number>();
        const closed = new Set<number>();
        let next = 0;
        while (closed.size < inputs.length) {
          const running = [...opened].filter((block) => !closed.has(block));
          const pick = choices.next().value % (running.length + 1);
          const block = running[pick];
          if (block === undefined) {
            if (next === inputs.length) continue;
            events.push({
              kind: 'open',
              block: next,
              head: { kind: 'call', id: `c${next}`, name: 'f', form: 'function' },
            });
            opened.add(next);
            next += 1;
            continue;
          }
          const text = left[block]?.shift();
          if (text !== undefined) events.push({ kind: 'delta', block, text });
          else {
            events.push({ kind: 'close', block });
            closed.add(block);
          }
        }
        events.push({ kind: 'finish', finish: { reason: 'tool-calls' } });
        const found = decodedStream(streamEvents(encodedEvents(events))).blocks;
        expect(found).toEqual(
          inputs.map((pieces, index) => ({
            ...{ kind: 'call', id: `c${index}`, name: 'f', form: 'function' },
            input: pieces.join(''),
          })),
        );
      }),
    );
  });
});
