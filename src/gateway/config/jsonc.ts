import {
  createScanner,
  findNodeAtLocation,
  type Node,
  type ParseError,
  type ParseErrorCode,
  parseTree,
  printParseErrorCode,
  type SyntaxKind,
} from 'jsonc-parser';
import { type PathPart, type Problem, pathText } from './problem.ts';

/** A config of a hundred providers is some 50 KB; past a mebibyte it is some other file. */
const mostCharacters = 1024 * 1024;

/** The deepest known option lies at 6. The parser recurses, so depth is bounded before it runs. */
const mostDepth = 100;

/** A text that was read: its value and where each part of it stands. */
export interface JsoncText {
  readonly value: unknown;
  /** Line (from 1) of the value at this path, or of the nearest parent that is there. */
  lineOf(path: readonly PathPart[]): number;
}

export type JsoncResult =
  | { readonly ok: true; readonly value: JsoncText }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads JSON with comments and trailing commas. Every syntax error is reported with line and column, and so is a
 * key that stands twice in one object: the parsers that people know keep one of the two without a word.
 */
export function parseJsonc(source: string): JsoncResult {
  const text = source.startsWith('\ufeff') ? source.slice(1) : source;
  if (text.length > mostCharacters) {
    return failed('config', `is ${text.length} characters long; at most ${mostCharacters} are read`);
  }
  if (text.trim() === '') {
    return failed('config', 'is empty; write at least {} (everything in it is optional)');
  }
  if (isTooDeep(text)) return failed('config', `is nested deeper than ${mostDepth} levels`);

  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const position = positions(text);
  if (errors.length > 0 || root === undefined) {
    return { ok: false, problems: errors.map((error) => syntaxProblem(error, text, position)) };
  }
  const problems: Problem[] = [];
  const value = readNode(root, [], problems, position);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: { value, lineOf: (path) => lineOf(root, path, position) } };
}

function failed(path: string, message: string): JsoncResult {
  return { ok: false, problems: [{ path, message }] };
}

interface Position {
  readonly line: number;
  readonly column: number;
}

function positions(text: string): (offset: number) => Position {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/** jsonc-parser declares its kinds as a const enum, which cannot be used with isolated modules. */
const openBrace: SyntaxKind = 1;
const closeBrace: SyntaxKind = 2;
const openBracket: SyntaxKind = 3;
const closeBracket: SyntaxKind = 4;
const endOfFile: SyntaxKind = 17;

function isTooDeep(text: string): boolean {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token = scanner.scan(); token !== endOfFile; token = scanner.scan()) {
    if (token === openBrace || token === openBracket) depth += 1;
    else if (token === closeBrace || token === closeBracket) depth -= 1;
    if (depth > mostDepth) return true;
  }
  return false;
}

const syntaxWords: Partial<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  InvalidSymbol: 'is not a JSON value (texts stand in double quotes)',
  InvalidNumberFormat: 'is not a number as JSON writes it',
  PropertyNameExpected: 'a key in double quotes is expected here',
  ValueExpected: 'a value is expected here',
  ColonExpected: 'a colon is expected here',
  CommaExpected: 'a comma is expected here',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'the file should end here',
  InvalidCommentToken: 'is not a comment',
  UnexpectedEndOfComment: 'a comment is not closed with */',
  UnexpectedEndOfString: 'a text is not closed with a double quote',
  UnexpectedEndOfNumber: 'is not a whole number',
  InvalidUnicode: 'a \\u escape needs four hex digits',
  InvalidEscapeCharacter: 'is not an escape that JSON knows (a backslash itself is written \\\\)',
  InvalidCharacter: 'a control character stands in a text',
};

function syntaxProblem(error: ParseError, text: string, position: (offset: number) => Position): Problem {
  const { line, column } = position(Math.min(error.offset, text.length));
  const code: ParseErrorCode = error.error;
  const words = syntaxWords[printParseErrorCode(code)] ?? 'is not valid JSON';
  return { path: `line ${line}, column ${column}`, message: words };
}

/** jsonc-parser's own reader keeps the last of two keys and follows `__proto__`. */
function readNode(
  node: Node,
  path: readonly PathPart[],
  problems: Problem[],
  position: (offset: number) => Position,
): unknown {
  if (node.type === 'array') {
    return (node.children ?? []).map((child, index) => readNode(child, [...path, index], problems, position));
  }
  if (node.type !== 'object') return node.value;
  const seen = new Map<string, unknown>();
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key === undefined || value === undefined) continue;
    const name = String(key.value);
    if (seen.has(name)) {
      const { line } = position(key.offset);
      problems.push({
        path: pathText([...path, name]),
        message: 'stands here a second time; keep one',
        line,
      });
    }
    seen.set(name, readNode(value, [...path, name], problems, position));
  }
  return Object.fromEntries(seen);
}

function lineOf(root: Node, path: readonly PathPart[], position: (offset: number) => Position): number {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined)
      return position((node.parent?.type === 'property' ? node.parent : node).offset).line;
  }
  return position(root.offset).line;
}
