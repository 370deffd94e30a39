import { describe, expect, it } from 'vitest';
import type { Part, Turn } from '../../../../src/gateway/dialects/conversation.ts';
import {
  carriedMark,
  carryOpaque,
  readSignature,
} from '../../../../src/gateway/dialects/gemini-generate/carried-state.ts';
import { geminiGenerateCodec } from '../../../../src/gateway/dialects/gemini-generate/codec.ts';
import { standInSignature } from '../../../../src/gateway/dialects/gemini-generate/stand-in.ts';
import { type Fields, isFields, listOf } from '../../../../src/gateway/dialects/json-value.ts';
import { type Opaque, wrapOpaque } from '../../../../src/gateway/dialects/opaque.ts';
import type { Block, Reply } from '../../../../src/gateway/dialects/reply.ts';
import {
  chunksOf,
  encodeContext,
  origin,
  partsOf,
  playedReply,
  read,
  readModelParts,
  withoutPlaces,
  write,
  written,
} from './codec-helpers.ts';

const claude: Opaque = { kind: 'anthropic-signature', data: 'Ek+/=', origin };
const google: Opaque = { kind: 'gemini-signature', data: 'c2ln', origin };
const thoughts = { kind: 'reasoning', text: ['Grüß.', 'b'], opaque: claude } as const;
const call = { kind: 'call', id: 'i', name: 'f', form: 'function', input: '{}' } as const;
const redacted = {
  kind: 'reasoning',
  text: [],
  opaque: { kind: 'anthropic-redacted', data: 'xyz', origin },
} as const;
const said = { kind: 'text', text: 'x' } as const;

/** What a client makes of the parts that it got, before it sends them back. */
const clients: Readonly<Record<string, (parts: readonly Fields[]) => readonly Fields[]>> = {
  'an SDK that keeps every chunk': (parts) => parts,
  // geminiChat.js of 0.61: thoughts are dropped, text is joined to the text before, whose signature stays.
  'Gemini CLI': (parts) => {
    const kept: Record<string, unknown>[] = [];
    for (const part of parts.filter((one) => one.thought !== true && !isNothing(one))) {
      const last = kept.at(-1);
      if (typeof last?.text === 'string' && last.text !== '' && typeof part.text === 'string')
        last.text += part.text;
      else kept.push({ ...part });
    }
    return kept.map((part) => {
      const { text, ...rest } = part;
      return text === '' ? rest : part;
    });
  },
};

function isNothing(part: Fields): boolean {
  return part.text === '' && Object.keys(part).length === 1;
}

function partsIn({ contents }: Fields): readonly Fields[] {
  return listOf(contents)
    .filter(isFields)
    .flatMap(({ parts }) => listOf(parts).filter(isFields));
}

function returned(
  blocks: readonly Block[],
  client: (parts: readonly Fields[]) => readonly Fields[],
): unknown {
  const reply: Reply = { blocks, finish: { reason: 'stop' } };
  return withoutPlaces(readModelParts(client(partsOf(chunksOf(written(playedReply(reply)))))));
}

/** The same as a part of a request. */
function asPart(block: Block): unknown {
  if (block.kind !== 'call') return block;
  return { ...block, kind: 'tool-call', ...(block.opaque === undefined && { unsigned: true }) };
}

describe.each(Object.entries(clients))('state of an answer comes back from %s', (_, client) => {
  it.each<[string, readonly Block[]]>([
    ['thoughts before a call', [thoughts, { ...call, opaque: google }]],
    ['thoughts before text', [thoughts, said]],
    ['thoughts alone', [thoughts]],
    ['hidden thoughts', [redacted, said]],
    ['two blocks of thoughts', [redacted, thoughts, said]],
    ['a call', [said, { ...call, opaque: google }]],
    [
      'a call of two',
      [
        { ...call, opaque: google },
        { ...call, id: 'j' },
      ],
    ],
  ])('%s', (_name, blocks) => {
    expect(returned(blocks, client)).toEqual(blocks.map(asPart));
  });

  it('on the call behind the thoughts, as Google does', () => {
    const { unsigned: _unsigned, ...part } = asPart(call) as Record<string, unknown>;
    expect(returned([said, thoughts, call], client)).toEqual([said, thoughts, part]);
  });
});

