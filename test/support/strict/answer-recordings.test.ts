import { describe, expect, it } from 'vitest';
import { type Recording, recordings } from '../corpus.ts';
import { parsedJson } from '../json-value.ts';
import { type AnswerDialect, answerDialects, answerJudge, type JudgeOptions } from './answer-judge.ts';
import type { Leniencies } from './report.ts';

/** Rules that single recordings break because somebody edited, shortened or redacted them. */
const edited: Readonly<Record<string, Leniencies | 'all'>> = {
  // Split from a file of three messages; its head has the content of the message before, and it has no end.
  'anthropic-messages/anthropic-programmatic-tool-calling-1-1': 'all',
  // Written by hand, with half of the members of a response.
  'openai-responses/openai-stream-multiple-output-items-1': 'all',
  // Cut together from two streams, with an error object outside of the framing.
  'gemini-generate/vertex-streaming-failure-error-mid-stream': 'all',
  'gemini-generate/vertex-streaming-failure-recitation-no-content': 'all',
  'gemini-generate/google-streaming-success-empty-parts': { 'parts-empty': 'made to have none' },
  'gemini-generate/vertex-unary-success-empty-part': { 'part-empty': 'made to have one' },
  'openai-responses/lmstudio-tool-call-2': {
    'done-text': 'arguments.done of another recording',
    'item-input': 'likewise',
  },
  'openai-responses/openai-programmatic-tool-calling': { 'item-status': 'kept before the program ran' },
  'openai-responses/openai-programmatic-tool-calling-1': { 'item-status': 'kept before the program ran' },
};

/** Signatures that were replaced by a placeholder, which is no base64. */
const redacted: Leniencies = {
  'type:candidates[].content.parts[].thoughtSignature': 'placeholder of the recorder',
};

/** What the defining vendors themselves do against their own documentation. */
const vendorExceptions: Readonly<Record<string, Leniencies>> = {
  'openai-chat': { 'finish-with-calls': 'OpenAI says stop when tool_choice named the function' },
  'openai-responses': {
    'error-event': 'the recorded response failed',
    'output-reencrypted': 'encrypted_content is encrypted anew for response.completed',
    'status-open': 'background work is answered before it is done',
    'sequence-missing': 'before May 2025',
    'missing:response.output_text.delta.logprobs': 'before May 2025',
    'missing:response.output_text.done.logprobs': 'before May 2025',
  },
  'anthropic-messages': {
    'done-mark': 'recorded through a gateway that adds it',
    'type:content_block_start.content_block.input': 'calls made by a program come whole',
  },
  'gemini-generate': {
    'usage-falls': 'Gemini 2.0 corrects the first count',
    'missing:candidates[].content.parts': 'nothing was said',
    'missing:candidates[].content.role': 'the answer was blocked',
    'value:candidates[].finishReason': 'enum-encoding=int was asked for',
  },
};

const vendors: Readonly<Record<AnswerDialect, readonly string[]>> = {
  'openai-chat': ['openai'],
  'openai-responses': ['openai'],
  'anthropic-messages': ['anthropic'],
  'gemini-generate': ['google', 'vertex'],
};

function judged(recording: Recording, dialect: AnswerDialect, options: JudgeOptions): string[] {
  const judge = answerJudge(dialect);
  const text = recording.body.toString();
  const framing = text.trimStart().startsWith('[') ? 'json-array' : 'sse';
  return recording.streaming
    ? judge.checkStream(text, framing, options)
    : judge.checkAnswer(parsedJson(text), options);
}

describe.each(answerDialects)('recorded answers of %s', (dialect) => {
  const answered = recordings(dialect).filter(({ status, id }) => status === 200 && edited[id] !== 'all');

  it.skipIf(answered.length === 0)('are accepted at the level "recorded"', () => {
    const refused = answered.flatMap((recording) => {
      const excused = { ...redacted, ...excuse(recording.id) };
      return judged(recording, dialect, { level: 'recorded', excused }).map(
        (words) => `${recording.id} ${words}`,
      );
    });
    expect(refused).toEqual([]);
    expect(answered.length).toBeGreaterThan(60);
  });

  it.skipIf(answered.length === 0)('of the vendor itself are accepted at the level "strict"', () => {
    const own = answered.filter(({ provider }) => vendors[dialect].includes(provider));
    // Fixtures of test suites came without their requests.
    const raw = own.filter(({ requestBody }) => requestBody !== undefined);
    const refused = raw.flatMap((recording) => {
      const excused = { ...redacted, ...vendorExceptions[dialect] };
      return judged(recording, dialect, { excused }).map((words) => `${recording.id} ${words}`);
    });
    expect(refused).toEqual([]);
    expect(raw.length).toBeGreaterThanOrEqual(10);
  });

  it.skipIf(answered.length === 0)('need each exception of the vendor', () => {
    const own = answered.filter(({ provider }) => vendors[dialect].includes(provider));
    const words = own.flatMap((recording) => judged(recording, dialect, {}));
    const unused = Object.keys(vendorExceptions[dialect] ?? {}).filter(
      (rule) => !words.some((each) => each.replaceAll(/\[\d+\]/g, '[]').startsWith(`${rule}:`)),
    );
    expect(unused).toEqual([]);
  });
});

function excuse(id: string): Leniencies {
  const found = edited[id];
  return found === undefined || found === 'all' ? {} : found;
}
