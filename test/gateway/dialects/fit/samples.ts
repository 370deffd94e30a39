import type { Abilities } from '../../../../src/gateway/dialects/codec.ts';
import type {
  Conversation,
  CustomTool,
  FunctionTool,
  Part,
  TextPart,
  ToolCallPart,
  ToolResultPart,
  Turn,
} from '../../../../src/gateway/dialects/conversation.ts';

/** A conversation with nothing in it but what is given. */
export function conversation(given: Partial<Conversation>): Conversation {
  return {
    from: 'openai-responses',
    turns: [],
    tools: [],
    reasoning: {},
    sampling: {},
    stop: [],
    output: {},
    cache: {},
    metadata: {},
    stream: false,
    extra: [],
    ...given,
  };
}

export function turn(role: Turn['role'], ...parts: readonly (Part | string)[]): Turn {
  return { role, parts: parts.map((part) => (typeof part === 'string' ? text(part) : part)), at: '' };
}

export function text(words: string): TextPart {
  return { kind: 'text', text: words, at: '' };
}

export function call(id: string, name = 'run', more: Partial<ToolCallPart> = {}): ToolCallPart {
  return { kind: 'tool-call', id, name, form: 'function', input: '{}', at: `/call/${id}`, ...more };
}

export function result(id: string, words = `of ${id}`, more: Partial<ToolResultPart> = {}): ToolResultPart {
  return { kind: 'tool-result', id, form: 'function', content: [text(words)], at: `/result/${id}`, ...more };
}

export function functionTool(name: string, more: Partial<FunctionTool> = {}): FunctionTool {
  return { kind: 'function', name, at: `/tools/${name}`, ...more };
}

export function customTool(name: string, more: Partial<CustomTool> = {}): CustomTool {
  return { kind: 'custom', name, at: `/tools/${name}`, ...more };
}

/** A dialect that knows little: what it lacks is what the passes are for. */
export const plainAbilities: Abilities = {
  customTools: false,
  namespaces: false,
  toolName: { pattern: /^[a-zA-Z0-9_-]+$/, longest: 64 },
  callId: { pattern: /^[a-zA-Z0-9_-]+$/, longest: 40 },
  systemInMiddle: false,
  alternates: true,
  continues: true,
  media: { image: ['base64'], audio: [], video: [], document: [] },
  resultMedia: { image: [], audio: [], video: [], document: [] },
  opaque: ['anthropic-signature'],
  reasoningText: false,
};

/** The words of a turn, for short expectations. */
export function said({ role, parts }: Turn): string {
  const words = parts.map((part) => {
    if (part.kind === 'text') return part.text;
    if (part.kind === 'tool-call') return `call ${part.id}`;
    return part.kind === 'tool-result' ? `result ${part.id}` : part.kind;
  });
  return `${role}: ${words.join(' | ')}`;
}
