import { StreamReader } from '../../src/gateway/attempts/stream-reader.ts';
import { clientCodecOf, codecOf } from '../../src/gateway/dialects/codecs.ts';
import { ToolBook } from '../../src/gateway/dialects/fit/tool-book.ts';
import { Losses } from '../../src/gateway/dialects/losses.ts';
import { AnswerTranslator } from '../../src/gateway/dialects/translate/answer-translator.ts';
import type { Translator } from '../../src/gateway/dialects/translate/translator.ts';
import { wireOf } from '../../src/gateway/dialects/wires.ts';
import type { Dialect } from '../../src/gateway/exchange/dialect.ts';

/** A stream on its way from a provider to a client. */
export interface Way {
  readonly from: Dialect;
  readonly to: Dialect;
  /** Gemini's stream as one JSON array, to the client. */
  readonly jsonArray?: boolean;
  readonly contentType?: string;
}

export interface Translated {
  /** What the client got. */
  readonly text: string;
  /** All else that the relay and the record know of the stream. */
  readonly facts: unknown;
  /** Events that were not parsed. */
  readonly copied: number;
  readonly events: number;
}

/** Translates a stream that comes in these pieces. Ids count up and the clock stands, so that two runs compare. */
export function translateStream(way: Way, pieces: readonly Buffer[], copies: boolean): Translated {
  const wire = wireOf(way.from);
  const losses = new Losses();
  const seen = { copied: 0 };
  const translator = counting(translatorFor(way, losses, copies), seen);
  const framing = wire.framing(way.contentType ?? 'text/event-stream') ?? 'sse';
  const reader = new StreamReader(wire, framing, {}, true, translator, () => true);
  const parts: Buffer[] = [];
  for (const piece of pieces) parts.push(reader.push(piece) ?? Buffer.alloc(0));
  parts.push(reader.end() ?? Buffer.alloc(0));
  const { hasOutput, terminal, finished, started, failure, failedFirst, events, outputSize } = reader;
  const usage = reader.usage();
  return {
    text: Buffer.concat(parts).toString('latin1'),
    facts: {
      ...{ hasOutput, terminal, finished, started, failure, failedFirst, events, outputSize, usage },
      losses: losses.list,
    },
    copied: seen.copied,
    events,
  };
}

function translatorFor({ from, to, jsonArray }: Way, losses: Losses, copies: boolean): AnswerTranslator {
  const upstream = codecOf(from);
  const client = clientCodecOf(to);
  if (upstream === undefined || client === undefined) throw new Error(`${from} or ${to} is not converted`);
  let ids = 0;
  const id = (prefix: string): string => {
    ids += 1;
    return `${prefix}${String(ids).padStart(24, '0')}`;
  };
  const book = new ToolBook(/^.+$/, 64);
  // Its input is free text, which comes as a function's: it is held until it is whole.
  book.add({ name: 'apply_patch', form: 'custom' }, false);
  const decode = { quirks: {}, origin: { provider: 'p', account: 'a', model: 'm' }, id, losses };
  const encode = {
    reasoning: { wantsOpaque: true },
    body: {},
    model: 'asked-modèle',
    now: 1_700_000_000,
    id,
    wantsUsage: true,
    jsonArray: jsonArray === true,
    losses,
  };
  return new AnswerTranslator({ upstream, client, decode, encode, book }, true, copies);
}

function counting(inner: AnswerTranslator, seen: { copied: number }): Translator {
  return {
    event: (text, marks) => inner.event(text, marks),
    repeat: (batch, start, end) => {
      const marks = inner.repeat(batch, start, end);
      if (marks !== 0) seen.copied += 1;
      return marks;
    },
    end: (usage) => inner.end(usage),
    whole: (body, usage) => inner.whole(body, usage),
    take: () => inner.take(),
    body: () => inner.body(),
  };
}
