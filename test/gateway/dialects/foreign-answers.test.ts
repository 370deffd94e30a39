import { describe, expect, it } from 'vitest';
import { codecOf } from '../../../src/gateway/dialects/codecs.ts';
import { playReply } from '../../../src/gateway/dialects/play-reply.ts';
import type { ReplyEvent } from '../../../src/gateway/dialects/reply.ts';
import { recordings } from '../../support/corpus.ts';
import { isRecord, parsedJson } from '../../support/json-value.ts';
import { CodecRun, collected, decodeContext, encodeContext } from '../../support/run-codec.ts';
import { streamEvents } from '../../support/sse-events.ts';
import { answerJudge } from '../../support/strict/answer-judge.ts';

const dialects = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'] as const;

/** xAI has items of its own, which the SDK takes all the same. */
const ownItems = {
  'value:output[].type': 'x_search_call',
  'value:response.output_item.added.item.type': 'x_search_call',
  'value:response.output_item.done.item.type': 'x_search_call',
  'value:response.completed.response.output[].type': 'x_search_call',
};

/** Every recorded answer as the events of its reader. */
const answers = dialects.flatMap((dialect) => {
  const upstream = codecOf(dialect);
  if (upstream === undefined) return [];
  return recordings(dialect)
    .filter(({ status }) => status === 200)
    .map(({ id, body, streaming }) => ({ id, text: body.toString(), streaming, upstream }));
});

/** A stream of Gemini without `alt=sse` is one JSON array. */
function eventsIn(
  text: string,
): readonly { readonly data: Readonly<Record<string, unknown>>; readonly name: string }[] {
  if (!text.trimStart().startsWith('[')) return streamEvents(text);
  const list = parsedJson(text);
  return (Array.isArray(list) ? list : []).filter(isRecord).map((data) => ({ name: '', data }));
}

function eventsOf({ text, streaming, upstream }: (typeof answers)[number]): readonly ReplyEvent[] {
  const found: ReplyEvent[] = [];
  const emit = (event: ReplyEvent): void => {
    found.push(event);
  };
  if (!streaming) {
    const body = parsedJson(text);
    playReply(upstream.decodeReply(isRecord(body) ? body : {}, decodeContext()), emit);
    return found;
  }
  const decoder = upstream.createStreamDecoder(decodeContext(), emit);
  for (const { data, name } of eventsIn(text)) decoder.take(data, name);
  decoder.end(true);
  return found;
}

describe.skipIf(answers.length === 0).each(['anthropic-messages', 'openai-responses'] as const)(
  'recorded answers of every dialect, for a strict client of %s',
  (dialect) => {
    const codec = codecOf(dialect);
    if (codec === undefined) throw new Error('not converted');
    const { encodedEvents } = new CodecRun(codec);
    const judge = answerJudge(dialect);

    it.each(answers)('$id is written as it reads it', (answer) => {
      const events = eventsOf(answer);
      const isOwn = dialect === 'openai-responses' && answer.id === 'openai-responses/xai-x-search-tool';
      const excused = isOwn ? ownItems : {};
      expect(judge.checkStream(encodedEvents(events), 'sse', { excused })).toEqual([]);
      expect(judge.checkAnswer(codec.encodeReply(collected(events), encodeContext()), { excused })).toEqual(
        [],
      );
    });
  },
);
