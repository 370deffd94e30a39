import { isRecord, listAt, textAt, valueAt } from '../json-value.ts';
import { checkArguments } from './call-arguments.ts';
import { type Report, shown } from './report.ts';
import { checkResponsesUsage, doneItem, responseObject } from './responses-shapes.ts';
import { list } from './shape.ts';

/** Judges the body of a response that came whole (openai 7.57, `Response`). */
export function responsesAnswer(body: unknown, report: Report): void {
  if (isRecord(body) && isRecord(body.error) && body.status === undefined)
    return report.add('error-event', 'the answer is an error');
  responseObject(body, '', report);
  list(doneItem)(valueAt(body, 'output'), 'output', report);
  checkStatus(textAt(body, 'status') ?? '', body, report);
  const ids = new Set<string>();
  for (const item of listAt(body, 'output')) {
    const id = textAt(item, 'id') ?? '';
    if (ids.has(id)) report.add('item-id-twice', `two items have the id "${id}"`);
    ids.add(id);
    if (textAt(item, 'status') === 'in_progress') report.add('item-status', 'a finished item is in_progress');
    const torn = textAt(item, 'status') === 'incomplete' || valueAt(body, 'status') === 'incomplete';
    const args = textAt(item, 'type') === 'function_call' ? textAt(item, 'arguments') : undefined;
    if (args !== undefined) checkArguments(args, `call ${shown(valueAt(item, 'call_id'))}`, torn, report);
  }
}

/** What the end of a response must say, by its status. */
export function checkStatus(status: string, response: unknown, report: Report): void {
  const usage = valueAt(response, 'usage');
  if (usage !== undefined && usage !== null) checkResponsesUsage(usage, report);
  const error = isRecord(valueAt(response, 'error'));
  const incomplete = isRecord(valueAt(response, 'incomplete_details'));
  if (status === 'failed') report.add('error-event', 'the response failed');
  if (error !== (status === 'failed')) report.add('status-error', `status is ${status}, error ${error}`);
  if (incomplete !== (status === 'incomplete'))
    report.add('status-incomplete', `status is ${status}, incomplete_details ${incomplete}`);
  if (!['completed', 'incomplete', 'failed'].includes(status))
    report.add('status-open', `the answer ends with the status ${status}`);
}
