/** Replaces what stands between two offsets. */
export function splice(text: string, start: number, end: number, insert: string): string {
  return text.slice(0, start) + insert + text.slice(end);
}

/** The line ending of the text: that of its first line. */
export function newlineOf(text: string): string {
  const at = text.indexOf('\n');
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** Where the text begins after a byte order mark. */
export function textStart(text: string): number {
  return text.startsWith('\ufeff') ? 1 : 0;
}

/** The blanks at the start of the line on which this offset lies. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';
}

/** Offset of the first character of the line on which this offset lies. */
export function lineStart(text: string, offset: number): number {
  return Math.max(textStart(text), offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1);
}

/** Number, from 1, of the line on which this offset lies. */
export function lineNumber(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
