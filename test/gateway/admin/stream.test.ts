import { once } from 'node:events';
import { type ClientRequest, get as httpGet, type IncomingMessage } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventSchema } from '../../../src/control/events.ts';
import { requestSummarySchema } from '../../../src/control/requests.ts';
import { statusSchema } from '../../../src/control/status.ts';
import { gatewayEvent, requestRecord } from '../storage/records.ts';
import { type StartedApi, startApi } from './api.ts';

interface Message {
  readonly id?: string;
  readonly event?: string;
  readonly data?: unknown;
  readonly comment?: boolean;
}

interface OpenStream {
  readonly response: IncomingMessage;
  readonly request: ClientRequest;
  /** The next message; `undefined` when the stream has ended. */
  next(): Promise<Message | undefined>;
  /** The next message with this event. */
  until(event: string): Promise<Message>;
}

/** Reads a stream of changes over a real socket, message by message. */
async function open(api: StartedApi, headers: Record<string, string> = {}): Promise<OpenStream> {
  const request = httpGet(`${api.url}/api/stream`, { headers });
  onTestFinished(() => void request.destroy());
  const [response]: IncomingMessage[] = await once(request, 'response');
  if (response === undefined) throw new Error('there is a response');
  const messages = parse(response);
  async function next(): Promise<Message | undefined> {
    const { value, done } = await messages.next();
    return done === true ? undefined : value;
  }
  return {
    response,
    request,
    next,
    async until(event) {
      for (;;) {
        const message = await next();
        if (message === undefined) throw new Error(`the stream ended before ${event}`);
        if (message.event === event) return message;
      }
    },
  };
}

async function* parse(response: IncomingMessage): AsyncGenerator<Message> {
  let rest = '';
  for await (const chunk of response) {
    const parts = (rest + String(chunk)).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const lines = part.split('\n');
      const value = (name: string) =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const id = value('id');
      const event = value('event');
      const data = value('data');
      yield {
        ...(id !== undefined && { id }),
        ...(event !== undefined && { event }),
        ...(data !== undefined && { data: JSON.parse(data) }),
        ...(part.startsWith(':') && { comment: true }),
      };
    }
  }
}

