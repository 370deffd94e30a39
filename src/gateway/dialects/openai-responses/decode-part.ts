import type { CacheMark, Part, Role } from '../conversation.ts';
import { fieldsOf, isFields, listOf } from '../json-value.ts';
import { citationOf } from './citations.ts';
import { decodeMedia } from './decode-media.ts';
import { type Leftovers, Members } from './leftovers.ts';

/**
 * Parts of a message or of a tool's result: a text, or a list of parts. `at` is the place of the member that holds
 * them, `owner` the item's. A part that only this dialect knows is kept whole.
 */
export function decodeContent(
  content: unknown,
  at: string,
  owner: string,
  role: Role,
  left: Leftovers,
): readonly Part[] {
  if (typeof content === 'string') {
    left.note(owner, { plain: true });
    return content === '' ? [] : [{ kind: 'text', text: content, at }];
  }
  return listOf(content).map((part, nth) => decodePart(part, `${at}/${nth}`, role, left));
}

function decodePart(value: unknown, at: string, role: Role, left: Leftovers): Part {
  if (typeof value === 'string') {
    left.note(at, { plain: true });
    return { kind: 'text', text: value, at };
  }
  const source = fieldsOf(value);
  if (source === undefined) return native(value, at);
  const part = new Members(source, at);
  const type = typeof source.type === 'string' ? source.type : '';
  const cache = cacheOf(part, left);
  if (textTypes.has(type) && typeof source.text === 'string') {
    if (type !== textType(role)) left.set(at, 'type', part.take('type'));
    const annotations = listOf(source.annotations).filter(isFields);
    if (annotations.length > 0) part.take('annotations');
    const text = part.text('text') ?? '';
    part.take('type');
    part.leave(left);
    const citations = annotations.length > 0 && { citations: annotations.map(citationOf) };
    return { kind: 'text', text, ...citations, ...(cache && { cache }), at };
  }
  if (type === 'refusal' && typeof source.refusal === 'string') {
    part.take('type');
    const text = part.text('refusal') ?? '';
    part.leave(left);
    return { kind: 'text', text, refusal: true, at };
  }
  const media = decodeMedia(type, part, left);
  if (media === undefined) return native(value, at);
  part.take('type');
  // Documents may be named by type alone on the way back.
  if (type === 'input_file' && media.media !== 'document') left.set(at, 'type', 'input_file');
  part.leave(left);
  return { ...media, ...(cache && { cache }), at };
}

const textTypes: ReadonlySet<string> = new Set(['input_text', 'output_text', 'text']);

/** What a native part is called that is no object: its `value` holds it. */
export const junk = 'junk';

/** The type that texts of this speaker are written with. */
export function textType(role: Role): string {
  return role === 'assistant' ? 'output_text' : 'input_text';
}

function native(value: unknown, at: string): Part {
  const fields = fieldsOf(value);
  if (fields === undefined)
    return { kind: 'native', dialect: 'openai-responses', what: junk, value: { value }, at };
  const what = typeof fields.type === 'string' ? fields.type : 'part';
  return { kind: 'native', dialect: 'openai-responses', what, value: fields, at };
}

/** `prompt_cache_breakpoint`: of its two terms the pivot knows none, the nearest stand for them. */
function cacheOf(part: Members, left: Leftovers): CacheMark | undefined {
  const mark = fieldsOf(part.look('prompt_cache_breakpoint'));
  if (mark === undefined) return undefined;
  left.set(part.at, 'prompt_cache_breakpoint', part.take('prompt_cache_breakpoint'));
  return mark.ttl === '12h' ? { ttl: '1h' } : {};
}
