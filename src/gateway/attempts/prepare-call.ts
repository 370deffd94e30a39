import type { DecodeContext, EncodeContext } from '../dialects/codec.ts';
import { codecOf, holdsWrappedState } from '../dialects/codecs.ts';
import type { ToolBook } from '../dialects/fit/tool-book.ts';
import { Losses } from '../dialects/losses.ts';
import { AnswerTranslator } from '../dialects/translate/answer-translator.ts';
import { wireOf } from '../dialects/wires.ts';
import type { ModelFacts } from '../exchange/model-facts.ts';
import type { Clock } from '../exchange/ports.ts';
import type { Ask } from './ask.ts';
import { passedBody, thinksAmidCalls } from './passed-body.ts';
import { type PivotAsk, type ToldAsk, type Unreadable, withoutHistory } from './pivot-ask.ts';
import { prepareEmbedding } from './prepare-embedding.ts';
import type { CallTarget, PreparedCall } from './prepared-call.ts';
import { rewrittenRequest, upstreamRequest } from './upstream-request.ts';
import { originOf, type WriteDeps, writeRequest } from './write-request.ts';

export interface PrepareDeps extends WriteDeps {
  readonly clock: Clock;
  /** A new id: `prefix` and random characters. */
  id(prefix: string): string;
}

/**
 * How a candidate is asked. In the client's own dialect its bytes pass; they are written anew where the dialects
 * differ, where the provider streams in another way than the client wishes, and where the conversation holds opaque
 * state of somebody else.
 */
export function prepareCall(
  deps: PrepareDeps,
  ask: Ask,
  pivot: PivotAsk,
  target: CallTarget,
): PreparedCall | Unreadable {
  const { candidate, provider, endpoint, key } = target;
  const { streaming } = provider.quirks;
  const streams = streaming === 'stream-only' ? true : streaming === 'no-stream' ? false : ask.stream;
  const same = candidate.dialect === ask.dialect;
  const losses = new Losses();
  const wire = wireOf(candidate.dialect);
  const passes = same && (!isConverted(ask) || (streams === ask.stream && !mustRewrite(ask, target)));
  if (passes) {
    const limits = (): ModelFacts => deps.limits(candidate.provider, candidate.model);
    const body = passedBody(ask, candidate, provider, limits, losses);
    return {
      request: upstreamRequest(ask, candidate, provider, endpoint, key, body),
      wire,
      streams: ask.stream,
      asksEvents: wantsEvents(ask),
      translator: undefined,
      losses,
      lateTranslator: () => (isConverted(ask) ? late(deps, ask, pivot, target, losses) : undefined),
    };
  }
  if (ask.operation !== 'generate') return prepareEmbedding(ask, target);
  const written = writeRequest(deps, pivot, { ...target, same, streams }, losses);
  if (!written.ok) return written;
  const request = rewrittenRequest(ask, candidate, provider, endpoint, key, {
    body: written.body,
    streams,
    operation: 'generate',
  });
  const { told, book } = written;
  const create = () => translator(deps, ask, told, target, losses, same ? undefined : book);
  const needed = !same || streams !== ask.stream;
  return {
    request,
    wire,
    streams,
    asksEvents: true,
    translator: needed ? create() : undefined,
    losses,
    lateTranslator: create,
  };
}

function isConverted(ask: Ask): boolean {
  return ask.operation === 'generate' && codecOf(ask.dialect) !== undefined;
}

function mustRewrite(ask: Ask, { candidate, withoutState }: CallTarget): boolean {
  return withoutState || holdsWrappedState(ask.dialect, ask.body) || thinksAmidCalls(ask, candidate);
}

function late(
  deps: PrepareDeps,
  ask: Ask,
  pivot: PivotAsk,
  target: CallTarget,
  losses: Losses,
): AnswerTranslator | undefined {
  const read = pivot.read();
  return read.ok ? translator(deps, ask, withoutHistory(read), target, losses, undefined) : undefined;
}

function translator(
  deps: PrepareDeps,
  ask: Ask,
  told: ToldAsk,
  { candidate, provider }: CallTarget,
  losses: Losses,
  book: ToolBook | undefined,
): AnswerTranslator | undefined {
  const upstream = codecOf(candidate.dialect);
  if (upstream === undefined) return undefined;
  const id = (prefix: string): string => deps.id(prefix);
  const decode: DecodeContext = { quirks: provider.quirks, origin: originOf(candidate), id, losses };
  const encode: EncodeContext = {
    reasoning: told.reasoning,
    body: told.body,
    model: candidate.model,
    now: Math.floor(deps.clock.now() / 1000),
    id,
    wantsUsage: ask.wantsUsage,
    jsonArray: !wantsEvents(ask),
    losses,
  };
  const route = { upstream, client: told.codec, decode, encode };
  return new AnswerTranslator(book === undefined ? route : { ...route, book }, ask.stream);
}

/** Google's stream is server-sent events with `alt=sse`, and one JSON array without. */
function wantsEvents({ dialect, query }: Ask): boolean {
  return dialect !== 'gemini-generate' || new URLSearchParams(query).get('alt') === 'sse';
}
