import type { CustomTool, FunctionTool } from '../conversation.ts';
import { isFields, parseJson, textOf } from '../json-value.ts';
import type { Losses } from '../losses.ts';

/** The one argument of a custom tool that is offered as a function. */
const argument = 'input';

/** A custom tool as a function with one string argument, for dialects without free text. */
export function asFunction(tool: CustomTool, losses: Losses): FunctionTool {
  const grammar = grammarOf(tool);
  const syntax = textOf(tool.format?.syntax) ?? 'given';
  if (grammar !== undefined)
    losses.add('grammar', tool.at, `the ${syntax} grammar of ${tool.name} is told as text`);
  const parts = [
    tool.description ?? '',
    grammar === undefined
      ? ''
      : `The value of \`${argument}\` is the raw text itself, without code fences, and must follow this ${syntax} grammar:\n${grammar}`,
  ];
  return {
    kind: 'function',
    name: tool.name,
    ...(tool.namespace !== undefined && { namespace: tool.namespace }),
    ...(tool.namespaceText !== undefined && { namespaceText: tool.namespaceText }),
    description: parts.filter((part) => part !== '').join('\n\n'),
    schema: {
      type: 'object',
      properties: {
        [argument]: { type: 'string', description: 'The complete input of the tool, as raw text.' },
      },
      required: [argument],
      additionalProperties: false,
    },
    ...(tool.cache !== undefined && { cache: tool.cache }),
    at: tool.at,
  };
}

export function grammarOf(tool: CustomTool): string | undefined {
  return tool.format?.type === 'grammar' ? textOf(tool.format.definition) : undefined;
}

/** Free text as the arguments of that function. */
export function textAsArguments(text: string): string {
  return JSON.stringify({ [argument]: text });
}

/**
 * The free text in the arguments that a model wrote for such a function: the inverse of `textAsArguments`, and of
 * what models make of it. They name the argument otherwise, send a bare string, or leave the JSON away; around a patch
 * they put code fences or a shell's here-document, which the client's tool would refuse.
 */
export function argumentsAsText(input: string, grammar: string | undefined): string {
  const text = plainText(input);
  return grammar === undefined ? text : withoutWrapping(text, grammar);
}

function plainText(input: string): string {
  if (input.trim() === '') return '';
  const value = parseJson(input);
  if (typeof value === 'string') return value;
  if (!isFields(value)) return input;
  const own = value[argument];
  if (typeof own === 'string') return own;
  const members = Object.values(value);
  const [only] = members;
  return members.length === 1 && typeof only === 'string' ? only : input;
}

const patchBegin = '*** Begin Patch';
const patchEnd = '*** End Patch';

function withoutWrapping(text: string, grammar: string): string {
  if (grammar.includes(patchBegin)) {
    const begin = text.indexOf(patchBegin);
    const end = text.lastIndexOf(patchEnd);
    if (begin >= 0 && end > begin) {
      // What the tool's grammar begins and ends with; a line feed at the end belongs to it.
      return `${text.slice(begin, end + patchEnd.length)}\n`;
    }
  }
  const fenced = /^\s*```[\w+-]*\n([\s\S]*?)\n?```\s*$/.exec(text);
  return fenced?.[1] ?? text;
}
