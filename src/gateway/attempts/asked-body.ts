import { spliceBody } from '../dialects/body-scan.ts';
import { type Fields, fieldsOf, parseJson } from '../dialects/json-value.ts';
import type { Ask } from './ask.ts';

/** The client's request without the wishes that are for the gateway; undefined when it is no JSON object. */
export function askedBody({ body, edits }: Pick<Ask, 'body' | 'edits'>): Fields | undefined {
  const bytes = edits.length === 0 ? body : spliceBody(body, edits);
  return fieldsOf(parseJson(bytes.toString('utf8')));
}
