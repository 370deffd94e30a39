import type { z } from 'zod';
import {
  type Check,
  type ControlAnswer,
  type ControlClient,
  createControlClient,
} from '../../control/client.ts';
import { type ClientView, clientPageSchema, clientSchema, madeClientSchema } from '../../control/clients.ts';
import { type ExitCode, exitCode, type Result, stop } from '../../machine/outcome.ts';
import { localUrl } from '../../machine/probe.ts';
import { type Arguments, type KeyFlags, seeHelp } from '../arguments.ts';
import type { Console } from '../console.ts';
import { endOf } from '../expiry.ts';
import { keyLines, madeLines } from '../key-lines.ts';
import { runPaths } from '../run-paths.ts';
import { findGateway, type RunningGateway } from '../running-gateway.ts';

/** The gateway keeps 11,000 at most, and a page has 500. */
const mostPages = 100;

/** `patchbay keys list | add ID | revoke ID`: who may use the gateway that runs, through its control API. */
export async function manageKeys(args: Arguments, console: Console): Promise<ExitCode> {
  const done = await perform(args);
  if (!done.ok) {
    for (const line of done.stop.lines) console.err(line);
    return done.stop.code;
  }
  for (const line of done.value) console.out(line);
  return exitCode.ok;
}

async function perform(args: Arguments): Promise<Result<readonly string[]>> {
  const [action, id, ...more] = args.words;
  if (action === 'list' && id === undefined) return withGateway(args, (control) => list(args, control));
  if (id !== undefined && more.length === 0) {
    if (action === 'add') return add(args, id);
    if (action === 'revoke') return withGateway(args, (control) => revoke(args, control, id));
  }
  return stop(
    exitCode.usage,
    'Say what to do: patchbay keys list, patchbay keys add ID, or patchbay keys revoke ID.',
    seeHelp,
  );
}

async function withGateway(
  args: Arguments,
  act: (control: ControlClient) => Promise<Result<readonly string[]>>,
): Promise<Result<readonly string[]>> {
  const found = await findGateway(runPaths(args));
  if (!found.ok) return found;
  const { discovery, key }: RunningGateway = found.value;
  if (key === undefined) {
    return stop(
      exitCode.failed,
      `The key of the Patchbay at ${discovery.url} is in no file. Set PATCHBAY_KEY to an admin’s or a manager’s key.`,
    );
  }
  return act(createControlClient(localUrl(discovery.url), () => key));
}

async function list({ json }: Arguments, control: ControlClient): Promise<Result<readonly string[]>> {
  const clients: ClientView[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const place = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await control.get(`/clients?limit=500${place}`, held(clientPageSchema));
    if (!answer.ok) return failure(answer);
    clients.push(...answer.value.items);
    cursor = answer.value.next;
    if (cursor === undefined) break;
  }
  return { ok: true, value: json ? [JSON.stringify(clients)] : keyLines(clients, Date.now()) };
}

async function add(args: Arguments, id: string): Promise<Result<readonly string[]>> {
  const draft = draftOf(id, args.key, Date.now());
  if (!draft.ok) return draft;
  return withGateway(args, async (control) => {
    const answer = await control.post('/clients', draft.value, held(madeClientSchema));
    if (!answer.ok) return failure(answer);
    const { client, key } = answer.value;
    return { ok: true, value: args.json ? [JSON.stringify({ client, key })] : madeLines(client, key) };
  });
}

async function revoke(
  { json }: Arguments,
  control: ControlClient,
  id: string,
): Promise<Result<readonly string[]>> {
  const answer = await control.delete(`/clients/${encodeURIComponent(id)}`, held(clientSchema));
  if (!answer.ok) return failure(answer);
  const words = `The key ${id} is revoked. Whoever comes with it is refused from now on; answers under way are finished.`;
  return { ok: true, value: [json ? JSON.stringify(answer.value) : words] };
}

/** The flags as the control API wants them; whether they are sound, it says itself. */
function draftOf(id: string, flags: KeyFlags, now: number): Result<Readonly<Record<string, unknown>>> {
  const { name, role, models, providers, mode, expires } = flags;
  const expiresAt = expires === undefined ? undefined : endOf(expires, now);
  if (expires !== undefined && expiresAt === undefined) {
    return stop(
      exitCode.usage,
      `--expires ${JSON.stringify(expires)} is no time; write 30d, 12h, 90m, 2w or a date such as 2027-01-31.`,
    );
  }
  return {
    ok: true,
    value: {
      id,
      ...(name !== undefined && { name }),
      ...(role !== undefined && { role }),
      ...(models !== undefined && { models: patterns(models) }),
      ...(providers !== undefined && { providers: patterns(providers) }),
      ...(mode !== undefined && { mode }),
      ...(expiresAt !== undefined && { expiresAt }),
    },
  };
}

function patterns(text: string): string[] {
  return text.split(',').map((each) => each.trim());
}

function held<S extends z.ZodType>(schema: S): Check<z.infer<S>> {
  return (value): value is z.infer<S> => schema.safeParse(value).success;
}

/** What the gateway said, and what to do where that is not in it. */
function failure(answer: Extract<ControlAnswer<unknown>, { ok: false }>) {
  const { status, code, message } = answer;
  const lines = message.split('\n');
  if (status === 401 || code === 'not_allowed') {
    lines.push('Set PATCHBAY_KEY to an admin’s or a manager’s key.');
  }
  return stop(status === 400 ? exitCode.usage : exitCode.failed, ...lines);
}
