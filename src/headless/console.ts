/** Where a command writes. Standard output is for programs, standard error for people. */
export interface Console {
  out(line: string): void;
  err(line: string): void;
}

/** The process's own streams. */
export const processConsole: Console = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
};
