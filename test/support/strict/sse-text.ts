/** One event to write. */
export interface SseEvent {
  readonly event?: string;
  readonly data: unknown;
}

/** The text of an event stream; `data` that is a string stands as it is, anything else as JSON. */
export function sseText(events: readonly SseEvent[], end: '\n' | '\r\n' = '\n'): string {
  return events
    .map(({ event, data }) => {
      const name = event === undefined ? '' : `event: ${event}${end}`;
      return `${name}data: ${typeof data === 'string' ? data : JSON.stringify(data)}${end}${end}`;
    })
    .join('');
}

/** The text cut in two pieces or more, none of them empty, never within a surrogate pair. */
export function pieces(text: string, size = 7): readonly string[] {
  const points = [...text];
  const cut: string[] = [];
  for (let at = 0; at < points.length; at += size) cut.push(points.slice(at, at + size).join(''));
  return cut;
}