describe('a call of another vendor’s model without any state', () => {
  const blocks = [said, call, { ...call, id: 'j' }] as const;

  it.each(Object.entries(clients))(
    'goes to Google with its stand-in when it comes back from %s',
    (_, client) => {
      const reply: Reply = { blocks, finish: { reason: 'stop' } };
      for (const given of [
        partsOf(chunksOf(written(playedReply(reply)))),
        partsOf([geminiGenerateCodec.encodeReply(reply, encodeContext())]),
      ]) {
        const parts = readModelParts(client(given));
        expect(parts.some((part) => 'opaque' in part)).toBe(false);
        const turns: readonly Turn[] = [{ role: 'assistant', parts, at: '' }];
        const body = write({ from: 'gemini-generate', turns }, { model: 'gemini-3-pro' });
        expect(partsIn(body).filter(({ functionCall }) => functionCall !== undefined)).toMatchObject([
          { functionCall: { id: 'i' }, thoughtSignature: standInSignature },
          { functionCall: { id: 'j' } },
        ]);
      }
    },
  );
});

it('comes back from the chats of @google/genai, which keep every chunk as a content of its own', () => {
  const reply: Reply = { blocks: [thoughts, said, { ...call, opaque: google }], finish: { reason: 'stop' } };
  const events = playedReply(reply).flatMap((event) =>
    event.kind === 'delta' && event.text === 'x' ? [event, { ...event, text: 'y' }] : [event],
  );
  const contents = chunksOf(written(events)).map((chunk) => ({ role: 'model', parts: partsOf([chunk]) }));
  const blocks = [thoughts, { ...said, text: 'xy' }, { ...call, opaque: google }];
  expect(withoutPlaces(read({ contents }).turns)).toEqual([{ role: 'assistant', parts: blocks.map(asPart) }]);
});

it('is the same in an answer that comes whole', () => {
  const reply: Reply = { blocks: [thoughts, call, redacted], finish: { reason: 'stop' } };
  const parts: readonly Part[] = readModelParts(
    partsOf([geminiGenerateCodec.encodeReply(reply, encodeContext())]),
  );
  expect(parts).toMatchObject([thoughts, { kind: 'tool-call' }, redacted]);
});

describe('a signature', () => {
  it('is base64, which clients in Go and Python decode', () => {
    const signatures = chunksOf(
      written(playedReply({ blocks: [thoughts, said], finish: { reason: 'stop' } })),
    )
      .flatMap((chunk) => partsOf([chunk]))
      .flatMap(({ thoughtSignature }) => (typeof thoughtSignature === 'string' ? [thoughtSignature] : []));
    expect(signatures).toHaveLength(1);
    expect(signatures[0]).toMatch(/^[A-Za-z0-9+/]+=*$/);
    expect(signatures[0]?.startsWith(carriedMark)).toBe(true);
  });

  it('is read in either alphabet, and unencoded', () => {
    const opaque: Opaque = { kind: 'gemini-signature', data: '\u00ff\u00fe???>>>', origin };
    const carried = carryOpaque(opaque);
    expect(readSignature(carried)).toEqual({ kind: 'own', opaque });
    expect(readSignature(carried.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''))).toEqual({
      kind: 'own',
      opaque,
    });
    expect(readSignature(wrapOpaque(opaque))).toEqual({ kind: 'own', opaque });
  });

  it('of Google itself is state of unknown origin', () => {
    expect(readSignature('AY89a1+x')).toEqual({
      kind: 'own',
      opaque: { kind: 'gemini-signature', data: 'AY89a1+x' },
    });
  });

  it.each([carriedMark, `${carriedMark}AAAA`, 'patchbay-opaque-1.', 'patchbay-opaque-1.a.b.c'])(
    'that is damaged is taken as one: %s',
    (damaged) => {
      expect(readSignature(damaged)).toEqual({
        kind: 'own',
        opaque: { kind: 'gemini-signature', data: damaged },
      });
    },
  );

  it('tells of reasoning only by an object', () => {
    const odd = Buffer.from(`${wrapOpaque(claude)}.[1]`).toString('base64');
    expect(readSignature(odd)).toEqual({ kind: 'own', opaque: claude });
  });
});

it('keeps thoughts that are other than those a signature tells of', () => {
  const [, state] = partsOf(
    chunksOf(written(playedReply({ blocks: [thoughts], finish: { reason: 'stop' } }))),
  )
    .filter(isFields)
    .slice(-2);
  expect(readModelParts([{ text: 'Other.', thought: true }, state])).toMatchObject([
    { kind: 'reasoning', text: ['Other.'] },
    { kind: 'reasoning', text: thoughts.text, opaque: claude },
  ]);
});
