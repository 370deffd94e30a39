/** Endings that routers hang on a name for a way of serving it: the model is the same. A tag of Ollama is none of them. */
const ways = /:(?:free|nitro|floor|online|extended|exacto|beta|batch)$/;
/** Claude Code's mark for a window of a million tokens. */
const millionMark = /\[1m\]$/i;
/** `-20250929`, `@20250929`, `-2025-04-14`, `-latest`, Bedrock's `-v1:0`, Vertex's `@001`. */
const version = /(?:[-@](?:20\d{6}|20\d{2}-\d{2}-\d{2}|latest|default)|@0\d\d|-v\d(?::\d+)?)$/;
/** Bedrock's place and vendor. */
const region =
  /^(?:(?:us|eu|apac|au|jp|in|ca|global)\.)?(?:anthropic|openai|google|meta|mistral|qwen|deepseek|moonshotai?|zai)\./;

/** Whether a name asks for the window of a million tokens. */
export function wantsMillion(model: string): boolean {
  return millionMark.test(model);
}

/** The name as a provider knows it: without our marks and the way of serving. */
export function plainName(model: string): string {
  return model.replace(millionMark, '').replace(ways, '');
}

/**
 * What the names of one model have in common over vendors and routers: `anthropic/claude-sonnet-4.5:free`,
 * `claude-sonnet-4-5@20250929` and `us.anthropic.claude-sonnet-4-5-20250929-v1:0` are all `claude-sonnet-4-5`.
 */
export function modelKey(model: string): string {
  let name = plainName(model.toLowerCase()).replace(/^.*\//, '').replace(region, '');
  // A name may have a date and a version behind it.
  for (let round = 0; round < 2; round += 1) name = name.replace(version, '');
  return name.replace(/\./g, '-');
}
