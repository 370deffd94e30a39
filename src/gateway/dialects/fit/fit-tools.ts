import type { Mutable } from '../../exchange/mutable.ts';
import type { Abilities } from '../codec.ts';
import type {
  Conversation,
  FunctionTool,
  Part,
  Tool,
  ToolCallPart,
  ToolChoice,
  Turn,
} from '../conversation.ts';
import type { Losses } from '../losses.ts';
import { asFunction, grammarOf, textAsArguments } from './custom-tools.ts';
import type { DeclaredTool, ToolBook } from './tool-book.ts';

/** Brings tools, the choice among them, and the calls of earlier turns into what the target can say. */
export function fitTools(
  conversation: Conversation,
  abilities: Abilities,
  book: ToolBook,
  losses: Losses,
): Conversation {
  const grouped = abilities.namespaces;
  // Declared ones take their names first, so that a call of a tool that is gone cannot take one of them.
  const tools = conversation.tools.map((tool) => fitTool(tool, abilities, book, losses));
  const fitted: Mutable<Conversation> = {
    ...conversation,
    tools,
    turns: conversation.turns.map((turn) => fitTurn(turn, abilities, book)),
  };
  if (conversation.toolChoice !== undefined) {
    fitted.toolChoice = fitChoice(conversation.toolChoice, book, grouped);
  }
  return fitted;
}

function fitTool(tool: Tool, abilities: Abilities, book: ToolBook, losses: Losses): Tool {
  if (tool.kind === 'function') {
    const name = book.add(declarationOf(tool, 'function'), abilities.namespaces);
    return ungrouped({ ...tool, name }, abilities);
  }
  if (tool.kind !== 'custom') return tool;
  const grammar = grammarOf(tool);
  const declared = declarationOf(tool, 'custom');
  const name = book.add(grammar === undefined ? declared : { ...declared, grammar }, abilities.namespaces);
  if (abilities.customTools)
    return abilities.namespaces ? { ...tool, name } : withoutNamespace({ ...tool, name });
  return ungrouped({ ...asFunction(tool, losses), name }, abilities);
}

function declarationOf(
  { name, namespace }: { readonly name: string; readonly namespace?: string },
  form: 'function' | 'custom',
): DeclaredTool {
  return namespace === undefined ? { name, form } : { name, namespace, form };
}

/** A group's own words go to each of its tools when there are no groups. */
function ungrouped(tool: FunctionTool, abilities: Abilities): FunctionTool {
  if (abilities.namespaces || tool.namespace === undefined) return tool;
  const about = tool.namespaceText;
  const plain = withoutNamespace(tool);
  if (about === undefined || about === '') return plain;
  return {
    ...plain,
    description: [plain.description ?? '', about].filter((text) => text !== '').join('\n\n'),
  };
}

function withoutNamespace<T extends { readonly namespace?: string; readonly namespaceText?: string }>(
  tool: T,
): Omit<T, 'namespace' | 'namespaceText'> {
  const { namespace: _, namespaceText: __, ...plain } = tool;
  return plain;
}

function fitTurn(turn: Turn, abilities: Abilities, book: ToolBook): Turn {
  if (!turn.parts.some((part) => part.kind === 'tool-call' || part.kind === 'tool-result')) return turn;
  return { ...turn, parts: turn.parts.map((part) => fitPart(part, abilities, book)) };
}

function fitPart(part: Part, abilities: Abilities, book: ToolBook): Part {
  if (part.kind === 'tool-call') return fitCall(part, abilities, book);
  if (part.kind !== 'tool-result') return part;
  const name =
    part.name === undefined ? undefined : book.sentName(part.name, undefined, abilities.namespaces);
  const form = part.form === 'custom' && !abilities.customTools ? 'function' : part.form;
  return { ...part, form, ...(name !== undefined && { name }) };
}

function fitCall(call: ToolCallPart, abilities: Abilities, book: ToolBook): ToolCallPart {
  const name = book.sentName(call.name, call.namespace, abilities.namespaces);
  const named = abilities.namespaces ? { ...call, name } : withoutNamespace({ ...call, name });
  if (call.form !== 'custom' || abilities.customTools) return named;
  return { ...named, form: 'function', input: textAsArguments(call.input) };
}

function fitChoice(choice: ToolChoice, book: ToolBook, grouped: boolean): ToolChoice {
  if (choice.kind === 'tool') {
    const name = book.sentName(choice.name, choice.namespace, grouped);
    return grouped && choice.namespace !== undefined
      ? { kind: 'tool', name, namespace: choice.namespace }
      : { kind: 'tool', name };
  }
  if (choice.kind !== 'some') return choice;
  return { ...choice, names: choice.names.map((name) => book.sentName(name, undefined, grouped)) };
}