describe('GET /api/stream', () => {
  test('begins with a place to come back to and the status', async () => {
    const api = await startApi();
    const { response, next } = await open(api);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(await next()).toEqual({ id: 'instance-a-0' });
    const status = await next();
    expect(status?.event).toBe('status');
    expect(statusSchema.parse(status?.data)).toEqual(status?.data);
  });

  test('sends requests and events as they happen, each with an id', async () => {
    const api = await startApi();
    const stream = await open(api);
    await stream.until('status');
    const record = requestRecord();
    api.tracer.request(record);
    api.tracer.event(gatewayEvent());
    api.clock.advance(100);
    const request = await stream.until('request');
    expect(request.id).toBe('instance-a-1');
    expect(requestSummarySchema.parse(request.data)).toEqual(request.data);
    expect(request.data).toMatchObject({ id: record.id, attempts: 1 });
    const event = await stream.until('event');
    expect(event.id).toBe('instance-a-2');
    expect(eventSchema.parse(event.data)).toEqual(event.data);
  });

  test('sends the status when it has changed, at most once a second', async () => {
    const api = await startApi();
    const stream = await open(api);
    await stream.until('status');
    api.clock.advance(5_000);
    api.tracer.started({
      id: 'a',
      startedAt: 1,
      client: 'c',
      dialect: 'openai-chat',
      modelAsked: 'm',
      stream: true,
    });
    api.clock.advance(999);
    api.tracer.started({
      id: 'b',
      startedAt: 1,
      client: 'c',
      dialect: 'openai-chat',
      modelAsked: 'm',
      stream: true,
    });
    api.clock.advance(1);
    expect((await stream.next())?.data).toMatchObject({ running: { count: 2 } });
  });

  test('goes on after the Last-Event-ID', async () => {
    const api = await startApi();
    for (let n = 1; n <= 3; n += 1) api.tracer.event(gatewayEvent({ fields: { n } }));
    const stream = await open(api, { 'last-event-id': 'instance-a-1' });
    await stream.until('status');
    api.clock.advance(100);
    expect((await stream.next())?.data).toMatchObject({ fields: { n: 2 } });
    expect((await stream.next())?.data).toMatchObject({ fields: { n: 3 } });
  });

  test('says how much is missing when memory does not go back far enough', async () => {
    const api = await startApi({ ringSize: 2 });
    for (let n = 1; n <= 5; n += 1) api.tracer.event(gatewayEvent({ fields: { n } }));
    const stream = await open(api, { 'last-event-id': 'instance-a-1' });
    await stream.until('status');
    api.clock.advance(100);
    expect(await stream.next()).toEqual({ event: 'gap', data: { missed: 2 } });
    expect((await stream.next())?.data).toMatchObject({ fields: { n: 4 } });
  });

  test.each(['instance-b-1', 'instance-a-77', 'nonsense', 'instance-a-'])(
    'says that something is missing, and not how much, for the id %s',
    async (id) => {
      const api = await startApi();
      api.tracer.event(gatewayEvent());
      const stream = await open(api, { 'last-event-id': id });
      expect(await stream.next()).toEqual({ id: 'instance-a-1' });
      expect(await stream.next()).toEqual({ event: 'gap', data: {} });
      expect((await stream.next())?.event).toBe('status');
    },
  );

  test('sends a comment after 15 s of silence', async () => {
    const api = await startApi();
    const stream = await open(api);
    await stream.until('status');
    api.clock.advance(15_000);
    expect(await stream.next()).toEqual({ comment: true });
    api.clock.advance(15_000);
    expect(await stream.next()).toEqual({ comment: true });
  });

  test('leaves no timer and no subscription when the reader goes', async () => {
    const api = await startApi();
    const before = api.clock.timers;
    const stream = await open(api);
    await stream.until('status');
    expect(api.clock.timers).toBeGreaterThan(before);
    stream.request.destroy();
    await expect.poll(() => api.clock.timers, { timeout: 10_000 }).toBe(before);
    api.tracer.event(gatewayEvent());
    expect(api.clock.timers).toBe(before);
  });

  test('ends when the gateway drains, and refuses new readers', async () => {
    const api = await startApi();
    const stream = await open(api);
    await stream.until('status');
    api.admin.endStreams();
    expect(await stream.next()).toBeUndefined();
    expect((await api.get('/api/stream')).body).toMatchObject({ error: { code: 'draining' } });
  });

  test('does not keep the server from closing', async () => {
    const api = await startApi();
    const stream = await open(api);
    await stream.until('status');
    const closed = api.app.close();
    expect(await stream.next()).toBeUndefined();
    await closed;
  });

  test('is refused to the thirty-third reader', async () => {
    const api = await startApi();
    const streams = await Promise.all(Array.from({ length: 32 }, () => open(api)));
    expect(await api.get('/api/stream')).toMatchObject({
      status: 503,
      body: { error: { code: 'too_many_streams' } },
    });
    streams[0]?.request.destroy();
    await expect.poll(async () => (await open(api)).response.statusCode, { timeout: 10_000 }).toBe(200);
  });

  test('cuts off a reader that does not read, and not the others', async () => {
    const api = await startApi();
    const stuck = await open(api);
    stuck.response.pause();
    const good = await open(api);
    await good.until('status');
    // Node reports a cut connection as an error first.
    stuck.response.on('error', () => undefined);
    const closed = new Promise((resolve) => stuck.response.once('close', resolve));
    const message = 'x'.repeat(10_000);
    let sent = 0;
    for (let round = 0; round < 40; round += 1) {
      for (let n = 0; n < 50; n += 1) api.tracer.event(gatewayEvent({ message, fields: { n: sent++ } }));
      api.clock.advance(100);
      // The good reader has read this round, so that only the other one falls behind.
      for (let n = 0; n < 50; n += 1) await good.until('event');
    }
    stuck.response.resume();
    await closed;
    expect(stuck.response.complete).toBe(false);
  });
});
