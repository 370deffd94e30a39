import type { EncodeTarget } from '../codec.ts';
import type { Conversation } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import type { Losses } from '../losses.ts';
import { removeUnsupported } from '../unsupported-fields.ts';
import { formatInWords, writeGenerationConfig } from './encode-config.ts';
import { writeTurns } from './encode-contents.ts';
import { writeTools } from './encode-tool.ts';
import { OwnExtras } from './own-extras.ts';
import { loseSetting, type Writing } from './writing.ts';

/** The body of a request to generateContent; whether it streams is said by the path. */
export function encodeRequest(conversation: Conversation, target: EncodeTarget, losses: Losses): Fields {
  const isOwn = conversation.from === 'gemini-generate';
  const extras = new OwnExtras(conversation.extra, isOwn);
  const { from, ruled } = conversation;
  const writing: Writing = { from, isOwn, ruled, target, losses, extras, names: namesOf(conversation) };
  const config = writeGenerationConfig(conversation, writing);
  const body: Record<string, unknown> = {
    ...writeTurns(conversation.turns, formatInWords(conversation, writing), writing),
    ...writeTools(conversation, writing),
    ...(config !== undefined && { generationConfig: config }),
    ...writeMetadata(conversation, writing),
  };
  extras.place(body, losses);
  if (!isOwn)
    for (const { at } of conversation.extra)
      losses.add('field', at, /([^/]*)(?:\/\d+)*$/.exec(at)?.[1] ?? '');
  loseCache(conversation, writing);
  removeUnsupported(body, target.quirks, losses);
  return body;
}

function namesOf({ turns }: Conversation): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { parts } of turns)
    for (const part of parts) if (part.kind === 'tool-call') names.set(part.id, part.name);
  return names;
}

/** Tiers that Gemini knows by the same name; `auto` and `default` are what it does anyway. */
const tiers = new Set(['flex', 'priority', 'standard']);
const usualTiers = new Set(['auto', 'default', 'standard_only']);

function writeMetadata({ metadata }: Conversation, writing: Writing): Fields {
  const { user, pairs, serviceTier, store, previousResponseId } = metadata;
  if (writing.isOwn)
    return {
      ...(pairs !== undefined && { labels: pairs }),
      ...(serviceTier !== undefined && { serviceTier }),
      ...(store !== undefined && { store }),
    };
  if (user !== undefined) loseSetting(writing, 'field', 'user', 'id of the end user');
  // Labels are for bills on Vertex, and refuse most texts.
  if (pairs !== undefined && Object.keys(pairs).length > 0)
    loseSetting(writing, 'field', 'metadata', 'metadata');
  if (store === true) loseSetting(writing, 'field', 'store', 'store');
  if (previousResponseId !== undefined)
    loseSetting(writing, 'field', 'previousResponseId', 'previous response');
  if (serviceTier === undefined || usualTiers.has(serviceTier)) return {};
  if (tiers.has(serviceTier)) return { serviceTier };
  loseSetting(writing, 'value', 'serviceTier', `service tier ${serviceTier}`);
  return {};
}

function loseCache({ cache }: Conversation, writing: Writing): void {
  if (cache.mark !== undefined) loseSetting(writing, 'cache', 'cacheMark', 'cache mark');
  if (cache.key !== undefined) loseSetting(writing, 'field', 'cacheKey', 'key of the prompt cache');
  if (cache.retention !== undefined)
    loseSetting(writing, 'field', 'retention', 'retention of the prompt cache');
}
