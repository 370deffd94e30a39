import type { Tool, ToolChoice } from '../conversation.ts';
import { settingAt } from '../setting-place.ts';
import type { Out, Writing } from './writing.ts';

/** Writes `tool_choice`; this dialect's as it came. */
export function encodeToolChoice(body: Out, writing: Writing): void {
  const { conversation, losses, own } = writing;
  const { toolChoice: choice, tools } = conversation;
  if (choice === undefined) return;
  const noted = writing.note('')?.set?.tool_choice;
  if (noted !== undefined) {
    body.tool_choice = noted;
    return;
  }
  if (!own && tools.length === 0) {
    // The API refuses a choice without tools; only these two mean nothing then.
    if (choice.kind !== 'auto' && choice.kind !== 'none')
      losses.add(
        'tool-choice',
        settingAt(conversation.from, 'toolChoice'),
        'there are no tools to choose from',
      );
    return;
  }
  const value = choiceOf(choice, tools, own);
  if (value === undefined)
    losses.add('tool-choice', settingAt(conversation.from, 'toolChoice'), `a choice of ${conversation.from}`);
  else body.tool_choice = value;
}

function choiceOf(choice: ToolChoice, tools: readonly Tool[], own: boolean): unknown {
  switch (choice.kind) {
    case 'tool':
      return named(choice.name, tools, choice.namespace);
    case 'some': {
      const allowed = choice.names.map((name) => named(name, tools));
      return { type: 'allowed_tools', mode: choice.required ? 'required' : 'auto', tools: allowed };
    }
    case 'native':
      return own && choice.dialect === 'openai-responses' ? choice.value : undefined;
    default:
      return choice.kind;
  }
}

/** A choice names the tool with its type. */
function named(name: string, tools: readonly Tool[], namespace?: string): Out {
  const tool = tools.find((candidate) => candidate.kind !== 'native' && candidate.name === name);
  if (tool?.kind === 'hosted') return { type: hostedType(tool.tool) ?? name };
  const group = namespace ?? (tool !== undefined && 'namespace' in tool ? tool.namespace : undefined);
  const type = tool?.kind === 'custom' ? 'custom' : 'function';
  return { type, name, ...(group !== undefined && { namespace: group }) };
}

function hostedType(tool: string): string | undefined {
  return new Map([
    ['web-search', 'web_search'],
    ['code', 'code_interpreter'],
    ['image', 'image_generation'],
  ]).get(tool);
}
