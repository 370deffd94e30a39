import type { Mutable } from '../../exchange/mutable.ts';
import type {
  HostedPart,
  NativePart,
  Part,
  ReasoningPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '../conversation.ts';
import { type Fields, fieldsOf, isFields, textOf } from '../json-value.ts';
import { cacheOf, withoutMark } from './cache-control.ts';
import { readSignature, type Signature } from './carried-state.ts';
import { readCitations } from './citations.ts';
import { readMedia, textInside } from './decode-media.ts';
import { keepRest } from './extras.ts';
import { hostedKind } from './hosted-kind.ts';
import { hostedText } from './hosted-text.ts';
import { noteToolChange } from './offered-tools.ts';
import type { ReadState } from './read-state.ts';

const textKnown: ReadonlySet<string> = new Set(['type', 'text', 'citations', 'cache_control']);
const thinkingKnown: ReadonlySet<string> = new Set(['type', 'thinking', 'signature', 'data']);
const callKnown: ReadonlySet<string> = new Set(['type', 'id', 'name', 'input', 'cache_control']);
const resultKnown: ReadonlySet<string> = new Set([
  'type',
  'tool_use_id',
  'content',
  'is_error',
  'cache_control',
]);

/** One content block as a part. Thinking blocks are read by `decode-message.ts`, which knows their neighbours. */
export function readBlock(block: Fields, at: string, state: ReadState): Part {
  switch (block.type) {
    case 'text':
      return readText(block, at, state);
    case 'image':
    case 'document':
      return readMedia(block, at, state) ?? native(block, at, state);
    case 'tool_use':
      return readCall(block, at, state);
    case 'tool_result':
      return readResult(block, at, state);
    case 'search_result':
      return standIn(block, searchText(block), at, state);
    case 'tool_reference':
      noteToolChange(block, at, state);
      return standIn(block, `Tool "${textOf(block.tool_name) ?? ''}" can be called now.`, at, state);
    case 'compaction':
      noteToolChange(block, at, state);
      return standIn(block, textOf(block.content) ?? '', at, state);
    default: {
      noteToolChange(block, at, state);
      const tool = hostedKind(block);
      return tool === undefined ? native(block, at, state) : hosted(block, tool, at, state);
    }
  }
}

/** A thinking block and what its signature says. */
export function readThinking(
  block: Fields,
  at: string,
  { extra }: ReadState,
): { readonly part: ReasoningPart; readonly signature: Signature } {
  const redacted = block.type === 'redacted_thinking';
  const thought = redacted ? undefined : textOf(block.thinking);
  const state = (redacted ? textOf(block.data) : textOf(block.signature)) ?? '';
  const signature = readSignature(state, redacted ? 'anthropic-redacted' : 'anthropic-signature');
  keepRest(block, thinkingKnown, at, extra);
  const part: Mutable<ReasoningPart> = {
    kind: 'reasoning',
    text: thought === undefined ? [] : [thought],
    at,
  };
  if (signature.opaque !== undefined) part.opaque = signature.opaque;
  return { part, signature };
}

/** What an input object is as the text of the model; none when it is empty. */
export function inputText(input: unknown): string {
  if (typeof input === 'string') return input;
  if (input === null || input === undefined) return '';
  const text = JSON.stringify(input);
  return text === '{}' ? '' : text;
}

function readText(block: Fields, at: string, { extra }: ReadState): TextPart {
  const { text } = block;
  const part: Mutable<TextPart> = {
    kind: 'text',
    text: typeof text === 'string' ? text : '',
    ...cacheOf(block, at, extra),
    at,
  };
  const citations = readCitations(block.citations);
  if (citations !== undefined) part.citations = citations;
  keepRest(block, textKnown, at, extra);
  return part;
}

function readCall(block: Fields, at: string, state: ReadState): ToolCallPart {
  const id = textOf(block.id) ?? '';
  const name = textOf(block.name) ?? '';
  if (id !== '') state.callNames.set(id, name);
  keepRest(block, callKnown, at, state.extra);
  const input = inputText(block.input);
  return { kind: 'tool-call', id, name, form: 'function', input, ...cacheOf(block, at, state.extra), at };
}

function readResult(block: Fields, at: string, state: ReadState): ToolResultPart {
  const id = textOf(block.tool_use_id) ?? '';
  const part: Mutable<ToolResultPart> = {
    kind: 'tool-result',
    id,
    form: 'function',
    content: readContent(block.content, `${at}/content`, state),
    ...cacheOf(block, at, state.extra),
    at,
  };
  const name = state.callNames.get(id);
  if (name !== undefined) part.name = name;
  if (typeof block.is_error === 'boolean') part.isError = block.is_error;
  keepRest(block, resultKnown, at, state.extra);
  return part;
}

/** Content that is a string, a list of blocks or nothing: of a system prompt or a tool's result. */
export function readContent(content: unknown, at: string, state: ReadState): readonly Part[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content, at }];
  if (Array.isArray(content)) {
    return content.flatMap((block, index) => readListed(block, `${at}/${index}`, state));
  }
  // One block without a list around it is what some clients send.
  const part = content === undefined ? [] : readListed(content, at, state);
  return 'kind' in part ? [part] : [];
}

/** An element of a list of blocks; a bare string is the text that was meant. */
export function readListed(block: unknown, at: string, state: ReadState): Part | [] {
  if (isFields(block)) return readBlock(block, at, state);
  if (typeof block === 'string') return { kind: 'text', text: block, at };
  if (block !== null) state.extra.push({ at, value: block });
  return [];
}

/**
 * A text that says elsewhere what a block says here. The block itself is kept beside it for this dialect: unlike a
 * native part, its words reach every model.
 */
function standIn(block: Fields, text: string, at: string, state: ReadState): TextPart {
  state.extra.push({ at, value: withoutMark(block) });
  return { kind: 'text', text, ...cacheOf(block, at, state.extra), at };
}

function searchText(block: Fields): string {
  return [textOf(block.title), textOf(block.source), textInside(block.content)]
    .filter((text) => text !== undefined && text !== '')
    .join('\n');
}

function hosted(block: Fields, tool: HostedPart['tool'], at: string, { extra }: ReadState): HostedPart {
  return {
    kind: 'hosted',
    tool,
    text: hostedText(block),
    dialect: 'anthropic-messages',
    value: withoutMark(block),
    ...cacheOf(block, at, extra),
    at,
  };
}

function native(block: Fields, at: string, { extra }: ReadState): NativePart {
  return {
    kind: 'native',
    dialect: 'anthropic-messages',
    what: textOf(block.type) ?? textOf(fieldsOf(block.source)?.type) ?? 'block',
    value: withoutMark(block),
    ...cacheOf(block, at, extra),
    at,
  };
}
