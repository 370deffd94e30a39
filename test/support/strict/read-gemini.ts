import { isRecord, type JsonRecord, listAt, textAt, valueAt } from '../json-value.ts';
import { readPartialArgs } from './partial-args.ts';
import type { AnswerReading, FinishWord } from './reading.ts';

/** Puts a streamed answer together: neighbouring texts of one kind are joined, figures of the last chunk count. */
export function wholeGemini(events: readonly JsonRecord[]): JsonRecord {
  const parts: unknown[] = [];
  let body: JsonRecord = {};
  let finish: unknown;
  for (const event of events) {
    const { candidates: _, ...rest } = event;
    const usage = isRecord(rest.usageMetadata) ? rest.usageMetadata : {};
    const before = isRecord(body.usageMetadata) ? body.usageMetadata : {};
    body = { ...body, ...rest, usageMetadata: { ...before, ...usage } };
    const candidate = listAt(event, 'candidates')[0];
    for (const part of listAt(candidate, 'content', 'parts')) addPart(parts, part);
    finish = valueAt(candidate, 'finishReason') ?? finish;
  }
  if (parts.length === 0 && finish === undefined) return body;
  const content = { role: 'model', parts };
  return {
    ...body,
    candidates: [{ index: 0, content, ...(finish !== undefined && { finishReason: finish }) }],
  };
}

function addPart(parts: unknown[], part: unknown): void {
  const last = parts.at(-1);
  const [text, before] = [textAt(part, 'text'), textAt(last, 'text')];
  const alike = valueAt(part, 'thought') === valueAt(last, 'thought');
  // A signature ends the text that it signs.
  const signed = textAt(last, 'thoughtSignature') !== undefined;
  if (isRecord(last) && isRecord(part) && text !== undefined && before !== undefined && alike && !signed)
    parts[parts.length - 1] = { ...last, ...part, text: before + text };
  else parts.push(part);
}

/** Reads the body of an answer; of several candidates the first. */
export function readGemini(body: unknown): AnswerReading {
  const candidate = listAt(body, 'candidates')[0];
  const parts = listAt(candidate, 'content', 'parts');
  const texts = (thought: boolean): string =>
    parts
      .filter((part) => (valueAt(part, 'thought') === true) === thought)
      .map((part) => textAt(part, 'text') ?? '')
      .join('');
  const calls = readPartialArgs(parts.map((part) => valueAt(part, 'functionCall')).filter(isRecord));
  const usage = usageIn(valueAt(body, 'usageMetadata'));
  return {
    text: texts(false),
    reasoning: texts(true),
    calls,
    finish: finishOf(body, valueAt(candidate, 'finishReason'), calls.length),
    ...(usage !== undefined && { usage }),
    state: parts.flatMap((part) => textAt(part, 'thoughtSignature') ?? []),
    others: parts.filter(
      (part) => valueAt(part, 'text') === undefined && !isRecord(valueAt(part, 'functionCall')),
    ).length,
  };
}

/** `FinishReason` by number, for clients that ask for enum-encoding=int. */
const numbered = ['', 'STOP', 'MAX_TOKENS', 'SAFETY', 'RECITATION', 'OTHER'];

const finishWords: Readonly<Record<string, FinishWord>> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'content-filter',
  RECITATION: 'content-filter',
  BLOCKLIST: 'content-filter',
  PROHIBITED_CONTENT: 'content-filter',
  SPII: 'content-filter',
  IMAGE_SAFETY: 'content-filter',
  IMAGE_PROHIBITED_CONTENT: 'content-filter',
  IMAGE_RECITATION: 'content-filter',
  MODEL_ARMOR: 'content-filter',
  MALFORMED_FUNCTION_CALL: 'malformed-call',
  UNEXPECTED_TOOL_CALL: 'malformed-call',
  TOO_MANY_TOOL_CALLS: 'malformed-call',
};

function finishOf(body: unknown, word: unknown, calls: number): FinishWord {
  if (isRecord(valueAt(body, 'error'))) return 'error';
  if (word === undefined)
    return valueAt(body, 'promptFeedback', 'blockReason') === undefined ? 'none' : 'content-filter';
  const name = typeof word === 'number' ? numbered[word] : String(word);
  const finish = finishWords[name ?? ''] ?? 'other';
  return finish === 'stop' && calls > 0 ? 'tool-calls' : finish;
}

function usageIn(usage: unknown): AnswerReading['usage'] {
  if (!isRecord(usage)) return undefined;
  const names = ['promptTokenCount', 'candidatesTokenCount', 'totalTokenCount', 'thoughtsTokenCount'];
  // Vertex sends an object with nothing but a traffic type.
  if (!names.some((name) => Object.hasOwn(usage, name))) return undefined;
  const of = (name: string): number => (typeof usage[name] === 'number' ? usage[name] : 0);
  const prompt = of('promptTokenCount');
  const [thoughts, tools] = [of('thoughtsTokenCount'), of('toolUsePromptTokenCount')];
  const rest = prompt === 0 ? 0 : Math.max(0, of('totalTokenCount') - prompt - thoughts - tools);
  const candidates = usage.candidatesTokenCount === undefined ? rest : of('candidatesTokenCount');
  return {
    input: prompt + tools,
    cached: Math.min(of('cachedContentTokenCount'), prompt),
    output: candidates + thoughts,
    reasoning: thoughts,
  };
}
