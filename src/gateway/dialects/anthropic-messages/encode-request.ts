import type { EncodeTarget } from '../codec.ts';
import type { Conversation } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import type { Losses } from '../losses.ts';
import { removeUnsupported } from '../unsupported-fields.ts';
import type { Draft } from './cache-marks.ts';
import { deriveMarks } from './derive-marks.ts';
import { writeTurns } from './encode-messages.ts';
import { writeMetadata, writeOutput, writeSampling, writeStop } from './encode-settings.ts';
import { planThinking } from './encode-thinking.ts';
import { writeTools } from './encode-tools.ts';
import { trimBeginning } from './last-message.ts';
import { createWriteState } from './write-state.ts';

/** Writes the body of a request of this dialect, its members in the order of the prompt: what is cached comes first. */
export function encodeRequest(conversation: Conversation, target: EncodeTarget, losses: Losses): Fields {
  const state = createWriteState(conversation, target, losses);
  const { own, extras, marks } = state;
  const { system, messages } = writeTurns(state);
  trimBeginning(messages);
  const { tools, choice, forced } = writeTools(messages, state);
  const { thinking, effort, maxTokens } = planThinking(messages, forced, state);
  if (!own) deriveMarks(tools, system, messages, state);
  const mark = own ? conversation.cache.mark : undefined;
  const { mostCacheMarks: limit } = target.quirks;
  marks.settle({ limit, taken: mark === undefined ? 0 : 1, longFirst: !own }, losses);
  const body: Draft = { model: target.model, max_tokens: maxTokens };
  if (tools.length > 0) body.tools = tools;
  if (choice !== undefined) body.tool_choice = choice;
  if (system.length > 0) body.system = system;
  body.messages = messages;
  if (thinking !== undefined) body.thinking = thinking;
  const output = writeOutput(effort, state);
  if (Object.keys(output).length > 0) body.output_config = output;
  Object.assign(body, writeSampling(thinking, state));
  const stop = writeStop(state);
  if (stop.length > 0) body.stop_sequences = stop;
  Object.assign(body, writeMetadata(state));
  if (mark !== undefined) {
    const ttl = mark.ttl === undefined ? {} : { ttl: mark.ttl };
    body.cache_control = { type: 'ephemeral', ...ttl, ...extras.under('/cache_control') };
  }
  Object.assign(body, extras.under(''));
  if (target.stream) body.stream = true;
  removeUnsupported(body, target.quirks, losses);
  extras.report(losses);
  return body;
}
