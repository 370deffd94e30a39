import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BodyFiles, writeBodies } from '../../bench/bodies.ts';
import { type Load, runLoad, wrongAnswers } from '../../bench/load.ts';
import { buildNative, type NativePrograms } from '../../bench/native.ts';
import { type Running, startProgram } from '../../bench/program.ts';

const canCompile =
  process.platform === 'linux' && spawnSync(process.env.CC ?? 'cc', ['--version']).status === 0;

describe.skipIf(!canCompile)('load on the upstream', () => {
  let folder: string;
  let programs: NativePrograms;
  let bodies: BodyFiles;
  let upstream: Running;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'patchbay-load-'));
    programs = await buildNative(join(folder, 'native'));
    bodies = await writeBodies(join(folder, 'bodies'));
    upstream = await startProgram(programs.upstream, [], { errors: join(folder, 'upstream.log') });
  });
  afterAll(async () => {
    await upstream.stop();
    await rm(folder, { recursive: true });
  });

  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  const run = (more: Partial<Load>) =>
    runLoad(programs.load, {
      url: upstream.url,
      path: '/v1/chat/completions',
      bodyFile: bodies.smallJson,
      connections: 4,
      requests: 40,
      ...more,
    });

  async function faulty(answer: Parameters<typeof createServer>[1]): Promise<string> {
    server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  it('answers JSON, counts what was asked for after the warm-up, and reads the CPU time', async () => {
    const result = await run({ warmUp: 20, pids: [upstream.pid] });
    expect(wrongAnswers(result)).toBeUndefined();
    expect(result.requests).toBe(40);
    expect(result.latencyUs?.count).toBe(40);
    expect(result.chunkLatencyUs).toBeNull();
    expect(result.cpuNanoseconds).toBeGreaterThan(0);
    expect(result.residentBeforeKb).toBeGreaterThan(0);
  });

  it.each([
    ['/v1/chat/completions', 'burst'],
    ['/v1/messages', 'burstMessages'],
    ['/v1/responses', 'burstResponses'],
  ] as const)('sees every time-stamped chunk of a stream at %s', async (path, body) => {
    const result = await run({ path, bodyFile: bodies[body], chunks: 200, requests: 8 });
    expect(wrongAnswers(result)).toBeUndefined();
    expect(result.chunkLatencyUs?.count).toBe(8 * 200);
    expect(result.firstTokenUs?.count).toBe(8);
  });

  it('sends a body of 200 KB whole', async () => {
    const lengths: number[] = [];
    const url = await faulty((request, response) => {
      let length = 0;
      request.on('data', (part: Buffer) => {
        length += part.length;
      });
      request.on('end', () => {
        lengths.push(length);
        response.end('{}');
      });
    });
    expect(wrongAnswers(await run({ url, bodyFile: bodies.agentLate, requests: 3 }))).toBeUndefined();
    expect(lengths).toHaveLength(3);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(200 * 1024);
  });

  it('keeps a fixed rate: a second at 200 requests per second is 200 requests', async () => {
    const result = await run({ rate: 200, requests: 200, connections: 16 });
    expect(result.requests).toBe(200);
    expect(result.seconds).toBeGreaterThan(0.99);
  });

  it('reports answers that are not 200', async () => {
    const url = await faulty((request, response) => {
      request.resume().on('end', () => response.writeHead(503).end());
    });
    expect(wrongAnswers(await run({ url }))).toBe('40 of 40 answers were not 200');
  });

  it('reports streams that lack chunks', async () => {
    expect(wrongAnswers(await run({ bodyFile: bodies.oneChunk, chunks: 2 }))).toBe(
      '40 of 40 streams had missing or extra chunks',
    );
  });

  it('reports requests that broke off', async () => {
    const url = await faulty((request) => {
      request.socket.destroy();
    });
    expect((await run({ url, requests: 10 })).errors).toBeGreaterThan(0);
  });

  it('says when nobody is there', async () => {
    const url = await faulty(() => undefined);
    server?.close();
    await expect(run({ url })).rejects.toThrow('cannot connect');
  });
});
