import { expect } from 'vitest';

/**
 * Readers of the four streams, as strict as the strictest client: every event in its place, every text the sum of its
 * pieces. Each returns what a client would have understood.
 */
export interface Understood {
  readonly text: string;
  readonly call?: { readonly name: string; readonly input: string; readonly id: string };
}

interface Event {
  readonly name: string | undefined;
  readonly data: ReturnType<typeof JSON.parse>;
}

/** Cuts server-sent events; nothing but `event:` and `data:` lines may be there. */
export function events(body: string, newline = '\n'): Event[] {
  const blocks = body.split(newline + newline);
  expect(blocks.pop()).toBe('');
  return blocks.map((block) => {
    const lines = block.split(newline);
    const last = lines.pop() ?? '';
    expect(last.startsWith('data: ')).toBe(true);
    const name = lines.shift();
    if (name !== undefined) expect(name.startsWith('event: ')).toBe(true);
    expect(lines).toEqual([]);
    const data = last.slice(6);
    return { name: name?.slice(7), data: data === '[DONE]' ? data : JSON.parse(data) };
  });
}

export function readChatStream(body: string, wantsUsage: boolean): Understood {
  const all = events(body);
  expect(all.every((event) => event.name === undefined)).toBe(true);
  expect(all.pop()?.data).toBe('[DONE]');
  const chunks = all.map((event) => event.data);
  expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);
  for (const chunk of chunks) expect(chunk).toMatchObject({ object: 'chat.completion.chunk', model: 'demo' });
  if (wantsUsage) {
    const last = chunks.pop();
    expect(last.choices).toEqual([]);
    expectSum(last.usage.prompt_tokens, last.usage.completion_tokens, last.usage.total_tokens);
  }
  const finish = chunks.pop();
  expect(finish.choices[0].delta).toEqual({});
  let text = '';
  let call: Understood['call'];
  for (const [at, chunk] of chunks.entries()) {
    expect(chunk.usage).toBe(wantsUsage ? null : undefined);
    expect(chunk.choices).toHaveLength(1);
    const { delta, finish_reason: reason, index } = chunk.choices[0];
    expect([reason, index]).toEqual([null, 0]);
    expect(delta.role).toBe(at === 0 ? 'assistant' : undefined);
    text += delta.content ?? '';
    for (const piece of delta.tool_calls ?? []) {
      const part = piece.function ?? piece.custom;
      const more = part.arguments ?? part.input;
      call =
        call === undefined
          ? { name: part.name, id: piece.id, input: more }
          : { ...call, input: call.input + more };
      expect(piece.index).toBe(0);
    }
  }
  expect(finish.choices[0].finish_reason).toBe(call === undefined ? 'stop' : 'tool_calls');
  return { text, ...(call === undefined ? {} : { call }) };
}

export function readResponsesStream(body: string): Understood {
  const all = events(body);
  all.forEach((event, at) => {
    expect(event.data.type).toBe(event.name);
    expect(event.data.sequence_number).toBe(at);
  });
  const data = all.map((event) => event.data);
  expect(data.slice(0, 2).map((event) => event.type)).toEqual(['response.created', 'response.in_progress']);
  const done = data.pop();
  expect(done.type).toBe('response.completed');
  expect(done.response.status).toBe('completed');
  expect(done.response.id).toBe(data[0].response.id);
  const { usage } = done.response;
  expectSum(usage.input_tokens, usage.output_tokens, usage.total_tokens);
  const itemDone = data.pop();
  expect(itemDone.type).toBe('response.output_item.done');
  expect(done.response.output).toEqual([itemDone.item]);
  const added = data[2];
  expect(added.type).toBe('response.output_item.added');
  expect([added.item.id, added.item.type]).toEqual([itemDone.item.id, itemDone.item.type]);
  const inside = data.slice(3);
  for (const event of inside) {
    expect(event).toMatchObject({ output_index: 0, item_id: itemDone.item.id });
  }
  const sum = inside.map((event) => event.delta ?? '').join('');
  const { item } = itemDone;
  expect(item.status).toBe('completed');
  if (item.type === 'message') {
    const kinds = inside.map((event) => event.type).filter((type) => type !== 'response.output_text.delta');
    expect(kinds).toEqual([
      'response.content_part.added',
      'response.output_text.done',
      'response.content_part.done',
    ]);
    expect(item.content).toEqual([{ type: 'output_text', annotations: [], logprobs: [], text: sum }]);
    expect(inside.at(-2).text).toBe(sum);
    return { text: sum };
  }
  const custom = item.type === 'custom_tool_call';
  const input = custom ? item.input : item.arguments;
  expect(input).toBe(sum);
  const last = inside.at(-1);
  expect(last.type).toBe(
    custom ? 'response.custom_tool_call_input.done' : 'response.function_call_arguments.done',
  );
  expect(custom ? last.input : last.arguments).toBe(sum);
  return { text: '', call: { name: item.name, input, id: item.call_id } };
}

export function readMessagesStream(body: string): Understood {
  const all = events(body);
  for (const event of all) expect(event.data.type).toBe(event.name);
  const data = all.map((event) => event.data);
  const types = data.map((event) => event.type).filter((type) => type !== 'content_block_delta');
  expect(types).toEqual([
    ...[
      'message_start',
      'content_block_start',
      'ping',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ],
  ]);
  const { message } = data[0];
  expect(message).toMatchObject({ type: 'message', role: 'assistant', content: [], stop_reason: null });
  const block = data[1].content_block;
  let text = '';
  let input = '';
  for (const event of data.filter((one) => one.type === 'content_block_delta')) {
    expect(event.index).toBe(0);
    expect(event.delta.type).toBe(block.type === 'text' ? 'text_delta' : 'input_json_delta');
    text += event.delta.text ?? '';
    input += event.delta.partial_json ?? '';
  }
  const end = data.at(-2);
  expect(end.usage.output_tokens).toBeGreaterThan(0);
  expect(end.delta).toEqual({
    stop_reason: block.type === 'text' ? 'end_turn' : 'tool_use',
    stop_sequence: null,
  });
  return block.type === 'text' ? { text } : { text, call: { name: block.name, input, id: block.id } };
}

/** Reads Gemini's chunks, whichever framing they came in. */
export function readGeminiChunks(chunks: readonly ReturnType<typeof JSON.parse>[]): Understood {
  let text = '';
  let call: Understood['call'];
  chunks.forEach((chunk, at) => {
    const last = at === chunks.length - 1;
    expect(chunk.candidates).toHaveLength(1);
    const [candidate] = chunk.candidates;
    expect(candidate.finishReason).toBe(last ? 'STOP' : undefined);
    expect([candidate.index, candidate.content.role]).toEqual([0, 'model']);
    for (const part of candidate.content.parts) {
      text += part.text ?? '';
      if (part.functionCall !== undefined) {
        const { name, args, id } = part.functionCall;
        call = { name, input: JSON.stringify(args), id };
      }
    }
    const { promptTokenCount, candidatesTokenCount = 0, totalTokenCount } = chunk.usageMetadata;
    expectSum(promptTokenCount, candidatesTokenCount, totalTokenCount);
    expect(chunk.modelVersion).toBe('demo');
  });
  expect(chunks.length).toBeGreaterThan(0);
  return { text, ...(call === undefined ? {} : { call }) };
}

function expectSum(input: number, output: number, total: number): void {
  expect(input).toBeGreaterThan(0);
  expect(input + output).toBe(total);
}
