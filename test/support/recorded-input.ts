import { inputOf } from '../../src/gateway/counting/token-counter.ts';
import { codecOf } from '../../src/gateway/dialects/codecs.ts';
import type { Conversation } from '../../src/gateway/dialects/conversation.ts';
import { createEventCutter } from '../../src/gateway/dialects/event-cutter.ts';
import { mark } from '../../src/gateway/dialects/wire.ts';
import { wireOf } from '../../src/gateway/dialects/wires.ts';
import { allDialects, type Dialect } from '../../src/gateway/exchange/dialect.ts';
import type { Usage } from '../../src/gateway/exchange/usage.ts';
import type { Recording } from './corpus.ts';
import { type JsonRecord, parsedJson, valueAt } from './json-value.ts';

/** The dialect of a recorded request, counts included. */
export function requestDialect({ dialect, requestPath = '' }: Recording): Dialect | undefined {
  if (dialect !== 'count-tokens') return allDialects.find((each) => each === dialect);
  if (requestPath.includes('/count_tokens')) return 'anthropic-messages';
  return requestPath.includes('/input_tokens') ? 'openai-responses' : 'gemini-generate';
}

/** A recorded request in the pivot; undefined when no codec takes it. */
export function recordedConversation(dialect: Dialect, body: JsonRecord): Conversation | undefined {
  const read = codecOf(dialect)?.decodeRequest(body, { stream: false });
  return read?.ok === true ? read.conversation : undefined;
}

/** Tokens of input that the provider reported; undefined when it reported none. */
export function recordedInput(recording: Recording, dialect: Dialect): number | undefined {
  if (recording.dialect === 'count-tokens') {
    const answer = parsedJson(recording.body.toString());
    const count = valueAt(answer, 'input_tokens') ?? valueAt(answer, 'totalTokens');
    return typeof count === 'number' ? count : undefined;
  }
  const usage = usageOf(recording, dialect);
  const input = usage === undefined ? 0 : inputOf(usage);
  return input > 0 ? input : undefined;
}

function usageOf({ body, headers, streaming }: Recording, dialect: Dialect): Usage | undefined {
  const wire = wireOf(dialect);
  if (!streaming) return wire.usageOfAnswer(body, {});
  const cutter = createEventCutter(wire.framing(headers['content-type'] ?? 'text/event-stream') ?? 'sse');
  const batch = cutter.push(body);
  const starts = [0, ...(batch?.ends ?? [])];
  const events = (batch?.ends ?? []).map((end, index) => batch?.text.slice(starts[index], end) ?? '');
  const reader = wire.createUsageReader({});
  for (const event of [...events, cutter.rest().toString('latin1')]) {
    if ((wire.classify(event) & mark.usage) !== 0) reader.take(event);
  }
  return reader.read();
}
