import { describe, expect, it } from 'vitest';
import { createEventCutter } from '../../../src/gateway/dialects/event-cutter.ts';
import { mark } from '../../../src/gateway/dialects/wire.ts';
import { wireOf } from '../../../src/gateway/dialects/wires.ts';
import { allDialects, type Dialect } from '../../../src/gateway/exchange/dialect.ts';
import { type Recording, recordings } from '../../support/corpus.ts';
import { isRecord, type JsonRecord, listAt, parsedJson, textAt, valueAt } from '../../support/json-value.ts';
import { type Buckets, buckets } from './figures-of.ts';

/*
 * What the faces of the dialects say of recorded traffic, against what plain parsing says. The expectation is
 * computed here from the vendors' documentation, in the slow and simple way, and shares no code with what it checks.
 */

const dialectOf = (recording: Recording): Dialect | undefined =>
  recording.dialect === 'gemini-embed'
    ? 'gemini-generate'
    : allDialects.find((one) => one === recording.dialect);

/** All JSON values in a stream's data, in order; what is no JSON is left out. */
function values(text: string): JsonRecord[] {
  if (text.startsWith('[')) return listAt(parsedJson(text)).filter(isRecord);
  const found = text
    .split(/\r\n\r\n|\n\n|\r\r/)
    .map((event) => {
      const data = event.split(/\r\n|\n|\r/).filter((line) => line.startsWith('data:'));
      return parsedJson(data.length === 0 ? event : data.map((line) => line.slice(5)).join('\n'));
    })
    .filter(isRecord);
  return found;
}

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** The last value of each figure that is not zero. */
function joined(usages: readonly unknown[]): JsonRecord {
  const result: Record<string, unknown> = {};
  for (const usage of usages.filter(isRecord)) {
    for (const [name, value] of Object.entries(usage)) {
      if (value !== null && (value !== 0 || result[name] === undefined)) result[name] = value;
    }
  }
  return result;
}

function withoutZeros(all: Readonly<Record<string, number>>): Buckets {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== 0));
}

function expectedOpenAi(usages: readonly unknown[]): Buckets | undefined {
  const usage = joined(usages);
  if (Object.keys(usage).length === 0) return undefined;
  const prompt = number(usage.prompt_tokens ?? usage.input_tokens);
  const completion = number(usage.completion_tokens ?? usage.output_tokens);
  const input = usage.prompt_tokens_details ?? usage.input_tokens_details;
  const output = usage.completion_tokens_details ?? usage.output_tokens_details;
  const read = number(valueAt(input, 'cached_tokens')) || number(usage.cached_tokens);
  const written = Math.min(number(valueAt(input, 'cache_write_tokens')), prompt - read);
  const beyond = number(usage.total_tokens ?? prompt + completion) - prompt - completion;
  const thought = number(valueAt(output, 'reasoning_tokens'));
  if (usage.prompt_audio_seconds !== undefined) {
    return withoutZeros({ input: prompt - read + beyond, cacheRead: read, output: completion });
  }
  // What the total has beyond its parts is reasoning: reported beside the output, or nowhere else.
  const inside = beyond > 0 ? 0 : Math.min(thought, completion);
  return withoutZeros({
    input: prompt - read - written,
    cacheRead: read,
    cacheWrite5m: written,
    output: completion - inside,
    reasoning: beyond > 0 ? beyond : inside,
  });
}

function expectedMessages(usages: readonly unknown[]): Buckets | undefined {
  const last = usages.at(-1);
  const isWhole = isRecord(last) && last.iterations !== undefined;
  const usage = isWhole ? { ...joined(usages.slice(0, -1)), ...last } : joined(usages);
  if (Object.keys(usage).length === 0) return undefined;
  const hour = isWhole ? 0 : number(valueAt(usage, 'cache_creation', 'ephemeral_1h_input_tokens'));
  const output = number(valueAt(usage, 'output_tokens'));
  const thought = number(valueAt(usage, 'output_tokens_details', 'thinking_tokens'));
  return withoutZeros({
    input: number(valueAt(usage, 'input_tokens')),
    cacheRead: number(valueAt(usage, 'cache_read_input_tokens')),
    cacheWrite5m: number(valueAt(usage, 'cache_creation_input_tokens')) - hour,
    cacheWrite1h: hour,
    output: output - thought,
    reasoning: thought,
  });
}

function expectedGemini(usages: readonly unknown[]): Buckets | undefined {
  const usage = joined(usages);
  if (!Object.keys(usage).some((name) => name.endsWith('TokenCount'))) return undefined;
  const cached = number(usage.cachedContentTokenCount);
  return withoutZeros({
    input: number(usage.promptTokenCount) + number(usage.toolUsePromptTokenCount) - cached,
    cacheRead: cached,
    output: number(usage.candidatesTokenCount),
    reasoning: number(usage.thoughtsTokenCount),
  });
}

function expectedFigures(dialect: Dialect, data: readonly JsonRecord[]): Buckets | undefined {
  switch (dialect) {
    case 'anthropic-messages':
      return expectedMessages(
        data.flatMap((event) => [valueAt(event, 'message', 'usage'), event.usage]).filter(isRecord),
      );
    case 'gemini-generate':
      return expectedGemini(data.map((chunk) => chunk.usageMetadata));
    case 'openai-responses':
      return expectedOpenAi(data.map((event) => valueAt(event, 'response', 'usage') ?? event.usage));
    default:
      return expectedOpenAi(data.flatMap((chunk) => [valueAt(chunk, 'x_groq', 'usage'), chunk.usage]));
  }
}

