import type { UpstreamError } from '../exchange/failure.ts';
import { payloadOf } from './event-text.ts';
import { countOf, type Fields, fieldsOf, isFields, listOf, parseJson, textOf } from './json-value.ts';

/** Messages are read by people; whole prompts that some servers quote are not kept. */
const longestMessage = 4000;
/** No error body is larger. */
const mostReadBytes = 1024 * 1024;
/** Of a page the start tells enough; searching all of one could take long. */
const mostPageChars = 10_000;

/**
 * Reads an error of any provider in any of the known shapes, whatever dialect it was asked in: many answer in a shape
 * of their own, and proxies answer in none. `body` is an HTTP body, or the latin1 text of an event. Never throws; `{}`
 * when nothing is understood.
 */
export function readError(body: Buffer | string): UpstreamError {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : body;
  const text = bytes
    .toString('utf8', 0, mostReadBytes)
    .replace(/^\ufeff/, '')
    .trim();
  const value = parseJson(text) ?? parseJson(payloadOf(text));
  const first = Array.isArray(value) ? value[0] : value;
  if (isFields(first)) return readShape(first);
  const plain = textOf(typeof value === 'string' ? value : plainText(text));
  return plain === undefined ? {} : { message: plain.slice(0, longestMessage) };
}

/** Errors may lie in others: `response.failed` holds a response, a chunk holds choices. */
function readShape(data: Fields): UpstreamError {
  const inner = fieldsOf(data.error);
  if (inner !== undefined) return readObject(inner, data);
  const response = fieldsOf(data.response);
  if (response !== undefined && isFields(response.error)) return readObject(response.error, data);
  for (const choice of listOf(data.choices)) {
    const error = fieldsOf(fieldsOf(choice)?.error);
    if (error !== undefined) return readObject(error, data);
  }
  const [listed] = listOf(data.errors);
  if (isFields(listed)) return readObject(listed, data);
  return readObject(data, {});
}

/** `around`: the object that holds it, for what stands beside the error. */
function readObject(error: Fields, around: Fields): UpstreamError {
  const details = listOf(error.details).filter(isFields);
  // Google's ErrorInfo is more exact than its status: API_KEY_INVALID comes with INVALID_ARGUMENT.
  const reason = details.map((detail) => textOf(detail.reason)).find((text) => text !== undefined);
  const type = word(error.type) ?? word(error.status) ?? word(error.__type) ?? word(error.error_type);
  const code = reason ?? word(error.code) ?? word(around.code);
  const message = messageOf(error, around);
  const retryDelayMs = delayOf(error, around, details);
  const retryAt = momentOf(error);
  return {
    ...(type !== undefined && { type }),
    ...(code !== undefined && { code }),
    ...(message !== undefined && { message: message.slice(0, longestMessage) }),
    ...(retryDelayMs !== undefined && { retryDelayMs }),
    ...(retryAt !== undefined && { retryAt }),
  };
}

/** A type or code: a word or a number. `error` only repeats what is known; Python servers write `None`. */
function word(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  const text = textOf(value);
  return text === undefined || text === 'error' || text === 'None' || text === 'null' ? undefined : text;
}

function messageOf(error: Fields, around: Fields): string | undefined {
  const message =
    prose(error.message) ??
    prose(error.Message) ??
    prose(error.error) ??
    prose(error.detail) ??
    prose(error.error_description) ??
    prose(error.msg) ??
    prose(error.title) ??
    prose(around.message);
  // OpenRouter's "Provider returned error" says nothing; what the provider said stands beside it.
  const raw = textOf(fieldsOf(error.metadata)?.raw);
  if (raw === undefined || message === undefined || message.includes(raw)) return message ?? raw;
  return `${message}: ${raw}`;
}

/** Text, or FastAPI's list of `{loc, msg}`, or an object that holds one of them. */
function prose(value: unknown): string | undefined {
  if (typeof value === 'string') return textOf(value.trim());
  if (isFields(value)) return prose(value.message) ?? prose(value.msg) ?? prose(value.detail);
  const parts: string[] = [];
  for (const part of listOf(value).slice(0, 10)) {
    const text = isFields(part) ? (textOf(part.msg) ?? textOf(part.message)) : textOf(part);
    const place = isFields(part) ? listOf(part.loc).join('.') : '';
    if (text !== undefined) parts.push(place === '' ? text : `${place}: ${text}`);
  }
  return parts.length === 0 ? undefined : parts.join('; ');
}

/** Milliseconds to wait, when the body says so. */
function delayOf(error: Fields, around: Fields, details: readonly Fields[]): number | undefined {
  for (const detail of details) {
    const delay = durationMs(detail.retryDelay);
    if (delay !== undefined) return delay;
  }
  const seconds =
    countOf(error.resets_in_seconds) ?? // ChatGPT's usage_limit_reached
    countOf(error.retry_after) ??
    countOf(error.retry_after_seconds) ??
    countOf(around.retry_after) ??
    countOf(fieldsOf(error.metadata)?.retry_after) ??
    countOf(around.estimated_time) ?? // Hugging Face: the model is loading
    countOf(error.estimated_time);
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}

/** Milliseconds since the epoch from which it may be asked again, when the body names a moment. */
function momentOf(error: Fields): number | undefined {
  // ChatGPT's usage_limit_reached, in seconds.
  const reset = countOf(error.resets_at);
  if (reset !== undefined && reset > 0) return reset * 1000;
  // OpenRouter quotes its own headers, in milliseconds, with the limit that is used up.
  const quoted = fieldsOf(fieldsOf(error.metadata)?.headers);
  if (quoted === undefined || Number(quoted['X-RateLimit-Remaining'] ?? 0) > 0) return undefined;
  const at = Number(quoted['X-RateLimit-Reset'] ?? Number.NaN);
  return Number.isFinite(at) && at > 0 ? at : undefined;
}

/** Google's durations: `"34.07s"`, or `{seconds, nanos}` in older clients' JSON. */
function durationMs(value: unknown): number | undefined {
  if (typeof value === 'string') {
    const seconds = /^(\d+(?:\.\d+)?)s$/.exec(value)?.[1];
    return seconds === undefined ? undefined : Math.round(Number(seconds) * 1000);
  }
  if (!isFields(value)) return undefined;
  const seconds = countOf(Number(value.seconds ?? 0)) ?? 0;
  return Math.round(seconds * 1000 + (countOf(value.nanos) ?? 0) / 1e6);
}

/** What a page of a proxy, or a line of text, says. Text that looks like torn JSON says nothing. */
function plainText(text: string): string | undefined {
  if (/^[[{]/.test(text)) return undefined;
  if (!text.startsWith('<')) return /^(?:data|event|id|retry)?:/.test(text) ? undefined : text;
  const title = /<(title|h1)[^>]*>([^<]*)<\/\1>/i.exec(text.slice(0, mostPageChars))?.[2]?.trim();
  return title === undefined || title === '' ? undefined : `a page instead of an answer: ${title}`;
}
