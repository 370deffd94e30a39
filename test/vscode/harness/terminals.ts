import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { runCommand } from './palette.ts';
import { startMs, until, usualMs } from './poll.ts';

/** How a command in a terminal ended. */
export interface TerminalRun {
  readonly code: number;
  /** Standard output and standard error as they came. */
  readonly output: string;
}

/** An integrated terminal with bash in it. */
export interface Terminal {
  /** As VS Code counts them in a window, from 1. */
  readonly number: number;
  /** Process id of the shell. */
  readonly pid: number;
  /** Brings it to the front. */
  show(): Promise<void>;
  /** Types a line and presses Enter, as a person does; waits for nothing. */
  type(line: string): Promise<void>;
  /** Runs a shell command as a person would and waits for its end. */
  run(command: string, timeoutMs?: number): Promise<TerminalRun>;
  /** The environment of what is started in it. */
  environment(): Promise<Readonly<Record<string, string>>>;
  /** What can be seen of it now; the picture may be behind by some frames. */
  screen(): Promise<string>;
  /** Waits until a line of the screen is just this. */
  shows(line: string): Promise<void>;
  /** Ends the shell. */
  close(): Promise<void>;
}

/** Opens a new terminal and waits until its shell answers. `scratch` takes the files that bring results out. */
export async function openTerminal(page: Page, scratch: string): Promise<Terminal> {
  const before = new Set(await terminalNumbers(page));
  await runCommand(page, 'Terminal: Create New Terminal');
  const number = await until('a new terminal', async () =>
    (await terminalNumbers(page)).find((each) => !before.has(each)),
  );
  return terminal(page, scratch, number);
}

/** A terminal that somebody else has opened, an extension or a window before its reload. */
export async function terminal(page: Page, scratch: string, number: number): Promise<Terminal> {
  await mkdir(scratch, { recursive: true });
  const files = await mkdtemp(join(scratch, `t${number}-`));
  let runs = 0;

  const area = page.locator('.terminal-wrapper').filter({ has: inputOf(page, number) });
  const show = async (): Promise<void> => {
    await until(`terminal ${number} in front`, async () => {
      if (await area.isVisible()) return true;
      await page
        .locator(`.tabs-list .monaco-list-row[aria-label^="Terminal ${number} "]`)
        // At its left edge: under the mouse the row shows buttons, in a narrow list in its middle.
        .click({ timeout: 1_000, position: { x: 4, y: 8 } });
      return false;
    });
  };
  const type = async (line: string): Promise<void> => {
    await show();
    await inputOf(page, number).focus();
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
  };
  const screen = async (): Promise<string> => {
    const rows = await area.locator('.xterm-rows > div').allInnerTexts();
    return rows
      .map((row) => row.replaceAll('\u00a0', ' ').trimEnd())
      .join('\n')
      .trim();
  };
  const run = async (command: string, timeoutMs = usualMs): Promise<TerminalRun> => {
    runs += 1;
    const path = join(files, String(runs));
    await writeFile(`${path}.sh`, `${command}\n`);
    // A shell of its own runs it, because the integration of the terminal's shell writes marks into redirected output;
    // and what is typed is short, because every key is an event.
    await writeFile(path, runnerOf(path));
    await type(`bash ${path}`);
    const code = await until(
      `the end of "${command}" in terminal ${number}`,
      () => readFile(`${path}.code`, 'utf8'),
      { timeoutMs },
    ).catch(async (error: unknown) => {
      throw new Error(`"${command}" did not end; the terminal shows:\n${await screen()}`, { cause: error });
    });
    return { code: Number(code), output: await readFile(`${path}.out`, 'utf8') };
  };

  // A shell reads what was typed before it was ready.
  await run('true', startMs);
  const pid = Number(await readFile(join(files, '1.pid'), 'utf8'));
  return {
    number,
    pid,
    show,
    type,
    run,
    screen,
    async shows(line) {
      await until(`"${line}" in terminal ${number}`, async () => (await screen()).split('\n').includes(line));
    },
    async environment() {
      const pairs = (await run('env -0')).output.split('\0').filter((pair) => pair !== '');
      return Object.fromEntries(
        pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
      );
    },
    async close() {
      await type('exit');
      await inputOf(page, number).waitFor({ state: 'detached', timeout: usualMs });
    },
  };
}

/** The numbers of the terminals that the window shows or has shown. */
export async function terminalNumbers(page: Page): Promise<readonly number[]> {
  const labels = await page
    .locator('.terminal-wrapper .xterm-helper-textarea')
    .evaluateAll((inputs) => inputs.map((input) => input.getAttribute('aria-label') ?? ''));
  return labels.map((label) => Number(/^Terminal (\d+)/.exec(label)?.[1])).filter((number) => number > 0);
}

/** Leaves `.pid` of the shell that started it, `.out`, and last of all `.code`. */
function runnerOf(path: string): string {
  return [
    `echo $PPID > ${path}.pid`,
    `bash ${path}.sh 2>&1 | tee ${path}.out`,
    `echo \${PIPESTATUS[0]} > ${path}.new`,
    `mv ${path}.new ${path}.code`,
    '',
  ].join('\n');
}

function inputOf(page: Page, number: number): Locator {
  // "Terminal 1, bash", and "Terminal 1 environment is stale, …" once an extension has changed it.
  const input = '.xterm-helper-textarea';
  return page.locator(
    `${input}[aria-label^="Terminal ${number},"], ${input}[aria-label^="Terminal ${number} "]`,
  );
}