/** Whether any of the usual places of an answer's content holds something. */
function hasContent(dialect: Dialect, data: readonly JsonRecord[]): boolean {
  const text = JSON.stringify(data);
  switch (dialect) {
    case 'openai-chat':
      return /"(?:content|reasoning|reasoning_content|refusal)":"[^"]|"tool_calls":\[\{|"content":\[\{"type"/.test(
        text,
      );
    case 'openai-completions':
      return data.some(
        (chunk) => JSON.stringify(chunk.choices ?? '').match(/"(?:text|content)":"[^"]/) !== null,
      );
    case 'openai-responses':
      return data.some(({ type }) => type === 'response.output_item.done');
    case 'anthropic-messages':
      return (
        data.some(({ type }) => type === 'content_block_delta') ||
        listAt(data[0], 'message', 'content').length > 0
      );
    default:
      return /"text":"[^"]|"functionCall":|"inlineData":|"executableCode":/.test(text);
  }
}

function hasFailure(data: readonly JsonRecord[]): boolean {
  return data.some(
    (event) => isRecord(event.error) || event.type === 'error' || event.type === 'response.failed',
  );
}

/** Streams that end without their dialect's closing event: the provider sends none, or an error came instead. */
const endless = [/perplexity/, /groq-tool-use-failed/];

interface Seen {
  readonly output: number;
  readonly terminal: number;
  readonly finish: number;
  readonly failure: number;
  /** Events after the terminal one. */
  readonly after: number;
  readonly figures: Buckets | undefined;
}

function seen(dialect: Dialect, body: Buffer, contentType: string): Seen {
  const wire = wireOf(dialect);
  const framing = wire.framing(contentType);
  if (framing === undefined) throw new Error(`${contentType} is no stream`);
  const cutter = createEventCutter(framing);
  const reader = wire.createUsageReader({});
  const batch = cutter.push(body);
  const starts = [0, ...(batch?.ends ?? [])];
  const events = (batch?.ends ?? []).map((end, index) => batch?.text.slice(starts[index], end) ?? '');
  events.push(cutter.rest().toString('latin1'));
  const counts = { output: 0, terminal: 0, finish: 0, failure: 0 };
  let after = 0;
  for (const event of events) {
    const bits = wire.classify(event);
    if (counts.terminal > 0 && bits !== 0 && (bits & mark.terminal) === 0) after += 1;
    for (const name of ['output', 'terminal', 'finish', 'failure'] as const) {
      if ((bits & mark[name]) !== 0) counts[name] += 1;
    }
    if ((bits & mark.usage) !== 0) reader.take(event);
  }
  return { ...counts, after, figures: buckets(reader.read()) };
}

const answers = recordings().filter(
  (recording) => recording.status === 200 && dialectOf(recording) !== undefined,
);
const named = (list: readonly Recording[]) => list.map((recording) => [recording.id, recording] as const);

describe.skipIf(answers.length === 0)('recorded streams', () => {
  it.each(named(answers.filter(({ streaming }) => streaming)))('%s', (id, recording) => {
    const dialect = dialectOf(recording);
    if (dialect === undefined) throw new Error(id);
    const text = recording.body.toString();
    const data = values(text);
    const found = seen(dialect, recording.body, recording.headers['content-type'] ?? 'text/event-stream');

    if (dialect === 'gemini-generate') {
      expect(found.terminal).toBe(0);
      expect(found.finish).toBeGreaterThan(0);
    } else {
      expect(found.terminal).toBe(endless.some((name) => name.test(id)) ? 0 : 1);
      expect(found.after).toBe(0);
    }
    expect(found.output > 0).toBe(hasContent(dialect, data));
    expect(found.failure > 0).toBe(hasFailure(data));

    const { estimated: _, ...figures } = found.figures ?? {};
    expect(figures).toEqual(expectedFigures(dialect, data) ?? {});
    const reported = data.some((event) => textAt(event, 'type') === 'message_delta');
    if (dialect === 'anthropic-messages' && reported) expect(found.figures).not.toHaveProperty('estimated');
  });
});

describe.skipIf(answers.length === 0)('recorded answers', () => {
  it.each(named(answers.filter(({ streaming }) => !streaming)))('%s', (id, recording) => {
    const dialect = dialectOf(recording);
    if (dialect === undefined) throw new Error(id);
    const wire = wireOf(dialect);
    const answer = parsedJson(recording.body.toString());
    if (!isRecord(answer)) throw new Error(id);
    expect(buckets(wire.usageOfAnswer(recording.body, {}))).toEqual(expectedFigures(dialect, [answer]));
    const model = dialect === 'gemini-generate' ? answer.modelVersion : answer.model;
    expect(wire.modelOfAnswer(recording.body)).toBe(model === '' ? undefined : model);
  });
});

const counts = recordings('count-tokens');
it.skipIf(counts.length === 0)('a recorded count of tokens is no usage', () => {
  for (const { id, body } of counts) {
    for (const dialect of allDialects) expect(wireOf(dialect).usageOfAnswer(body, {}), id).toBeUndefined();
  }
});
