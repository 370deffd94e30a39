import type { Report } from './report.ts';

/** One event of a stream: the lines between two blank lines. */
export interface SseFrame {
  /** From 0. */
  readonly number: number;
  readonly event?: string;
  readonly data?: string;
  readonly comments: readonly string[];
}

/**
 * The events of an event stream, read as the pickiest client does. Beyond the specification, which allows them, it
 * reports CRLF (`framing:crlf`), several data lines in one event, a missing space after the colon, needless blank
 * lines and fields other than `event` and `data`: the vendors never send them, and hand-written readers trip on them.
 * Google alone ends lines with CR LF (`ends: 'any'`).
 */
export function sseFrames(stream: string, report: Report, ends: 'lf' | 'any' = 'lf'): readonly SseFrame[] {
  const crlf = stream.split('\r\n').length - 1;
  const lf = stream.split('\n').length - 1 - crlf;
  if (crlf > 0 && ends === 'lf') report.add('framing:crlf', 'lines end with CR LF');
  if (crlf > 0 && lf > 0) report.add('framing:mixed-ends', `${crlf} lines end with CR LF, ${lf} with LF`);
  const plain = stream.replaceAll('\r\n', '\n');
  if (plain.includes('\r')) report.add('framing:lone-cr', 'a CR without LF ends a line for some readers');
  if (plain.startsWith('\uFEFF')) report.add('framing:bom', 'begins with a byte order mark');
  if (plain !== '' && !plain.endsWith('\n\n'))
    report.add('framing:unterminated', 'the last event has no end');
  const frames: SseFrame[] = [];
  for (const block of plain.replace(/\n+$/, '').split('\n\n')) {
    if (block.startsWith('\n')) report.add('framing:blank-line', 'a blank line too many');
    const lines = block.split('\n').filter((line) => line !== '');
    if (lines.length > 0) frames.push(frameOf(lines, frames.length, report));
  }
  return frames;
}

function frameOf(lines: readonly string[], number: number, report: Report): SseFrame {
  report.where = `event ${number}`;
  const data: string[] = [];
  const comments: string[] = [];
  let event: string | undefined;
  for (const line of lines) {
    const [, field = '', space = '', value = ''] = /^([^:]*):?( ?)(.*)$/s.exec(line) ?? [];
    if (line.startsWith(':')) comments.push(value);
    else if (field === 'data' || field === 'event') {
      if (space === '') report.add('framing:no-space', `no space after "${field}:"`);
      if (field === 'data') data.push(value);
      else if (event !== undefined) report.add('framing:two-events', 'two event lines in one event');
      else event = value;
    } else report.add('framing:field', `a line "${line.slice(0, 40)}" that is neither event nor data`);
  }
  if (data.length > 1) report.add('framing:data-lines', `${data.length} data lines in one event`);
  if (data.length === 0 && event !== undefined)
    report.add('framing:no-data', `event "${event}" without data`);
  report.where = '';
  return {
    number,
    comments,
    ...(event !== undefined && { event }),
    ...(data.length > 0 && { data: data.join('\n') }),
  };
}
