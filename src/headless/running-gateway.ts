import { z } from 'zod';
import type { RecipeModel } from '../clients/recipe.ts';
import { allDialects } from '../gateway/exchange/dialect.ts';
import { type Discovery, readDiscovery } from '../machine/discovery-file.ts';
import { exitCode, type Result, stop } from '../machine/outcome.ts';
import type { Paths } from '../machine/paths.ts';
import { readPrivateFile } from '../machine/private-file.ts';
import { get, type Health, health, parsed } from '../machine/probe.ts';

/** The gateway that runs for this user and profile, and the key to talk to it. */
export interface RunningGateway {
  readonly discovery: Discovery;
  readonly health: Health;
  /** Absent: it is in no file and PATCHBAY_KEY is not set here. */
  readonly key?: string;
}

/** Finds the running gateway by its discovery file. */
export async function findGateway(paths: Paths): Promise<Result<RunningGateway>> {
  const discovery = readDiscovery(paths.discoveryFile);
  if (discovery === undefined) {
    return stop(exitCode.failed, 'No Patchbay runs for this user and profile. Start it with: patchbay serve');
  }
  const answer = await health(discovery.url);
  if (answer === undefined) {
    return stop(
      exitCode.failed,
      `No Patchbay answers at ${discovery.url}, where the last one ran (pid ${discovery.pid}). Start it with: patchbay serve`,
    );
  }
  const key = keyOf(discovery);
  return { ok: true, value: { discovery, health: answer, ...(key !== undefined && { key }) } };
}

function keyOf({ keyFile }: Discovery): string | undefined {
  const file = keyFile === null ? undefined : readPrivateFile(keyFile);
  const key = (file?.kind === 'text' ? file.text : (process.env.PATCHBAY_KEY ?? '')).trim();
  return key === '' ? undefined : key;
}

const listSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

/** The models that the gateway lists; empty when it does not tell. Which dialects they speak is not in the list. */
export async function listModels(gateway: RunningGateway): Promise<RecipeModel[]> {
  const answer = await get(`${gateway.discovery.url}/v1/models`, gateway.key);
  const list = answer?.status === 200 ? listSchema.safeParse(parsed(answer.text)).data : undefined;
  return list?.data.map(({ id }) => ({ name: id, dialects: allDialects })) ?? [];
}
