import { isError } from '../chat-choice.ts';
import {
  dataAt,
  eventName,
  isFilledList,
  isFilledString,
  payloadObject,
  rawStringAt,
  valueAt,
} from '../event-text.ts';
import { fieldsOf, textOf } from '../json-value.ts';
import { mark } from '../wire.ts';

/** Marks of one event of a Messages stream. Anything about blocks that is not known to be empty is output. */
export function classifyMessage(event: string): number {
  if (usualDelta.test(event)) return mark.output;
  const type = typeOf(event);
  switch (type) {
    case 'content_block_delta':
      return isEmptyDelta(event) ? 0 : mark.output;
    case 'content_block_start':
      return isEmptyBlock(event) ? 0 : mark.output;
    case 'message_start':
      return mark.start | mark.usage | (isFilledList(event, valueAt(event, 'content"')) ? mark.output : 0);
    case 'message_delta':
      return marksOfMessageDelta(event);
    case 'message_stop':
      return mark.terminal;
    case 'error':
      return mark.failure;
    default:
      return 0;
  }
}

/** Nine of ten events: a delta as Anthropic writes it, with something in it. A third of what the rest below takes. */
const usualDelta =
  /^event: content_block_delta\ndata: {"type":"content_block_delta","index":\d+,"delta":{"type":"\w+","(?:text|thinking|partial_json)":"(?!")/;

/** From the `event:` line, which Anthropic always sends; else from the data, where blocks have types, too. */
function typeOf(event: string): string {
  const name = eventName(event);
  if (name !== '' && name !== 'message') return name;
  const data = dataAt(event);
  if (data < 0 && !/^\s*[{[]/.test(event)) return '';
  const first = valueAt(event, 'type"', data);
  if (/^\s*\{\s*"type"\s*:\s*$/.test(event.slice(data, first))) return rawStringAt(event, first) ?? '';
  const object = payloadObject(event);
  if (object === undefined) return '';
  return textOf(object.type) ?? (isError(object) ? 'error' : '');
}

/** First JSON of a tool's input is usually `""`, the text of omitted thinking, too. */
function isEmptyDelta(event: string): boolean {
  if (!event.includes(':""') && !event.includes(': ""')) return false;
  const delta = fieldsOf(payloadObject(event)?.delta);
  if (delta === undefined) return false;
  for (const name in delta) if (name !== 'type' && delta[name] !== '' && delta[name] !== null) return false;
  return true;
}

/** Text and thinking start empty. Tool calls, results and redacted thinking are something once they are there. */
function isEmptyBlock(event: string): boolean {
  const block = valueAt(event, 'content_block"');
  const type = rawStringAt(event, valueAt(event, 'type"', block));
  if (type !== 'text' && type !== 'thinking') return false;
  return !isFilledString(event, valueAt(event, `${type}"`, block));
}

function marksOfMessageDelta(event: string): number {
  const reason = valueAt(event, 'stop_reason"');
  return isFilledString(event, reason) ? mark.usage | mark.finish : mark.usage;
}
