import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import { checkSize, SetupRefusal } from '../setup-refusal.ts';
import { textStart } from '../text-edit.ts';

/** Keys from the root; a number counts the tables of an array. */
export type TomlPath = readonly (string | number)[];

/** `key = value`, wherever it stands. */
export interface TomlEntry {
  readonly path: TomlPath;
  /** The value as it is written. */
  readonly source: string;
  /** The value of texts and switches; undefined for all others. */
  readonly scalar: string | boolean | undefined;
  readonly start: number;
  readonly end: number;
  readonly valueStart: number;
  readonly place: TomlPlace;
}

/** What entries are written into: the part before all headers, what follows one header, or an inline table. */
export interface TomlPlace {
  readonly kind: 'root' | 'table' | 'array-table' | 'inline';
  readonly path: TomlPath;
  /** Of the header or of the braces; both 0 for the root. */
  readonly start: number;
  readonly end: number;
}

/** A text that was read, as places that edits can name. Offsets are those of the text, byte order mark included. */
export interface TomlDocument {
  readonly text: string;
  /** In the order of the text. An inline table is an entry, and its entries follow it; arrays are one value. */
  readonly entries: readonly TomlEntry[];
  readonly places: readonly TomlPlace[];
  readonly comments: readonly string[];
}

/** Reads TOML 1.0 and 1.1; throws `SetupRefusal` with the line for anything else. */
export function readToml(text: string): TomlDocument {
  checkSize(text);
  const shift = textStart(text);
  const program = parse(text.slice(shift));
  const root: TomlPlace = { kind: 'root', path: [], start: 0, end: 0 };
  const entries: TomlEntry[] = [];
  const places: TomlPlace[] = [root];

  const addEntry = (node: AST.TOMLKeyValue, place: TomlPlace): void => {
    const path = [...place.path, ...keyNames(node.key)];
    const [start, end] = offsets(node);
    const [valueStart, valueEnd] = offsets(node.value);
    const source = text.slice(valueStart, valueEnd);
    entries.push({ path, source, scalar: scalarOf(node.value), start, end, valueStart, place });
    if (node.value.type !== 'TOMLInlineTable') return;
    const inline: TomlPlace = { kind: 'inline', path, start: valueStart, end: valueEnd };
    places.push(inline);
    for (const inner of node.value.body) addEntry(inner, inline);
  };
  const offsets = ({ range }: { readonly range: AST.Range }): AST.Range => [
    range[0] + shift,
    range[1] + shift,
  ];

  for (const node of program.body[0].body) {
    if (node.type === 'TOMLKeyValue') {
      addEntry(node, root);
      continue;
    }
    const kind = node.kind === 'array' ? 'array-table' : 'table';
    const [start] = offsets(node);
    // The node ends with its last entry; the header ends with the brackets behind its key.
    const end = text.indexOf(']', offsets(node.key)[1]) + (kind === 'table' ? 1 : 2);
    const place: TomlPlace = { kind, path: node.resolvedKey, start, end };
    places.push(place);
    for (const entry of node.body) addEntry(entry, place);
  }
  return { text, entries, places, comments: program.comments.map(({ value }) => value) };
}

function parse(text: string): AST.TOMLProgram {
  try {
    return parseTOML(text);
  } catch (error) {
    if (error instanceof ParseError)
      throw new SetupRefusal('syntax', lowerFirst(error.message), error.lineNumber);
    // The parser recurses; nobody's config is that deep.
    if (error instanceof RangeError)
      throw new SetupRefusal('syntax', 'the values are nested too deep to be read');
    throw error;
  }
}

/** The parser's words, so that they can follow "line 3:". */
function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function keyNames(key: AST.TOMLKey): string[] {
  return key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
}

function scalarOf(value: AST.TOMLContentNode): string | boolean | undefined {
  if (value.type !== 'TOMLValue') return undefined;
  return value.kind === 'string' || value.kind === 'boolean' ? value.value : undefined;
}
