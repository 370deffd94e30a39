import { z } from 'zod';
import { type ExitCode, exitCode } from '../../machine/outcome.ts';
import { get, parsed } from '../../machine/probe.ts';
import type { Arguments } from '../arguments.ts';
import type { Console } from '../console.ts';
import { runPaths } from '../run-paths.ts';
import { findGateway } from '../running-gateway.ts';

/** `patchbay status`: the gateway that runs for this user, shortly, on standard output. */
export async function printStatus(args: Arguments, console: Console): Promise<ExitCode> {
  const found = await findGateway(runPaths(args));
  if (!found.ok) {
    for (const line of found.stop.lines) console.err(line);
    return found.stop.code;
  }
  const { discovery, health, key } = found.value;
  console.out(`Patchbay ${health.version} runs at ${discovery.url} (pid ${discovery.pid})`);
  console.out(`Key: ${discovery.keyFile ?? 'in no file; the one it was started with'}`);
  const answer = await get(`${discovery.url}/api/status`, key);
  if (answer?.status !== 200) {
    const why = answer === undefined ? 'no answer' : `HTTP ${answer.status}`;
    const isRefused = answer?.status === 401 || answer?.status === 403;
    console.err(`More is not to be had (${why}).${isRefused ? ' Set PATCHBAY_KEY to an admin’s key.' : ''}`);
    return exitCode.ok;
  }
  for (const line of statusLines(parsed(answer.text))) console.out(line);
  return exitCode.ok;
}

const leafSchema = z.union([z.string(), z.number(), z.boolean()]);
const treeSchema = z.record(z.string(), z.unknown());

/** What the control API says, one line per figure; it may know more than this version of the command. */
export function statusLines(status: unknown, prefix = ''): string[] {
  const tree = treeSchema.safeParse(status).data ?? {};
  return Object.entries(tree).flatMap(([name, value]) => {
    const leaf = leafSchema.safeParse(value);
    if (leaf.success) return [`${prefix}${name}: ${leaf.data}`];
    if (Array.isArray(value)) return [`${prefix}${name}: ${value.length}`];
    return statusLines(value, `${prefix}${name}.`);
  });
}
