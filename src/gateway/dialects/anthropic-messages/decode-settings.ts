import type { Mutable } from '../../exchange/mutable.ts';
import type {
  Effort,
  Extra,
  Metadata,
  OutputWish,
  ReasoningWish,
  Sampling,
  ToolChoice,
} from '../conversation.ts';
import { type Fields, fieldsOf, isFields, listOf, parseJson, textOf } from '../json-value.ts';
import { keepRest } from './extras.ts';

const efforts: readonly string[] = ['low', 'medium', 'high', 'xhigh', 'max'];

function isEffort(value: unknown): value is Effort {
  return typeof value === 'string' && efforts.includes(value);
}

const thinkingKnown: ReadonlySet<string> = new Set(['type', 'budget_tokens', 'display']);

/**
 * How much to think. Two settings tell: `thinking` whether, `output_config.effort` how much. `latest` is the effort that
 * a system message in the middle of the conversation sets for the turns behind it (Claude Code), which is the one of
 * the answer that is asked for; the request's own is set aside when it is another.
 */
export function readReasoning(body: Fields, latest: unknown, extra: Extra[]): ReasoningWish {
  const wish: Mutable<ReasoningWish> = {};
  readThinkingWish(body.thinking, wish, extra);
  const own = fieldsOf(body.output_config)?.effort;
  const effort = isEffort(latest) ? latest : own;
  if (isEffort(effort) && wish.effort === undefined) wish.effort = effort;
  if (own !== null && own !== undefined && own !== wish.effort) {
    extra.push({ at: '/output_config/effort', value: own });
  }
  return wish;
}

function readThinkingWish(thinking: unknown, wish: Mutable<ReasoningWish>, extra: Extra[]): void {
  if (thinking === null || thinking === undefined) return;
  const fields = fieldsOf(thinking) ?? {};
  const { type, budget_tokens: budget, display } = fields;
  if (type === 'disabled') wish.effort = 'none';
  else if (type === 'adaptive') wish.adaptive = true;
  else if (type === 'enabled' && typeof budget === 'number' && Number.isFinite(budget)) wish.budget = budget;
  else {
    extra.push({ at: '/thinking', value: thinking });
    return;
  }
  // `updates` shows headlines of the thoughts.
  if (display === 'omitted') wish.show = false;
  else if (display === 'summarized' || display === 'updates') wish.show = true;
  if (display === 'updates' || (display != null && wish.show === undefined)) {
    extra.push({ at: '/thinking/display', value: display });
  }
  if (budget !== null && budget !== undefined && wish.budget === undefined) {
    extra.push({ at: '/thinking/budget_tokens', value: budget });
  }
  keepRest(fields, thinkingKnown, '/thinking', extra);
}

const outputKnown: ReadonlySet<string> = new Set(['effort', 'format']);
const formatKnown: ReadonlySet<string> = new Set(['type', 'schema']);

/** Structured output; its place before `output_config` was `output_format`. */
export function readOutput(body: Fields, extra: Extra[]): OutputWish {
  const config = body.output_config;
  if (isFields(config)) keepRest(config, outputKnown, '/output_config', extra);
  else if (config !== null && config !== undefined) extra.push({ at: '/output_config', value: config });
  const now = fieldsOf(config)?.format;
  const [format, at] =
    now === null || now === undefined
      ? [body.output_format, '/output_format']
      : [now, '/output_config/format'];
  if (format === null || format === undefined) return {};
  const fields = fieldsOf(format);
  const schema = fieldsOf(fields?.schema);
  if (fields?.type !== 'json_schema' || schema === undefined) {
    extra.push({ at, value: format });
    return {};
  }
  keepRest(fields, formatKnown, at, extra);
  return { format: { kind: 'json', schema } };
}

export function readSampling(body: Fields, extra: Extra[]): Sampling {
  const sampling: Mutable<Sampling> = {};
  const temperature = numberAt(body, 'temperature', extra);
  const topP = numberAt(body, 'top_p', extra);
  const topK = numberAt(body, 'top_k', extra);
  if (temperature !== undefined) sampling.temperature = temperature;
  if (topP !== undefined) sampling.topP = topP;
  if (topK !== undefined) sampling.topK = topK;
  return sampling;
}

/** A number at the top of the request; what is none is set aside. */
export function numberAt(body: Fields, name: string, extra: Extra[]): number | undefined {
  const value = body[name];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (value !== null && value !== undefined) extra.push({ at: `/${name}`, value });
  return undefined;
}

export function readStop(value: unknown, extra: Extra[]): readonly string[] {
  const list = typeof value === 'string' ? [value] : listOf(value);
  if (value !== null && value !== undefined && list.length === 0 && !Array.isArray(value)) {
    extra.push({ at: '/stop_sequences', value });
  }
  return list.flatMap((item, index) => {
    if (typeof item === 'string') return item;
    extra.push({ at: `/stop_sequences/${index}`, value: item });
    return [];
  });
}

/** The choice of tools, and whether several may be called at once. */
export function readToolChoice(
  choice: unknown,
  extra: Extra[],
): { readonly toolChoice?: ToolChoice; readonly parallelTools?: boolean } {
  if (choice === null || choice === undefined) return {};
  const fields = fieldsOf(choice) ?? {};
  const { type, name, disable_parallel_tool_use: single } = fields;
  const toolChoice: ToolChoice | undefined =
    type === 'auto' || type === 'none'
      ? { kind: type }
      : type === 'any'
        ? { kind: 'required' }
        : type === 'tool' && typeof name === 'string'
          ? { kind: 'tool', name }
          : undefined;
  if (toolChoice === undefined) {
    return { toolChoice: { kind: 'native', dialect: 'anthropic-messages', value: choice } };
  }
  keepRest(fields, toolChoice.kind === 'tool' ? namedChoiceKnown : choiceKnown, '/tool_choice', extra);
  return typeof single === 'boolean' ? { toolChoice, parallelTools: !single } : { toolChoice };
}

const choiceKnown: ReadonlySet<string> = new Set(['type', 'disable_parallel_tool_use']);
const namedChoiceKnown: ReadonlySet<string> = new Set([...choiceKnown, 'name']);
const metadataKnown: ReadonlySet<string> = new Set(['user_id']);

export function readMetadata(body: Fields, extra: Extra[]): Metadata {
  const metadata: Mutable<Metadata> = {};
  const given = body.metadata;
  if (isFields(given)) {
    const user = textOf(given.user_id);
    if (user !== undefined) metadata.user = user;
    keepRest(given, metadataKnown, '/metadata', extra);
  } else if (given !== null && given !== undefined) extra.push({ at: '/metadata', value: given });
  const tier = body.service_tier;
  if (typeof tier === 'string') metadata.serviceTier = tier;
  else if (tier !== null && tier !== undefined) extra.push({ at: '/service_tier', value: tier });
  return metadata;
}

/**
 * The session in a `metadata.user_id` of Claude Code: its JSON text has a `session_id`; before 2.1 it was a line
 * `user_…_account_…_session_…`.
 */
export function sessionOf(user: string | undefined): string | undefined {
  if (user === undefined) return undefined;
  if (user.startsWith('{')) return textOf(fieldsOf(parseJson(user))?.session_id);
  return /^user_.*_session_([\w-]+)$/.exec(user)?.[1];
}
