import { isThinkingLevel } from '../../exchange/model-facts.ts';
import type { Mutable } from '../../exchange/mutable.ts';
import type { CacheWish, Metadata, OutputWish, ReasoningWish, Sampling } from '../conversation.ts';
import { type Fields, fieldsOf, textOf } from '../json-value.ts';
import { type Leftovers, Members } from './leftovers.ts';

/** `reasoning` and the wish for its encrypted content. */
export function decodeReasoningWish(body: Members, left: Leftovers): ReasoningWish {
  const wish: Mutable<ReasoningWish> = {};
  const reasoning = fieldsOf(body.look('reasoning'));
  if (reasoning !== undefined) {
    body.take('reasoning');
    noteEmpty(reasoning, 'reasoning', left);
    const members = new Members(reasoning, '/reasoning');
    const effort = members.look('effort');
    if (isThinkingLevel(effort)) {
      members.take('effort');
      wish.effort = effort;
    }
    const summary = textOf(members.look('summary'));
    const former = textOf(members.look('generate_summary'));
    if (summary !== undefined) members.take('summary');
    // The former name of the same wish.
    if (former !== undefined) left.set('/reasoning', 'generate_summary', members.take('generate_summary'));
    const shown = summary ?? former;
    if (shown !== undefined) {
      wish.summary = shown;
      wish.show = true;
    }
    members.leave(left);
  }
  const include = body.list('include');
  if (include !== undefined) {
    left.set('', 'include', include);
    include.forEach((value, nth) => {
      if (value === encryptedReasoning) wish.wantsOpaque = true;
      else left.extra.push({ at: `/include/${nth}`, value });
    });
  }
  return wish;
}

export const encryptedReasoning = 'reasoning.encrypted_content';

/** An object without members is still written as it was. */
function noteEmpty(value: Fields, key: string, left: Leftovers): void {
  if (Object.keys(value).length === 0) left.set('', key, value);
}

/** `text`: the format of the answer and how long it shall be. */
export function decodeOutput(body: Members, left: Leftovers): OutputWish {
  const text = fieldsOf(body.look('text'));
  if (text === undefined) return {};
  body.take('text');
  noteEmpty(text, 'text', left);
  const wish: Mutable<OutputWish> = {};
  const members = new Members(text, '/text');
  const verbosity = textOf(members.look('verbosity'));
  if (verbosity !== undefined) {
    members.take('verbosity');
    wish.verbosity = verbosity;
  }
  const given = fieldsOf(members.look('format'));
  if (given !== undefined) {
    const format = formatOf(given, left);
    if (format !== undefined) {
      members.take('format');
      wish.format = format;
    } else if (given.type === 'text') left.set('/text', 'format', members.take('format'));
  }
  members.leave(left);
  return wish;
}

function formatOf(given: Fields, left: Leftovers): OutputWish['format'] | undefined {
  if (given.type === 'json_object') return { kind: 'json' };
  const schema = fieldsOf(given.schema);
  if (given.type !== 'json_schema' || schema === undefined) return undefined;
  const members = new Members(given, '/text/format');
  members.take('type');
  members.take('schema');
  const name = members.text('name');
  const description = members.text('description');
  const strict = members.flag('strict');
  members.leave(left);
  return {
    kind: 'json',
    schema,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(strict !== undefined && { strict }),
  };
}

export function decodeSampling(body: Members): Sampling {
  const temperature = body.number('temperature');
  const topP = body.number('top_p');
  const topLogprobs = body.number('top_logprobs');
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(topLogprobs !== undefined && { topLogprobs }),
  };
}

export function decodeCache(body: Members): CacheWish {
  const key = textOf(body.look('prompt_cache_key'));
  if (key !== undefined) body.take('prompt_cache_key');
  const retention = textOf(body.look('prompt_cache_retention'));
  if (retention !== undefined) body.take('prompt_cache_retention');
  return { ...(key !== undefined && { key }), ...(retention !== undefined && { retention }) };
}

export function decodeMetadata(body: Members, left: Leftovers): Metadata {
  const metadata: Mutable<Metadata> = {};
  // `user` is the former name of both `safety_identifier` and `prompt_cache_key`.
  const user = textOf(body.look('safety_identifier')) ?? textOf(body.look('user'));
  if (user !== undefined) {
    metadata.user = user;
    for (const key of ['safety_identifier', 'user'] as const)
      if (body.has(key)) left.set('', key, body.take(key));
  }
  const pairs = pairsOf(body.look('metadata'));
  if (pairs !== undefined) {
    body.take('metadata');
    metadata.pairs = pairs;
  }
  const serviceTier = textOf(body.look('service_tier'));
  if (serviceTier !== undefined) {
    body.take('service_tier');
    metadata.serviceTier = serviceTier;
  }
  const store = body.flag('store');
  if (store !== undefined) metadata.store = store;
  const previous = textOf(body.look('previous_response_id'));
  if (previous !== undefined) {
    body.take('previous_response_id');
    metadata.previousResponseId = previous;
  }
  return metadata;
}

function pairsOf(value: unknown): Record<string, string> | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  const pairs: [string, string][] = [];
  for (const [key, member] of Object.entries(fields)) {
    if (typeof member !== 'string') return undefined;
    pairs.push([key, member]);
  }
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}
