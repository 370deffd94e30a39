import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recordings } from '../corpus.ts';
import { parsedJson } from '../json-value.ts';
import { answerDialects } from './answer-judge.ts';
import { readAnswer } from './reading.ts';

/** Answers that end without a finish, or with an error; everything else is whole. */
const unfinished =
  /azure-prompt-content|groq-tool-use-failed|openrouter-stream-error|variant-a$|snowflake|background-mode|openai-error|error-mid-stream/;
/** Answers that say nothing at all. */
const silent =
  /content-filtering|background-mode|error|refusal-no-details|safety|model-armor|genai-v1$|genai-v1-latest-10|no-content|programmatic|empty/;

describe.each(answerDialects)('readings of recorded answers of %s', (dialect) => {
  const answered = recordings(dialect).filter(({ status }) => status === 200);

  it.skipIf(answered.length === 0)('are plausible', () => {
    const odd: string[] = [];
    let calls = 0;
    let thoughts = 0;
    for (const { id, body, streaming } of answered) {
      const text = body.toString();
      const reading = readAnswer(dialect, streaming ? text : parsedJson(text), streaming);
      calls += reading.calls.length;
      if (reading.reasoning !== '') thoughts += 1;
      if (['none', 'error', 'other'].includes(reading.finish) && !unfinished.test(id) && !silent.test(id))
        odd.push(`${id}: ${reading.finish}`);
      const says = reading.text + reading.reasoning !== '' || reading.calls.length + reading.others > 0;
      if (!says && !silent.test(id)) odd.push(`${id}: says nothing`);
      for (const { name, input } of reading.calls)
        if (name === '' || typeof input === 'string' || input === null)
          odd.push(`${id}: ${name} ${JSON.stringify(input)}`);
      const { usage } = reading;
      if (usage !== undefined && (usage.cached > usage.input || usage.reasoning > usage.output))
        odd.push(`${id}: usage`);
    }
    expect(odd).toEqual(oddities[dialect]);
    expect({ answers: answered.length, calls, thoughts }).toEqual(counts[dialect]);
  });
});

/** Recordings whose tags do not say what a reading says, each with the reason. */
const untagged: Readonly<Record<string, string>> = {
  'openai-chat/openrouter-refusal-matrix-blocking-gpt-4-1-refusal': 'the refusal is read as text',
  'openai-chat/openrouter-refusal-matrix-streaming-azure-routed-refusal': 'the refusal is read as text',
  'openai-responses/openai-refusal-matrix-cross-surface-refusal-parity': 'the refusal is read as text',
  'openai-responses/openai-refusal-matrix-responses-streaming-refusal-delta-surfaces':
    'the refusal is read as text',
  'openai-responses/openai-response-custom-tool-call': 'a custom tool is tagged as such only',
  'openai-responses/openai-local-shell-tool': 'the client’s own shell is tagged as such only',
  'openai-responses/openai-local-shell-tool-1': 'the client’s own shell is tagged as such only',
  'anthropic-messages/anthropic-programmatic-tool-calling-1-1': 'the whole content is in message_start',
};

/** What the collection's index says is in an answer; it was made by other means. */
function tags(): ReadonlyMap<string, readonly string[]> {
  const index = new URL('../../../../shared/corpus/INDEX.tsv', import.meta.url);
  if (!existsSync(index)) return new Map();
  const lines = readFileSync(index, 'utf8').split('\n');
  return new Map(
    lines.map((line) => line.split('\t')).map(([id = '', , , , all = '']) => [id, all.split(',')]),
  );
}

describe('readings of recorded answers', () => {
  const known = tags();
  it.skipIf(known.size === 0)('have text, calls and thoughts where the index says so', () => {
    const wrong: string[] = [];
    for (const dialect of answerDialects)
      for (const { id, status, body, streaming } of recordings(dialect)) {
        if (status !== 200 || Object.hasOwn(untagged, id)) continue;
        const text = body.toString();
        const reading = readAnswer(dialect, streaming ? text : parsedJson(text), streaming);
        const has = (tag: string): boolean => known.get(id)?.includes(tag) === true;
        if (has('text') !== (reading.text !== '')) wrong.push(`${id}: text`);
        if (has('tool-call') !== reading.calls.length > 0) wrong.push(`${id}: calls`);
        if (has('parallel-tool-calls') && reading.calls.length < 2) wrong.push(`${id}: parallel calls`);
        const shown = ['reasoning_content', 'reasoning-field', 'reasoning-summary', 'reasoning-text'].some(
          has,
        );
        if (shown && reading.reasoning === '') wrong.push(`${id}: reasoning`);
      }
    expect(wrong).toEqual([]);
  });
});

/** Input of custom tools is no JSON by nature. */
const oddities: Readonly<Record<(typeof answerDialects)[number], readonly string[]>> = {
  'openai-chat': ['openai-chat/openai-chat-completion-custom-tool-call: math_exp "4 + 4"'],
  'openai-responses': ['openai-responses/openai-response-custom-tool-call: math_exp "4 + 4"'],
  'anthropic-messages': [],
  'gemini-generate': [],
};

const counts: Readonly<Record<(typeof answerDialects)[number], object>> = {
  'openai-chat': { answers: 85, calls: 42, thoughts: 29 },
  'openai-responses': { answers: 74, calls: 27, thoughts: 19 },
  'anthropic-messages': { answers: 74, calls: 26, thoughts: 12 },
  'gemini-generate': { answers: 64, calls: 24, thoughts: 9 },
};
