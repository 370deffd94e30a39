import type { Conversation, Tool, ToolChoice } from '../conversation.ts';
import { settingAt } from '../setting-place.ts';
import type { Draft } from './cache-marks.ts';
import type { WrittenMessage } from './encode-messages.ts';
import { hostedNames, writeTool } from './encode-tool.ts';
import type { WriteState } from './write-state.ts';

export interface WrittenTools {
  readonly tools: readonly Draft[];
  readonly choice?: Draft;
  /** The model must call a tool. */
  readonly forced: boolean;
}

/** The tools and the choice among them. */
export function writeTools(messages: readonly WrittenMessage[], state: WriteState): WrittenTools {
  const { conversation, own } = state;
  const wanted = own ? conversation.tools : chosen(conversation);
  const tools: Draft[] = [];
  const names = new Set<unknown>();
  for (const tool of wanted) {
    const written = writeTool(tool, state);
    if (written === undefined) continue;
    if (!own && names.has(written.name)) {
      state.losses.add('tool', tool.at, 'Another tool has this name.');
      continue;
    }
    names.add(written.name);
    tools.push(written);
  }
  if (tools.length === 0 && !own) {
    const stubs = stubsOf(messages);
    if (stubs.length > 0) {
      writeChoice([], state);
      return { tools: stubs, choice: { type: 'none' }, forced: false };
    }
  }
  const choice = writeChoice(tools, state);
  const forced = choice?.type === 'any' || choice?.type === 'tool';
  return { tools, forced, ...(choice !== undefined && { choice }) };
}

/** A choice of some (OpenAI's `allowed_tools`): the others are not offered. */
function chosen({ tools, toolChoice }: Conversation): readonly Tool[] {
  if (toolChoice?.kind !== 'some') return tools;
  const names = new Set(toolChoice.names);
  return tools.filter((tool) => tool.kind !== 'native' && tool.name !== undefined && names.has(tool.name));
}

/**
 * Calls in the history want the tools defined, but a request that only sums up (Codex's compaction) offers none: their
 * names then stand for them, and none may be called.
 */
function stubsOf(messages: readonly WrittenMessage[]): readonly Draft[] {
  const names = new Set(
    messages
      .flatMap(({ content }) => content)
      .flatMap(({ type, name }) => (type === 'tool_use' && typeof name === 'string' ? name : [])),
  );
  return [...names].map((name) => ({ name, input_schema: { type: 'object', properties: {} } }));
}

function writeChoice(tools: readonly Draft[], state: WriteState): Draft | undefined {
  const { conversation, losses, own, extras } = state;
  const { toolChoice: choice, parallelTools, from } = conversation;
  const at = settingAt(from, 'toolChoice');
  if (tools.length === 0 && !own) {
    // A choice without tools is refused.
    if (choice?.kind === 'required' || choice?.kind === 'tool')
      losses.add('tool-choice', at, 'No tool is left.');
    return undefined;
  }
  if (choice?.kind === 'native') {
    if (choice.dialect === 'anthropic-messages' && own) return asFields(choice.value);
    losses.add('tool-choice', at, 'The API has no such choice.');
  }
  const written = choice === undefined ? undefined : choiceOf(hostedByName(choice, conversation));
  const single = parallelTools === false ? true : parallelTools === true && own ? false : undefined;
  if (written === undefined)
    return single === true ? { type: 'auto', disable_parallel_tool_use: true } : undefined;
  if (single !== undefined && written.type !== 'none') written.disable_parallel_tool_use = single;
  if (written.type === 'tool' && !own && !tools.some(({ name }) => name === written.name)) {
    losses.add('tool-choice', at, 'The tool that must be called is not on offer.');
    return { ...written, type: 'auto', name: undefined };
  }
  return Object.assign(written, extras.under('/tool_choice'));
}

/** A hosted tool has its name from Anthropic here. */
function hostedByName(choice: ToolChoice, { tools, from }: Conversation): ToolChoice {
  if (choice.kind !== 'tool' || from === 'anthropic-messages') return choice;
  const hosted = tools.find((tool) => tool.kind === 'hosted' && tool.name === choice.name);
  const name = hosted?.kind === 'hosted' ? hostedNames[hosted.tool] : undefined;
  return name === undefined ? choice : { kind: 'tool', name };
}

function choiceOf(choice: ToolChoice): Draft | undefined {
  switch (choice.kind) {
    case 'auto':
    case 'none':
      return { type: choice.kind };
    case 'required':
      return { type: 'any' };
    case 'tool':
      return { type: 'tool', name: choice.name };
    case 'some':
      return { type: choice.required ? 'any' : 'auto' };
    case 'native':
      return undefined;
  }
}

function asFields(value: unknown): Draft | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}
