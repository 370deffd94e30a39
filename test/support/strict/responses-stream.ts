import { isRecord, listAt, parsedJson, textAt } from '../json-value.ts';
import { type Report, shown } from './report.ts';
import { checkStatus } from './responses-answer.ts';
import { ResponseItems } from './responses-items.ts';
import { eventShapes } from './responses-shapes.ts';
import { sseFrames } from './sse-frames.ts';

type Event = Readonly<Record<string, unknown>>;

interface StreamState {
  readonly items: ResponseItems;
  /** Lifecycle events so far, without `response.`. */
  readonly lives: string[];
  id?: string;
  sequence: number;
  ended: boolean;
  failed: boolean;
}

const lifecycle: Readonly<Record<string, readonly string[]>> = {
  'response.created': ['queued', 'in_progress'],
  'response.queued': ['queued'],
  'response.in_progress': ['in_progress'],
  'response.completed': ['completed'],
  'response.incomplete': ['incomplete'],
  'response.failed': ['failed'],
};

const terminal = ['response.completed', 'response.incomplete', 'response.failed'];

/** Judges a streamed response (openai 7.57, `ResponseStreamEvent` and the checks of its accumulator). */
export function responsesStream(stream: string, report: Report): void {
  const state: StreamState = {
    items: new ResponseItems(report),
    lives: [],
    sequence: -1,
    ended: false,
    failed: false,
  };
  for (const frame of sseFrames(stream, report)) {
    report.where = `event ${frame.number}`;
    if (frame.data === undefined) continue;
    const event = parsedJson(frame.data);
    if (frame.data === '[DONE]') report.add('done-mark', '[DONE] belongs to another dialect');
    else if (!isRecord(event)) report.add('data-json', 'data is no JSON object');
    else {
      const type = textAt(event, 'type') ?? '';
      if (frame.event === undefined) report.add('event-line', 'has no event line');
      else if (frame.event !== type)
        report.add('event-name', `the event line says ${frame.event}, the data ${type}`);
      checkEvent(type, event, state, report);
    }
  }
  report.where = 'end';
  if (!state.ended && !state.failed)
    report.add('terminal-missing', 'there is no event that ends the response');
}

function checkEvent(type: string, event: Event, state: StreamState, report: Report): void {
  const shape = Object.hasOwn(eventShapes, type) ? eventShapes[type] : undefined;
  if (shape === undefined) report.add('event-unknown', `there is no event "${type}"`);
  else shape(event, type, report);
  if (state.ended) report.add('after-terminal', `${type} after the end`);
  if (type === 'keepalive') return;
  checkSequence(event, state, report);
  if (type === 'error') return checkError(event, state, report);
  if (state.failed && type !== 'response.failed') report.add('after-error', `${type} after an error`);
  if (state.lives.length === 0 && type !== 'response.created')
    report.add('created-missing', `${type} before response.created`);
  if (Object.hasOwn(lifecycle, type)) checkLife(type, event, state, report);
  else if (event.output_index !== undefined || shape !== undefined) state.items.take(type, event);
}

function checkSequence(event: Event, state: StreamState, report: Report): void {
  const sequence = event.sequence_number;
  if (typeof sequence !== 'number') return report.add('sequence-missing', 'has no sequence_number');
  if (sequence <= state.sequence)
    report.add('sequence-falls', `sequence_number ${sequence} after ${state.sequence}`);
  else if (sequence !== state.sequence + 1)
    report.add('sequence-gap', `sequence_number ${sequence} after ${state.sequence}`);
  state.sequence = sequence;
}

function checkError(event: Event, state: StreamState, report: Report): void {
  state.failed = true;
  report.add('error-event', 'the stream reports an error');
  const message = textAt(event, 'message') ?? textAt(event, 'error', 'message');
  if (message === undefined) report.add('error-shape', 'the error has no message');
}

function checkLife(type: string, event: Event, state: StreamState, report: Report): void {
  const { items, lives } = state;
  const response = isRecord(event.response) ? event.response : {};
  if (lives.includes(type)) report.add('life-twice', `${type} comes again`);
  lives.push(type);
  const id = textAt(response, 'id');
  if (state.id !== undefined && id !== state.id)
    report.add('id-changed', `the response's id was ${shown(state.id)}, is ${shown(id)}`);
  if (id !== undefined) state.id ??= id;
  const status = textAt(response, 'status') ?? '';
  if (!(lifecycle[type] ?? []).includes(status))
    report.add('status-event', `${type} has the status ${status}`);
  if (!terminal.includes(type)) {
    if (items.list.length > 0) report.add('life-late', `${type} after items`);
    if (listAt(response, 'output').length > 0) report.add('output-early', `${type} already has output`);
    return;
  }
  state.ended = true;
  checkStatus(status, response, report);
  if (type !== 'response.failed') items.checkOutput(listAt(response, 'output'));
}
