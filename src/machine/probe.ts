import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { z } from 'zod';
import type { Discovery } from './discovery-file.ts';

/** A local gateway answers within milliseconds; one that is stopped in a debugger should not hold a command up. */
const patienceMs = 2000;

/** Answers of the gateway that commands read are some kilobytes. */
const mostBytes = 4 * 1024 * 1024;

export interface ProbeAnswer {
  readonly status: number;
  readonly text: string;
}

/** One GET on this machine; undefined when nobody answers in time, or with more than 4 MiB. Never rejects. */
export function get(url: string, key?: string): Promise<ProbeAnswer | undefined> {
  return new Promise((resolve) => {
    const headers = {
      // The gateway may listen at an address that its list of host names does not have.
      host: 'localhost',
      connection: 'close',
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    };
    const signal = AbortSignal.timeout(patienceMs);
    const secure = url.startsWith('https:');
    // Its certificate is for the names that others use, not for this machine's loopback address.
    const options = { headers, signal, ...(secure && { rejectUnauthorized: false }) };
    const call = (secure ? httpsRequest : httpRequest)(url, options, (answer) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > mostBytes) call.destroy();
        else chunks.push(chunk);
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
      answer.on('close', () => resolve(undefined));
    });
    call.on('error', () => resolve(undefined));
    call.end();
  });
}

const healthSchema = z.object({
  product: z.literal('patchbay'),
  version: z.string(),
  protocol: z.int(),
  instance: z.string(),
});

/** What a gateway says of itself at `/healthz`. */
export type Health = z.output<typeof healthSchema>;

/** The gateway at an address; undefined when there is none, or something else. */
export async function health(url: string): Promise<Health | undefined> {
  const answer = await get(`${url}/healthz`);
  return answer?.status === 200 ? healthSchema.safeParse(parsed(answer.text)).data : undefined;
}

/** Whether the gateway of a discovery file still runs: the same one, not a later one at its address. */
export async function runs(discovery: Discovery): Promise<boolean> {
  return (await health(discovery.url))?.instance === discovery.instance;
}

/** JSON, or undefined. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The address to call on this machine: a gateway that listens everywhere is reached over loopback. */
export function localUrl(url: string): string {
  return url.replace('//0.0.0.0', '//127.0.0.1').replace('//[::]', '//[::1]');
}
