import { exportLines } from '../../clients/recipe.ts';
import { recipeNamed, recipeNames, recipes } from '../../clients/recipes.ts';
import { anyOf, didYouMean, shown } from '../../gateway/config/problem.ts';
import { type ExitCode, exitCode, type Result, stop } from '../../machine/outcome.ts';
import type { Arguments } from '../arguments.ts';
import type { Console } from '../console.ts';
import { runPaths } from '../run-paths.ts';
import { findGateway, listModels } from '../running-gateway.ts';
import { recipeText } from '../welcome.ts';

/** `patchbay recipes [client]`: the lines to paste, on standard output. */
export function printRecipes(args: Arguments, console: Console): Promise<ExitCode> {
  return print(args, console, (input, name) => {
    const chosen =
      name === undefined ? recipes(input) : [recipeNamed(name, input)].filter((each) => each !== undefined);
    return recipeText(chosen);
  });
}

/** `patchbay env <client>`: its environment alone, to be evaluated by a shell. */
export function printEnv(args: Arguments, console: Console): Promise<ExitCode> {
  if (args.words.length === 0) {
    console.err(`Name a client: ${anyOf(recipeNames)}. For example: eval "$(patchbay env claude-code)"`);
    return Promise.resolve(exitCode.usage);
  }
  return print(args, console, (input, name) => exportLines(recipeNamed(name ?? '', input)?.env ?? {}));
}

type Input = Parameters<typeof recipes>[0];

async function print(
  args: Arguments,
  console: Console,
  text: (input: Input, name: string | undefined) => string,
): Promise<ExitCode> {
  const made = await make(args, text);
  if (made.ok) console.out(made.value);
  else for (const line of made.stop.lines) console.err(line);
  return made.ok ? exitCode.ok : made.stop.code;
}

async function make(
  args: Arguments,
  text: (input: Input, name: string | undefined) => string,
): Promise<Result<string>> {
  const [name, ...rest] = args.words;
  if (rest.length > 0) return stop(exitCode.usage, 'Name one client only.');
  if (name !== undefined && !recipeNames.includes(name)) {
    const near = didYouMean(name, recipeNames);
    const hint = near === undefined ? '' : ` Did you mean ${near}?`;
    return stop(exitCode.usage, `There is no client ${shown(name)}; there are ${anyOf(recipeNames)}.${hint}`);
  }
  const found = await findGateway(runPaths(args));
  if (!found.ok) return found;
  const { key, discovery } = found.value;
  if (key === undefined) {
    return stop(
      exitCode.failed,
      'The gateway’s key is in no file of this user. Set PATCHBAY_KEY to it and ask again.',
    );
  }
  return { ok: true, value: text({ url: discovery.url, key, models: await listModels(found.value) }, name) };
}
