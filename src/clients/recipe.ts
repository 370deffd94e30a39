import type { Dialect } from '../gateway/exchange/dialect.ts';

/** A model that a client may ask for, and the dialects in which it is answered without conversion. */
export interface RecipeModel {
  readonly name: string;
  readonly dialects: readonly Dialect[];
}

/** What a recipe is made from. */
export interface RecipeInput {
  /** Address of the gateway without a trailing slash: `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Key of the client; it appears in `env` and in the steps, so it is for the user's eyes alone. */
  readonly key: string;
  /** Known models; empty when the providers' lists are not known (yet). */
  readonly models: readonly RecipeModel[];
}

export interface RecipeStep {
  /** What the step does, one sentence. */
  readonly text: string;
  /** To paste as it is. */
  readonly code: string;
  readonly language: 'sh' | 'toml' | 'json' | 'javascript';
}

/** How one program is pointed at the gateway: pure data, for terminals, dashboards and documents alike. */
export interface Recipe {
  /** Fixed name: `codex`. */
  readonly name: string;
  /** For people: `Codex CLI`. */
  readonly title: string;
  readonly steps: readonly RecipeStep[];
  /** The environment in which the program finds the gateway. */
  readonly env: Readonly<Record<string, string>>;
}

/** A text as one word of a POSIX shell, whatever is in it; plain words stay as they are. */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_./:-][A-Za-z0-9_./:@%+=,-]*$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `export A=b` for each variable, one per line. */
export function exportLines(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `export ${name}=${shellWord(value)}`)
    .join('\n');
}

/**
 * Whether the built-in demo is all there is: then a client must ask for the model `demo`, as its own are unknown.
 * The gateway's list names each model with its provider as well (`demo/demo`); the id `demo` is reserved.
 */
export function isDemoOnly(models: readonly RecipeModel[]): boolean {
  return models.length > 0 && models.every(({ name }) => name === 'demo' || name.startsWith('demo/'));
}

/** The first model that is answered in a dialect; undefined when none is known. */
export function modelFor(models: readonly RecipeModel[], dialect: Dialect): string | undefined {
  return models.find((model) => model.dialects.includes(dialect))?.name;
}
