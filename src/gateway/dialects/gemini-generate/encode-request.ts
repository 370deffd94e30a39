import type { EncodeTarget } from '../codec.ts';
import type { Conversation } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import type { Losses } from '../losses.ts';
import { writeGenerationConfig } from './encode-config.ts';
import { writeTurns } from './encode-contents.ts';
import { writeTools } from './encode-tool.ts';
import { OwnExtras } from './own-extras.ts';
import type { Writing } from './writing.ts';

/** The body of a request to generateContent; whether it streams is said by the path. */
export function encodeRequest(conversation: Conversation, target: EncodeTarget, losses: Losses): Fields {
  const isOwn = conversation.from === 'gemini-generate';
  const extras = new OwnExtras(conversation.extra, isOwn);
  const writing: Writing = { isOwn, target, losses, extras, names: namesOf(conversation) };
  const config = writeGenerationConfig(conversation, writing);
  const body: Record<string, unknown> = {
    ...writeTurns(conversation.turns, writing),
    ...writeTools(conversation, writing),
    ...(config !== undefined && { generationConfig: config }),
    ...writeMetadata(conversation, writing),
  };
  extras.place(body, losses);
  if (!isOwn)
    for (const { at } of conversation.extra) losses.add('field', at, at.slice(at.lastIndexOf('/') + 1));
  loseCache(conversation, losses);
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

function writeMetadata({ metadata }: Conversation, { isOwn, losses }: Writing): Fields {
  const { user, pairs, serviceTier, store, previousResponseId } = metadata;
  if (isOwn)
    return {
      ...(pairs !== undefined && { labels: pairs }),
      ...(serviceTier !== undefined && { serviceTier }),
      ...(store !== undefined && { store }),
    };
  if (user !== undefined) losses.add('field', '', 'id of the end user');
  // Labels are for bills on Vertex, and refuse most texts.
  if (pairs !== undefined && Object.keys(pairs).length > 0) losses.add('field', '', 'metadata');
  if (store === true) losses.add('field', '', 'store');
  if (previousResponseId !== undefined) losses.add('field', '', 'previous response');
  if (serviceTier === undefined || usualTiers.has(serviceTier)) return {};
  if (tiers.has(serviceTier)) return { serviceTier };
  losses.add('value', '', 'service tier');
  return {};
}

function loseCache({ cache }: Conversation, losses: Losses): void {
  if (cache.mark !== undefined) losses.add('cache', '', 'cache mark');
  if (cache.key !== undefined) losses.add('field', '', 'key of the prompt cache');
  if (cache.retention !== undefined) losses.add('field', '', 'retention of the prompt cache');
}
