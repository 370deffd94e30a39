import { expect, it } from 'vitest';
import { holdsWrappedState } from '../../../../src/gateway/dialects/codecs.ts';
import type { Conversation, Turn } from '../../../../src/gateway/dialects/conversation.ts';
import { listOf } from '../../../../src/gateway/dialects/json-value.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import type { Opaque } from '../../../../src/gateway/dialects/opaque.ts';
import { openAiResponsesCodec as codec } from '../../../../src/gateway/dialects/openai-responses/codec.ts';
import { translateRequest } from '../../../../src/gateway/dialects/translate/translate-request.ts';
import { CodecRun, emptyConversation, encodeContext, lost, origin } from '../../../support/run-codec.ts';

const { read, write } = new CodecRun(codec);

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

it('thoughts of a model without state are known again, and not sent to OpenAI, which has no such item', () => {
  const reply = codec.encodeReply(
    {
      blocks: [
        { kind: 'reasoning', text: ['hm'] },
        { kind: 'text', text: 'Hello' },
      ],
      finish: { reason: 'stop' },
    },
    encodeContext(),
  );
  const body = { model: 'm', input: [{ role: 'user', content: 'Hi' }, ...listOf(reply.output)] };
  expect(holdsWrappedState('openai-responses', Buffer.from(JSON.stringify(body)))).toBe(true);
  const losses = new Losses();
  const target = { codec, origin, stream: false, quirks: {}, limits: {}, withoutState: false };
  const translated = translateRequest(read(body), target, losses).body;
  expect(translated.input).toMatchObject([{ role: 'user' }, { type: 'message', role: 'assistant' }]);
  expect(lost(losses)).toEqual(['reasoning-text /input/1']);
});
