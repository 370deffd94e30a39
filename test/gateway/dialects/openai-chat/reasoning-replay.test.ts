import { describe, expect, it } from 'vitest';
import type { Part } from '../../../../src/gateway/dialects/conversation.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import type { Opaque } from '../../../../src/gateway/dialects/opaque.ts';
import { openAiChatCodec } from '../../../../src/gateway/dialects/openai-chat/codec.ts';
import type { Block, Reply } from '../../../../src/gateway/dialects/reply.ts';
import { isRecord, valueAt } from '../../../support/json-value.ts';
import { conversationOf, encodeContext, origin } from './chat-codec.ts';

/*
 * State of another vendor's model goes out to a client of this dialect and comes back with its history. What clients do
 * between is theirs: they join texts, drop members they do not know, cut white space.
 */

const state = (data: string): Opaque => ({ kind: 'anthropic-signature', data, origin });
const blocks: readonly Block[] = [
  { kind: 'reasoning', text: ['first', 'and more'], opaque: state('one') },
  { kind: 'reasoning', text: ['unsigned'] },
  { kind: 'reasoning', text: ['second'], opaque: state('two'), id: 'rs_2' },
  { kind: 'text', text: 'Hello' },
  {
    kind: 'call',
    id: 'c',
    name: 'f',
    form: 'function',
    input: '{}',
    opaque: { kind: 'gemini-signature', data: 'three', origin },
  },
];

function message(): Fields {
  const reply: Reply = { blocks, finish: { reason: 'tool-calls' } };
  const found = valueAt(openAiChatCodec.encodeReply(reply, encodeContext()), 'choices', 0, 'message');
  return isRecord(found) ? found : {};
}

function partsOf(sent: Fields): readonly unknown[] {
  const parts: readonly Part[] = conversationOf({ messages: [sent] }).turns[0]?.parts ?? [];
  return parts.map(({ at: _, ...part }) => part);
}

const signed = [
  { kind: 'reasoning', text: ['first', 'and more'], opaque: state('one') },
  { kind: 'reasoning', text: ['unsigned'] },
  { kind: 'reasoning', text: ['second'], opaque: state('two'), id: 'rs_2' },
];
const answer = { kind: 'text', text: 'Hello' };
const call = {
  kind: 'tool-call',
  id: 'c',
  name: 'f',
  form: 'function',
  input: '{}',
  opaque: { kind: 'gemini-signature', data: 'three', origin },
};

describe('reasoning that comes back', () => {
  it('is divided as it was', () => {
    expect(partsOf(message())).toEqual([...signed, answer, call]);
  });

  it('has its text without the client’s help', () => {
    const { reasoning_content: _, ...sent } = message();
    expect(partsOf(sent)).toEqual([signed[0], signed[2], answer, call]);
  });

  it('has the text that was signed where the client changed what it shows', () => {
    expect(partsOf({ ...message(), reasoning_content: 'shortened' })).toEqual([
      signed[0],
      signed[2],
      answer,
      call,
    ]);
  });

  it('has a call’s state by the call’s id alone, or in the call alone', () => {
    const { tool_calls: calls, reasoning_details: details, ...rest } = message();
    const bare = [
      { ...(isRecord(valueAt(calls, 0)) ? Object(valueAt(calls, 0)) : {}), extra_content: undefined },
    ];
    expect(partsOf({ ...rest, tool_calls: bare, reasoning_details: details }).at(-1)).toEqual(call);
    expect(partsOf({ ...rest, tool_calls: calls }).at(-1)).toEqual(call);
  });

  it('is text alone for clients that keep no state', () => {
    const { tool_calls: _, reasoning_details: __, ...sent } = message();
    expect(partsOf(sent)).toEqual([
      { kind: 'reasoning', text: ['first\n\nand more\n\nunsigned\n\nsecond'] },
      answer,
    ]);
  });

  it('of a provider of this dialect is one state, its text beside', () => {
    const details = [{ type: 'reasoning.text', text: 'a', signature: 's', index: 0 }];
    const opaque = { kind: 'chat-details', data: JSON.stringify(details) };
    expect(partsOf({ role: 'assistant', content: null, reasoning_details: details })).toEqual([
      { kind: 'reasoning', text: ['a'], opaque },
    ]);
    expect(partsOf({ role: 'assistant', content: '', reasoning: 'b', reasoning_details: details })).toEqual([
      { kind: 'reasoning', text: ['b'], opaque },
    ]);
  });

  it('of both kinds at once is kept apart', () => {
    const details = [{ type: 'reasoning.encrypted', data: 'x' }];
    const sent = message();
    const both = [...details, ...(Array.isArray(sent.reasoning_details) ? sent.reasoning_details : [])];
    expect(partsOf({ ...sent, reasoning_details: both })).toEqual([
      ...signed,
      { kind: 'reasoning', text: [], opaque: { kind: 'chat-details', data: JSON.stringify(details) } },
      answer,
      call,
    ]);
  });

  it('is nothing of ours when the wrapping is damaged', () => {
    const details = [{ type: 'reasoning.encrypted', data: 'patchbay-opaque-1.xx' }];
    expect(partsOf({ role: 'assistant', content: null, reasoning_details: details })).toEqual([
      { kind: 'reasoning', text: [], opaque: { kind: 'chat-details', data: JSON.stringify(details) } },
    ]);
  });

  it('from another gateway of this kind stays wrapped for it', () => {
    const sent = message();
    const body = {
      choices: [
        { index: 0, message: { role: 'assistant', content: 'a', reasoning_details: sent.reasoning_details } },
      ],
    };
    const elsewhere = { ...origin, provider: 'the-inner-gateway' };
    const reply = openAiChatCodec.decodeReply(body, {
      quirks: {},
      origin: elsewhere,
      id: (prefix) => prefix,
      losses: encodeContext().losses,
    });
    expect(reply.blocks.find(({ kind }) => kind === 'reasoning')).toMatchObject({
      opaque: { kind: 'chat-details', data: JSON.stringify(sent.reasoning_details), origin: elsewhere },
    });
  });
});

describe('state of a text, which Gemini signs, too', () => {
  const opaque: Opaque = { kind: 'gemini-signature', data: 'four', origin };
  const text = { kind: 'text', text: 'Hello', opaque } as const;
  const sentOf = (block: Block): Fields => {
    const body = openAiChatCodec.encodeReply(
      { blocks: [block], finish: { reason: 'stop' } },
      encodeContext(),
    );
    const found = valueAt(body, 'choices', 0, 'message');
    return isRecord(found) ? found : {};
  };

  it.each(['extra_content', 'reasoning_details'])('comes back from clients that keep only %s', (member) => {
    const { role, content, [member]: kept } = sentOf(text);
    expect(partsOf({ role, content, [member]: kept })).toEqual([text]);
  });

  it('is told once when both come back', () => {
    expect(partsOf(sentOf(text))).toEqual([text]);
  });

  it('without a text stands for itself', () => {
    const { reasoning_details } = sentOf({ ...text, text: '' });
    expect(partsOf({ role: 'assistant', content: '', reasoning_details })).toEqual([
      { kind: 'reasoning', text: [], opaque },
    ]);
  });
});
