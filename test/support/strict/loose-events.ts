import { isRecord, type JsonRecord, parsedJson } from '../json-value.ts';

/**
 * Every JSON object that a stream holds, read as a tolerant client does: events of any line end, one JSON array, or an
 * object that stands outside of the framing (Vertex ends a broken stream with one).
 */
export function looseEvents(stream: string): readonly JsonRecord[] {
  const whole = parsedJson(stream);
  if (Array.isArray(whole)) return whole.filter(isRecord);
  if (isRecord(whole)) return [whole];
  const found: JsonRecord[] = [];
  const take = (text: string): void => {
    const parsed = parsedJson(text);
    if (isRecord(parsed)) found.push(parsed);
  };
  let data: string[] = [];
  let stray: string[] = [];
  for (const line of [...stream.split(/\r\n|\n|\r/), '']) {
    if (line.startsWith('data:')) data.push(line.slice('data:'.length).replace(/^ /, ''));
    else if (line === '') {
      take(data.join('\n'));
      data = [];
    } else if (!/^(:|event:|id:|retry:)/.test(line)) stray.push(line);
  }
  take(stray.join('\n'));
  stray = [];
  return found;
}
