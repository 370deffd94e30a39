import { isRecord, valueAt } from '../json-value.ts';
import type { Report } from './report.ts';
import {
  closed,
  filled,
  flag,
  list,
  matching,
  object,
  oneOf,
  orNull,
  type Shape,
  text,
  textOr,
  within,
} from './shape.ts';

const short = matching(/^.{0,64}$/s);

/** At most 16 pairs of a key of 64 and a value of 512 characters. */
const pairs: Shape = (value, at, report) => {
  if (!isRecord(value)) return report.shape('type', at, 'wants an object');
  const entries = Object.entries(value);
  if (entries.length > 16) report.shape('value', at, 'has more than 16 pairs');
  for (const [key, each] of entries)
    if (key.length > 64 || typeof each !== 'string' || each.length > 512)
      report.shape('value', `${at}.${key}`, 'wants a key of up to 64 and a text of up to 512 characters');
};

/** The settings that chat completions and responses have in common (openai 7.57). */
export const openaiSettings = {
  'temperature?': orNull(within(0, 2)),
  'top_p?': orNull(within(0, 1)),
  'top_logprobs?': orNull(within(0, 20)),
  'metadata?': orNull(pairs),
  'parallel_tool_calls?': orNull(flag),
  'prompt_cache_key?': orNull(short),
  'prompt_cache_options?': object,
  'prompt_cache_retention?': orNull(oneOf('in_memory', 'in-memory', '24h')),
  'safety_identifier?': orNull(short),
  'service_tier?': orNull(oneOf('auto', 'default', 'flex', 'scale', 'priority', 'fast')),
  'store?': orNull(flag),
  'stream?': orNull(flag),
  'user?': text,
  'moderation?': orNull(object),
};

export const effort = orNull(oneOf('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'));
export const verbosity = orNull(oneOf('low', 'medium', 'high'));
export const functionName = matching(/^[a-zA-Z0-9_-]{1,64}$/);
export const schemaName = matching(/^[a-zA-Z0-9_-]{1,64}$/);
export const customFormat: Shape = (value, at, report) => {
  const shape =
    valueAt(value, 'type') === 'text'
      ? closed({ type: oneOf('text') })
      : closed({ type: oneOf('grammar'), syntax: oneOf('lark', 'regex'), definition: filled });
  shape(value, at, report);
};
export const texts = (part: Shape, least = 1): Shape => textOr(list(part, least));

/** Models that think; they take neither sampling nor the older token limit. */
export function thinks(model: string): boolean {
  return /^(o\d|gpt-[5-9](?!.*chat))/.test(model);
}

/** What reasoning models refuse, unless their effort is `none`. */
export function checkSampling(body: unknown, effortPath: readonly string[], report: Report): void {
  if (!thinks(String(valueAt(body, 'model') ?? '')) || valueAt(body, ...effortPath) === 'none') return;
  for (const name of ['temperature', 'top_p']) {
    const value = valueAt(body, name) ?? 1;
    if (value !== 1) report.add('sampling', `${name} is not supported with this model`);
  }
}
