import { expect, it } from 'vitest';
import type { Conversation, Turn } from '../../../../src/gateway/dialects/conversation.ts';
import type { Opaque } from '../../../../src/gateway/dialects/opaque.ts';
import { emptyConversation, origin, read, write } from './run-codec.ts';

/*
 * OpenAI joins a reasoning item by its id to the item that followed it ("provided without its required following item").
 * Clients of other dialects have no place for that one's id, and answers that were translated have ids of ours.
 */

const at = '/x';
const sealed = (opaque: Opaque): Turn => ({
  role: 'assistant',
  parts: [
    { kind: 'reasoning', text: ['hm'], opaque, id: 'rs_1', at },
    { kind: 'text', text: 'Hello', at },
  ],
  at,
});
const state: Opaque = { kind: 'openai-encrypted', data: 'secret', origin };

it.each<Conversation['from']>(['gemini-generate', 'openai-chat', 'openai-responses'])(
  'reasoning that comes back wrapped from a client of %s has no id',
  (from) => {
    const { body } = write({ ...emptyConversation, from, turns: [sealed(state)] });
    expect(body.input).toMatchObject([
      { type: 'reasoning', encrypted_content: 'secret' },
      { type: 'message' },
    ]);
    expect(JSON.stringify(body)).not.toContain('rs_1');
  },
);

it('reasoning that the client has from OpenAI itself keeps it', () => {
  const input = [
    { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'secret' },
    {
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'Hello', annotations: [] }],
    },
  ];
  expect(write(read({ model: 'm', input })).body.input).toEqual(input);
});
