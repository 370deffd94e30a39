/** Endings that routers hang on a name for a way of serving it: the model is the same. A tag of Ollama is none of them. */
const ways = /:(?:free|nitro|floor|online|extended|exacto|beta|batch)$/;
/** Claude Code's mark for a window of a million tokens. */
const millionMark = /\[1m\]$/i;
/** `-20250929`, `@20250929`, `-2025-04-14`, `-latest`, Bedrock's `-v1:0`, Vertex's `@001`, Gemini's `-001`. */
const version =
  /(?:[-@](?:20\d{6}|20\d{2}-\d{2}-\d{2}|latest|default)|@0\d\d|(?<=^gemini-.*)-0\d\d|-v\d(?::\d+)?)$/;
/** Bedrock's place and vendor. */
const region =
  /^(?:(?:us|eu|apac|au|jp|in|ca|global)\.)?(?:anthropic|openai|google|meta|mistral|qwen|deepseek|moonshotai?|zai)\./;

/** Whether a name asks for the window of a million tokens. */
export function wantsMillion(model: string): boolean {
  return millionMark.test(model);
}

/** The name without Claude Code's mark, as a provider knows it. */
export function withoutMillionMark(model: string): string {
  return model.replace(millionMark, '');
}

/** The way of serving that a name asks for (`:free`); empty when it asks for none. */
export function wayOf(model: string): string {
  return ways.exec(model)?.[0] ?? '';
}

/** The name without marks and the way of serving: what both leave the same. */
export function plainName(model: string): string {
  return withoutMillionMark(model).replace(ways, '');
}

/** A name in lower case without vendor, region and way of serving: `us.anthropic.claude-…`, `openai/gpt-4o:free`. */
export function withoutWays(model: string): string {
  return plainName(model.toLowerCase()).replace(/^.*\//, '').replace(region, '');
}

/**
 * What the names of one model have in common over vendors and routers: `anthropic/claude-sonnet-4.5:free`,
 * `claude-sonnet-4-5@20250929` and `us.anthropic.claude-sonnet-4-5-20250929-v1:0` are all `claude-sonnet-4-5`.
 */
export function modelKey(model: string): string {
  let name = withoutWays(model);
  // A name may have a date and a version behind it.
  for (let round = 0; round < 2; round += 1) name = name.replace(version, '');
  return name.replace(/\./g, '-');
}
