import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';

/** What to give instead, in every message about a path that is not the program. */
const advice = 'give the program itself, such as VSCode-linux-x64/code';

/**
 * Why a desktop VS Code cannot be started from this path, in a sentence for a person; undefined when nothing speaks
 * against it.
 *
 * @param path what stands behind `--electron`
 */
export function desktopProblem(
  path: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (path === undefined || path.startsWith('--')) return `--electron needs a path: ${advice}.`;
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind === undefined) return `${path} does not exist: ${advice}.`;
  if (!kind.isFile()) return `${path} is not a file: ${advice}.`;
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return `${path} may not be executed: ${advice}.`;
  }
  // bin/code is a script that starts the program and does not wait for it.
  if (startsAs(path, '#!')) return `${path} is a script: ${advice}.`;
  if (env.DISPLAY === undefined && env.WAYLAND_DISPLAY === undefined)
    return 'A desktop VS Code needs a display: run this under xvfb-run, or set DISPLAY.';
  return undefined;
}

/** The path behind `--electron`; undefined when there is no such flag or nothing behind it. */
export function desktopPath(flags: readonly string[]): string | undefined {
  const at = flags.indexOf('--electron');
  return at === -1 ? undefined : flags[at + 1];
}

/** Words that a case's name must hold: every flag's value and the flags themselves left out. */
export function filterWords(flags: readonly string[]): readonly string[] {
  return flags.filter((flag, at) => !flag.startsWith('--') && flags[at - 1] !== '--electron');
}

/** What a window system is found by; a program without them has no windows. */
export function displayVariables(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const names = ['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function startsAs(path: string, text: string): boolean {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(text.length);
    readSync(file, head);
    return head.toString('latin1') === text;
  } finally {
    closeSync(file);
  }
}
