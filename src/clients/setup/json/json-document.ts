import { createScanner, type Node, parseTree, type SyntaxKind } from 'jsonc-parser';
import { parseJsonc } from '../../../gateway/config/jsonc.ts';
import { checkSize, SetupRefusal } from '../setup-refusal.ts';
import { textStart } from '../text-edit.ts';

/** A text that was read. Offsets of nodes lack the byte order mark: add `shift`. */
export interface JsonDocument {
  readonly text: string;
  readonly shift: number;
  readonly root: Node;
  readonly value: unknown;
  readonly comments: readonly string[];
}

/** Reads JSON with comments and trailing commas; throws `SetupRefusal` with the line for anything else. */
export function readJson(text: string): JsonDocument {
  checkSize(text);
  const parsed = parseJsonc(text);
  if (!parsed.ok) {
    const [problem] = parsed.problems;
    const line = problem?.line ?? Number(/^line (\d+)/.exec(problem?.path ?? '')?.[1]);
    const subject = problem?.line === undefined ? '' : `"${problem.path}" `;
    throw new SetupRefusal('syntax', subject + (problem?.message ?? 'is not JSON'), line || undefined);
  }
  const shift = textStart(text);
  const root = parseTree(text.slice(shift), [], { allowTrailingComma: true });
  if (root?.type !== 'object') throw new SetupRefusal('syntax', 'the settings must be an object: { … }', 1);
  return { text, shift, root, value: parsed.value.value, comments: commentsOf(text.slice(shift)) };
}

/** The property of an object, as its pair of key and value. */
export function propertyOf(
  object: Node,
  name: string,
): { readonly pair: Node; readonly value: Node } | undefined {
  for (const pair of object.children ?? []) {
    const [key, value] = pair.children ?? [];
    if (key?.value === name && value !== undefined) return { pair, value };
  }
  return undefined;
}

/** jsonc-parser declares its kinds as a const enum, which cannot be used with isolated modules. */
const comma: SyntaxKind = 5;
const lineComment: SyntaxKind = 12;
const blockComment: SyntaxKind = 13;
const lineBreak: SyntaxKind = 14;
const blanks: SyntaxKind = 15;
const endOfFile: SyntaxKind = 17;

function commentsOf(text: string): string[] {
  const scanner = createScanner(text);
  const comments: string[] = [];
  for (let token = scanner.scan(); token !== endOfFile; token = scanner.scan()) {
    if (token !== lineComment && token !== blockComment) continue;
    // The scanner's own value is wrong for a comment right behind a brace.
    const start = scanner.getTokenOffset();
    comments.push(text.slice(start, start + scanner.getTokenLength()));
  }
  return comments;
}

/** What stands behind a value. */
export interface Tail {
  /** Offset of the comma that follows, comments skipped; undefined when none does. */
  readonly comma: number | undefined;
  /** Where the comments end that stand on the value's line, behind the comma if it has one there. */
  readonly lineEnd: number;
}

/** Looks at what follows an offset, up to the next thing that is neither comment, blank nor comma. */
export function tailOf(text: string, offset: number): Tail {
  const scanner = createScanner(text);
  scanner.setPosition(offset);
  let found: number | undefined;
  let lineEnd = offset;
  let isSameLine = true;
  for (let token = scanner.scan(); ; token = scanner.scan()) {
    const end = scanner.getTokenOffset() + scanner.getTokenLength();
    if (token === comma && found === undefined) {
      found = scanner.getTokenOffset();
      // A comma on a later line still is where the next value goes behind.
      lineEnd = end;
      isSameLine = true;
    } else if (token === lineComment || token === blockComment) {
      if (isSameLine) lineEnd = end;
    } else if (token === lineBreak) {
      isSameLine = false;
    } else if (token !== blanks) {
      return { comma: found, lineEnd };
    }
  }
}
