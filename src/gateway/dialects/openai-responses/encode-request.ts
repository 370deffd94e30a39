import type { EncodeTarget } from '../codec.ts';
import type { Conversation, Turn } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import type { Losses } from '../losses.ts';
import { removeUnsupported } from '../unsupported-fields.ts';
import { encodeOwnTools } from './encode-own-tools.ts';
import { plainText } from './encode-part.ts';
import {
  encodeCache,
  encodeMaxTokens,
  encodeMetadata,
  encodeOutput,
  encodeReasoningWish,
  encodeSampling,
} from './encode-settings.ts';
import { encodeTools } from './encode-tool.ts';
import { encodeToolChoice } from './encode-tool-choice.ts';
import { encodeTurn } from './encode-turn.ts';
import { type Out, Writing } from './writing.ts';

/**
 * Writes the body of a request to a Responses provider. What came in another dialect is written so that nothing is
 * stored: with the whole conversation, and asking for the state of its reasoning.
 */
export function encodeRequest(conversation: Conversation, target: EncodeTarget, losses: Losses): Fields {
  const writing = new Writing(conversation, target, losses);
  const body: Out = { model: target.model };
  writing.place('', body);
  const turns = takeInstructions(body, writing);
  if (writing.own) encodeOwnInput(body, turns, writing);
  else {
    body.input = turns.flatMap((turn) => encodeTurn(turn, writing));
    const tools = encodeTools(writing);
    if (tools.length > 0) body.tools = tools;
  }
  encodeToolChoice(body, writing);
  if (conversation.parallelTools !== undefined && (writing.own || conversation.tools.length > 0))
    body.parallel_tool_calls = conversation.parallelTools;
  encodeReasoningWish(body, writing);
  encodeOutput(body, writing);
  encodeMaxTokens(body, writing);
  encodeSampling(body, writing);
  encodeCache(body, writing);
  encodeMetadata(body, writing);
  writing.restore();
  if (target.stream) body.stream = true;
  removeUnsupported(body, target.quirks, losses, wantedHere);
  return body;
}

/**
 * `instructions` are the system turns in front of everything else, as far as they are text. Of this dialect's own
 * requests only what came as such: a system message stays one.
 */
function takeInstructions(body: Out, writing: Writing): readonly Turn[] {
  const { turns } = writing.conversation;
  const texts: string[] = [];
  let count = 0;
  for (const turn of turns) {
    if (turn.role !== 'system' || (writing.own && turn.at !== '/instructions')) break;
    const text = plainText(turn.parts);
    if (text === undefined) break;
    count += 1;
    if (text !== '') texts.push(text);
    if (writing.own) continue;
    if (turn.name !== undefined) writing.losses.add('field', turn.at, 'name of the speaker');
    for (const part of turn.parts)
      if ('cache' in part && part.cache !== undefined)
        writing.losses.add('cache', part.at, 'caching is automatic, without marks');
  }
  if (texts.length > 0) body.instructions = texts.join('\n\n');
  return turns.slice(count);
}

const itemIndex = /^\/input\/(\d+)/;

/** Items in the order that they had, with those that only brought tools among them. */
function encodeOwnInput(body: Out, turns: readonly Turn[], writing: Writing): void {
  const { tools, items } = encodeOwnTools(writing);
  if (tools.length > 0) body.tools = tools;
  const [only] = turns;
  if (turns.length === 1 && only?.at === '/input' && writing.note('/input')?.plain === true) {
    const text = plainText(only.parts);
    if (text !== undefined) {
      body.input = text;
      return;
    }
  }
  const waiting = [...items].toSorted(([one], [other]) => one - other);
  const input: Out[] = [];
  for (const item of turns.flatMap((turn) => encodeTurn(turn, writing))) {
    const index = Number(itemIndex.exec(writing.originOf(item) ?? '')?.[1] ?? Number.NaN);
    for (let next = waiting[0]; next !== undefined && next[0] < index; next = waiting[0]) {
      input.push(next[1]);
      waiting.shift();
    }
    input.push(item);
  }
  input.push(...waiting.map(([, item]) => item));
  if (input.length > 0) body.input = input;
}

/** What only the writer wanted is no loss. */
const wantedHere: ReadonlySet<string> = new Set(['store', 'include']);
