import { spliceBody } from '../dialects/body-scan.ts';
import { byteText } from '../dialects/byte-text.ts';
import { type Fields, fieldsOf, parseJson } from '../dialects/json-value.ts';
import type { Ask } from './ask.ts';

type Asked = Pick<Ask, 'body' | 'edits'>;

/** The client's request without the wishes that are for the gateway; undefined when it is no JSON object. */
export function askedBody(ask: Asked): Fields | undefined {
  return fieldsOf(parseJson(askedBytes(ask).toString('utf8')));
}

/** The same with its texts as byte text (`byte-text.ts`); undefined also when they cannot be carried so. */
export function askedByteText(ask: Asked): Fields | undefined {
  const text = byteText(askedBytes(ask));
  return text === undefined ? undefined : fieldsOf(parseJson(text));
}

function askedBytes({ body, edits }: Asked): Buffer {
  return edits.length === 0 ? body : spliceBody(body, edits);
}
