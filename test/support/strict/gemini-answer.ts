import { isRecord, listAt, parsedJson, textAt, valueAt } from '../json-value.ts';
import { checkGeminiUsage, responseShape } from './gemini-shapes.ts';
import { type Report, shown } from './report.ts';
import { sseFrames } from './sse-frames.ts';

interface GeminiState {
  /** Finish reasons by candidate. */
  readonly finished: Map<number, unknown>;
  /** Candidates that were begun. */
  readonly begun: Set<number>;
  readonly callIds: Set<string>;
  blocked: boolean;
  failed: boolean;
  responseId?: string;
  /** The last chunk's `totalTokenCount`. */
  total: number;
}

function newState(): GeminiState {
  return {
    finished: new Map(),
    begun: new Set(),
    callIds: new Set(),
    blocked: false,
    failed: false,
    total: 0,
  };
}

/** Judges the body of a `generateContent` answer (@google/genai 3.3, `GenerateContentResponse`). */
export function geminiAnswer(body: unknown, report: Report): void {
  const state = newState();
  checkChunk(body, state, report);
  checkEnd(state, report);
}

/** Judges the answer of `streamGenerateContent`, as events (`alt=sse`) or as one JSON array. */
export function geminiStream(stream: string, framing: 'sse' | 'json-array', report: Report): void {
  const state = newState();
  if (framing === 'json-array') {
    const chunks = parsedJson(stream);
    if (!Array.isArray(chunks)) return report.add('framing:array', 'is no JSON array');
    for (const [number, chunk] of chunks.entries()) {
      report.where = `chunk ${number}`;
      checkChunk(chunk, state, report);
    }
  } else {
    for (const frame of sseFrames(stream, report, 'any')) {
      report.where = `event ${frame.number}`;
      if (frame.event !== undefined) report.add('event-line', `names the event "${frame.event}"`);
      // Gemini CLI takes a comment for a torn event and repeats the request.
      if (frame.comments.length > 0) report.add('comment', 'a comment, which Gemini CLI cannot read');
      if (frame.data === '[DONE]') report.add('done-mark', '[DONE], which Gemini clients cannot read');
      else if (frame.data !== undefined) checkChunk(parsedJson(frame.data), state, report);
    }
  }
  report.where = 'end';
  checkEnd(state, report);
}

function checkChunk(chunk: unknown, state: GeminiState, report: Report): void {
  if (!isRecord(chunk)) return report.add('data-json', 'is no JSON object');
  if (state.failed) report.add('after-error', 'a chunk after an error');
  if (isRecord(chunk.error)) {
    state.failed = true;
    if (textAt(chunk.error, 'message') === undefined || typeof chunk.error.code !== 'number')
      report.add('error-shape', 'the error has no code or no message');
    return report.add('error-event', 'the answer is an error');
  }
  responseShape(chunk, '', report);
  checkHead(chunk, state, report);
  const candidates = listAt(chunk, 'candidates');
  for (const candidate of candidates) checkCandidate(candidate, state, report);
  if (textAt(chunk, 'promptFeedback', 'blockReason') !== undefined) state.blocked = true;
  if (candidates.length === 0 && chunk.promptFeedback === undefined && chunk.usageMetadata === undefined)
    report.add('chunk-empty', 'a chunk that says nothing');
}

function checkHead(chunk: Readonly<Record<string, unknown>>, state: GeminiState, report: Report): void {
  const { responseId, usageMetadata } = chunk;
  if (typeof responseId === 'string') {
    if (state.responseId !== undefined && state.responseId !== responseId)
      report.add('id-changed', `responseId was ${shown(state.responseId)}, is ${shown(responseId)}`);
    state.responseId ??= responseId;
  }
  if (usageMetadata === undefined) return;
  checkGeminiUsage(usageMetadata, report);
  const total = Number(valueAt(usageMetadata, 'totalTokenCount') ?? 0);
  if (total < state.total) report.add('usage-falls', 'totalTokenCount is less than before');
  state.total = Math.max(state.total, total);
}

function checkCandidate(candidate: unknown, state: GeminiState, report: Report): void {
  const index = Number(valueAt(candidate, 'index') ?? 0);
  state.begun.add(index);
  const parts = listAt(candidate, 'content', 'parts');
  if (state.finished.has(index)) report.add('after-finish', 'more of a candidate after its finishReason');
  for (const part of parts) {
    const id = textAt(part, 'functionCall', 'id');
    if (id === undefined) continue;
    if (state.callIds.has(id)) report.add('call-id-twice', `two calls have the id "${id}"`);
    state.callIds.add(id);
  }
  const finish = valueAt(candidate, 'finishReason');
  if (finish !== undefined) {
    if (state.finished.has(index)) report.add('finish-twice', 'finishReason comes again');
    state.finished.set(index, finish);
  } else if (valueAt(candidate, 'content') === undefined)
    report.add('content-missing', 'a candidate with neither content nor finishReason');
  else if (parts.length === 0) report.add('parts-empty', 'content without parts');
}

function checkEnd(state: GeminiState, report: Report): void {
  if (state.failed) return;
  if (state.begun.size === 0 && !state.blocked) report.add('no-candidate', 'there is no candidate');
  for (const index of state.begun)
    if (!state.finished.has(index)) report.add('finish-missing', `candidate ${index} has no finishReason`);
}
