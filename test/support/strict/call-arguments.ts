import { isRecord, parsedJson } from '../json-value.ts';
import { type Report, shown } from './report.ts';

/**
 * The finished arguments of a function call must be the JSON text of an object. `torn`: the answer was cut off, so
 * that they may end anywhere.
 */
export function checkArguments(text: string, who: string, torn: boolean, report: Report): void {
  if (torn) return;
  const parsed = parsedJson(text);
  if (parsed === undefined) report.add('arguments-json', `${who}: arguments are no JSON: ${shown(text)}`);
  else if (!isRecord(parsed))
    report.add('arguments-object', `${who}: arguments are no object: ${shown(text)}`);
}
