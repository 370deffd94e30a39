import type {
  Conversation,
  Part,
  ReasoningPart,
  Tool,
  ToolCallPart,
  Turn,
} from '../dialects/conversation.ts';
import type { Family, Frame } from './family.ts';
import { mediaTokens, textOfMedia } from './media-tokens.ts';
import { bareJson, functionText, jsonText, schemaWords } from './tool-text.ts';

/** Counts one text. */
export type CountText = (text: string) => number;

/**
 * Tokens that a provider will report as input for a conversation: its texts, tools, calls, results and media, and the
 * family's frame around them. What the provider adds later by itself (results of its own search) is not in it.
 */
export function countConversation(conversation: Conversation, family: Family, count: CountText): number {
  const { turns, output } = conversation;
  const { frame } = family;
  let texts = 0;
  let fixed = frame.start;
  let cites = false;
  const running = startOfRunningTurn(turns);
  const add = (part: Part, isRunning: boolean): void => {
    switch (part.kind) {
      case 'text':
        texts += count(part.text);
        break;
      case 'media':
        texts += count(textOfMedia(part)) + count(part.title ?? '') + count(part.context ?? '');
        fixed += mediaTokens(part, family.media);
        cites ||= part.citable === true;
        break;
      case 'reasoning':
        if (family.thoughts === 'all' || (family.thoughts === 'running' && isRunning))
          texts += thoughtTokens(part, family, count);
        break;
      case 'tool-call':
        texts += count(part.name) + count(part.input) + stateTokens(part, family);
        fixed += frame.call;
        break;
      case 'tool-result':
        fixed += frame.result;
        for (const each of part.content) add(each, isRunning);
        break;
      case 'hosted':
      case 'native':
        texts += count(jsonText(part.value));
        break;
    }
  };
  turns.forEach((turn, index) => {
    for (const part of turn.parts) add(part, index >= running);
    fixed += frameOfTurn(turn, index === turns.length - 1, frame);
  });
  const choice = conversation.toolChoice?.kind;
  const tools = choice === 'none' && family.dropsUnusedTools ? [] : conversation.tools.filter(isOffered);
  if (tools.length > 0) {
    fixed += frame.tools;
    if (choice !== undefined && choice !== 'auto' && choice !== 'none') fixed += frame.forced;
  }
  for (const tool of tools) {
    const typed = typedTokens(tool, family);
    texts += typed === undefined ? family.toolText * count(toolText(tool, family)) : 0;
    fixed += frame.tool + (typed ?? 0);
  }
  if (tools.some(({ kind }) => kind === 'custom')) fixed += frame.grammar;
  if (output.format?.schema !== undefined && frame.schema !== 'hidden') {
    const { schema, description = '' } = output.format;
    texts += count(bareJson(schema)) + count(description);
    fixed += frame.schema;
  }
  if (cites) fixed += frame.citations;
  if (wantsThinking(conversation)) fixed += frame.thinking;
  return Math.max(1, Math.round(texts * family.text + fixed));
}

/** Calls and results bring their own marks, whether a dialect puts them into a turn of their own or not. */
function frameOfTurn({ role, parts }: Turn, isLast: boolean, frame: Frame): number {
  if (role === 'system' || role === 'developer') return frame.system;
  if (isLast && role === 'assistant') return 0;
  const speaks = parts.some(
    ({ kind }) => kind !== 'tool-call' && kind !== 'tool-result' && kind !== 'reasoning',
  );
  return speaks ? frame.turn : 0;
}

function wantsThinking({ reasoning }: Conversation): boolean {
  const { adaptive, budget, effort } = reasoning;
  return adaptive === true || (budget ?? 0) > 0 || (effort !== undefined && effort !== 'none');
}

/** A tool that is known by name only until the model asks for it is not shown. */
function isOffered(tool: Tool): boolean {
  return tool.kind !== 'function' || tool.deferred !== true;
}

/** The first turn behind the last one in which a person speaks: thoughts since then belong to calls that still run. */
function startOfRunningTurn(turns: readonly Turn[]): number {
  return turns.findLastIndex(
    ({ role, parts }) => role === 'user' && parts.some(({ kind }) => kind !== 'tool-result'),
  );
}

function thoughtTokens(part: ReasoningPart, family: Family, count: CountText): number {
  // The state of a chat message holds its text once more.
  const hasState = part.opaque !== undefined && part.opaque.kind !== 'chat-details' && family.state.rate > 0;
  return part.text.length === 0 || (hasState && family.state.replacesText)
    ? stateTokens(part, family)
    : count(part.text.join('\n'));
}

/** State holds the thoughts themselves, encrypted. */
function stateTokens({ opaque }: ReasoningPart | ToolCallPart, { state, text }: Family): number {
  return opaque === undefined ? 0 : (Math.max(0, opaque.data.length - state.from) * state.rate) / text;
}

function typedTokens(tool: Tool, { typedTools }: Family): number | undefined {
  const type = tool.kind === 'function' ? tool.rest?.type : undefined;
  return typeof type === 'string' ? typedTools.find((each) => each.type.test(type))?.tokens : undefined;
}

function toolText(tool: Tool, family: Family): string {
  if (tool.kind === 'hosted' || tool.kind === 'native') return jsonText(tool.value);
  const name = tool.namespace === undefined ? tool.name : `${tool.namespace}.${tool.name}`;
  if (tool.kind === 'custom') return `${name}\n${tool.description ?? ''}\n${jsonText(tool.format ?? {})}`;
  if (family.toolForm === 'typescript') return functionText(name, tool.description, tool.schema);
  if (family.toolForm === 'words') return `${name} ${tool.description ?? ''} ${schemaWords(tool.schema)}`;
  return jsonText({ name, description: tool.description, parameters: tool.schema });
}
