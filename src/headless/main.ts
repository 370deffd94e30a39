import { didYouMean } from '../gateway/config/problem.ts';
import { type ExitCode, exitCode } from '../machine/outcome.ts';
import type { Arguments } from './arguments.ts';
import { readArguments, seeHelp } from './arguments.ts';
import { printExplanation } from './commands/explain.ts';
import { manageKeys } from './commands/keys.ts';
import { printEnv, printRecipes } from './commands/recipes.ts';
import { printStatus } from './commands/status.ts';
import { type Console, processConsole } from './console.ts';
import { help } from './help.ts';
import { version } from './version.ts';

type Command = (args: Arguments, console: Console) => Promise<ExitCode>;

const commands: Readonly<Record<string, Command>> = {
  // Loaded on demand: the other commands need no gateway and start in half the time.
  serve: async (args, console) => (await import('./commands/serve.ts')).serve(args, console),
  status: printStatus,
  explain: printExplanation,
  recipes: printRecipes,
  env: printEnv,
  keys: manageKeys,
};

async function main(argv: readonly string[], console: Console): Promise<ExitCode> {
  const read = readArguments(argv);
  if (!read.ok) {
    for (const line of read.stop.lines) console.err(line);
    return read.stop.code;
  }
  const args = read.value;
  if (args.version) {
    console.out(version());
    return exitCode.ok;
  }
  if (args.help || args.command === undefined || args.command === 'help') {
    console.out(help);
    return exitCode.ok;
  }
  const command = Object.hasOwn(commands, args.command) ? commands[args.command] : undefined;
  if (command === undefined) {
    const near = didYouMean(args.command, Object.keys(commands));
    console.err(
      `There is no command ${JSON.stringify(args.command)}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    );
    console.err(seeHelp);
    return exitCode.usage;
  }
  return command(args, console);
}

// A reader that went away (`patchbay status | head`) is no reason to fall.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

main(process.argv.slice(2), processConsole).then(
  (code) => {
    process.exitCode = code;
    // Whatever a library left open (a kept connection, a timer) must not hold the process.
    setImmediate(() => process.exit(code));
  },
  (error: unknown) => {
    processConsole.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(exitCode.failed);
  },
);
