import type { ToldUsage } from '../../exchange/usage.ts';
import { type Figures, type FiguresFace, figuresIn, joinFigures } from '../figures.ts';
import { countOf, type Fields, fieldsOf } from '../json-value.ts';
import { reportedCost } from '../reported-cost.ts';
import type { UsageReader } from '../wire.ts';

export type MessageFigure =
  | 'input'
  | 'output'
  | 'cacheRead'
  | 'cacheWrite'
  | 'cacheWrite5m'
  | 'cacheWrite1h'
  | 'thinking'
  | 'searches'
  | 'reportedNanoUsd';

/**
 * Figures of Messages. Cached tokens stand beside the input; `iterations` is left out, since the figures at the top are
 * those of the answer.
 */
export const messageFigures: FiguresFace<MessageFigure> = {
  key: 'usage',
  read: readMessageFigures,
  find: (data) => fieldsOf(data.usage) ?? fieldsOf(fieldsOf(data.message)?.usage),
  toUsage: messageUsage,
};

/**
 * Figures of a stream: those of `message_start`, replaced by those of `message_delta`. Until that comes the output is a
 * placeholder (1 to 8 tokens), and the figures are marked as estimated.
 */
export function createMessageUsageReader(): UsageReader {
  let figures: Figures<MessageFigure> | undefined;
  let isFinal = false;
  return {
    take(event) {
      const found = figuresIn(event, messageFigures);
      if (found === undefined) return;
      // An answer that comes whole in its first event has its reason there, and no later figures.
      isFinal ||= !event.includes('"message_start"') || event.includes('"stop_reason":"');
      // With iterations (compaction, advisor) the figures are those of the last one: a zero is one.
      figures = event.includes('"iterations"') ? replaced(figures, found) : joinFigures(figures, found);
    },
    read() {
      if (figures === undefined) return undefined;
      if (isFinal) return messageUsage(figures);
      // A cost that was told before there was an answer is no more than the output a figure.
      const { reportedNanoUsd: _, ...early } = figures;
      const usage = messageUsage(early);
      return usage.input + usage.output + usage.cacheRead === 0 ? undefined : { ...usage, estimated: true };
    },
  };
}

function replaced(
  before: Figures<MessageFigure> | undefined,
  later: Figures<MessageFigure>,
): Figures<MessageFigure> {
  if (later.cacheWrite === undefined) return { ...before, ...later };
  // The split of a sum that is replaced is not true any more.
  const { cacheWrite5m: _5m, cacheWrite1h: _1h, ...rest } = before ?? {};
  return { ...rest, ...later };
}

function readMessageFigures(usage: Fields): Figures<MessageFigure> | undefined {
  const input = countOf(usage.input_tokens);
  const output = countOf(usage.output_tokens);
  const cacheRead = countOf(usage.cache_read_input_tokens);
  const cacheWrite = countOf(usage.cache_creation_input_tokens);
  if (input === undefined && output === undefined && cacheRead === undefined && cacheWrite === undefined) {
    return undefined;
  }
  const split = fieldsOf(usage.cache_creation) ?? {};
  const cacheWrite5m = countOf(split.ephemeral_5m_input_tokens);
  const cacheWrite1h = countOf(split.ephemeral_1h_input_tokens);
  const thinking = countOf(fieldsOf(usage.output_tokens_details)?.thinking_tokens);
  const searches = countOf(fieldsOf(usage.server_tool_use)?.web_search_requests);
  const reportedNanoUsd = reportedCost(usage);
  return {
    ...(input !== undefined && { input }),
    ...(output !== undefined && { output }),
    ...(cacheRead !== undefined && { cacheRead }),
    ...(cacheWrite !== undefined && { cacheWrite }),
    ...(cacheWrite5m !== undefined && { cacheWrite5m }),
    ...(cacheWrite1h !== undefined && { cacheWrite1h }),
    ...(thinking !== undefined && { thinking }),
    ...(searches !== undefined && { searches }),
    ...(reportedNanoUsd !== undefined && { reportedNanoUsd }),
  };
}

function messageUsage(figures: Figures<MessageFigure>): ToldUsage {
  const { input = 0, output = 0, cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0 } = figures;
  const { searches = 0, reportedNanoUsd } = figures;
  // Vertex and older answers have the sum only; it is for five minutes unless the split says otherwise.
  const written = Math.max(figures.cacheWrite ?? 0, cacheWrite5m + cacheWrite1h);
  const reasoning = Math.min(figures.thinking ?? 0, output);
  return {
    ...(searches > 0 && { searches }),
    ...(reportedNanoUsd !== undefined && { reportedNanoUsd }),
    input,
    cacheRead,
    cacheWrite5m: written - cacheWrite1h,
    cacheWrite1h,
    output: output - reasoning,
    reasoning,
    estimated: false,
  };
}
