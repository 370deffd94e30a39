import type { DecodeContext, EncodeContext } from '../dialects/codec.ts';
import { codecOf, holdsWrappedState } from '../dialects/codecs.ts';
import type { ToolBook } from '../dialects/fit/tool-book.ts';
import { Losses } from '../dialects/losses.ts';
import type { Origin } from '../dialects/opaque.ts';
import { AnswerTranslator } from '../dialects/translate/answer-translator.ts';
import { translateRequest } from '../dialects/translate/translate-request.ts';
import { utf8Bytes } from '../dialects/utf8-bytes.ts';
import { wireOf } from '../dialects/wires.ts';
import type { ModelFacts } from '../exchange/model-facts.ts';
import type { Clock } from '../exchange/ports.ts';
import type { Candidate } from '../routing/view.ts';
import type { Ask } from './ask.ts';
import { type PivotAsk, type ReadAsk, type Unreadable, withoutHistory } from './pivot-ask.ts';
import { prepareEmbedding } from './prepare-embedding.ts';
import type { CallTarget, PreparedCall } from './prepared-call.ts';
import { rewrittenRequest, upstreamRequest } from './upstream-request.ts';

export interface PrepareDeps {
  readonly clock: Clock;
  /** A new id: `prefix` and random characters. */
  id(prefix: string): string;
  limits(provider: string, model: string): ModelFacts;
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
    return {
      request: upstreamRequest(ask, candidate, provider, endpoint, key),
      wire,
      streams: ask.stream,
      asksEvents: wantsEvents(ask),
      translator: undefined,
      losses,
      lateTranslator: () => (isConverted(ask) ? late(deps, ask, pivot, target, losses) : undefined),
    };
  }
  if (ask.operation !== 'generate') return prepareEmbedding(ask, target);
  const read = pivot.read();
  const codec = codecOf(candidate.dialect);
  if (!read.ok) return read;
  if (codec === undefined) return { ok: false, at: '', detail: `${candidate.dialect} is not converted` };
  if (!same && read.conversation.metadata.previousResponseId !== undefined) {
    const detail = 'the response before this one is not known here, and the provider cannot look it up';
    return { ok: false, at: 'previous_response_id', detail };
  }
  const { body, book } = translateRequest(
    read.conversation,
    {
      codec,
      origin: originOf(candidate),
      stream: streams,
      quirks: provider.quirks,
      limits: deps.limits(candidate.provider, candidate.model),
      withoutState: target.withoutState,
    },
    losses,
  );
  const bytes = utf8Bytes(JSON.stringify(body));
  const request = rewrittenRequest(ask, candidate, provider, endpoint, key, {
    body: bytes,
    streams,
    operation: 'generate',
  });
  const told = withoutHistory(read);
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

function mustRewrite(ask: Ask, { withoutState }: CallTarget): boolean {
  return withoutState || holdsWrappedState(ask.dialect, ask.body);
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
  read: ReadAsk,
  { candidate, provider }: CallTarget,
  losses: Losses,
  book: ToolBook | undefined,
): AnswerTranslator | undefined {
  const upstream = codecOf(candidate.dialect);
  if (upstream === undefined) return undefined;
  const id = (prefix: string): string => deps.id(prefix);
  const decode: DecodeContext = { quirks: provider.quirks, origin: originOf(candidate), id, losses };
  const encode: EncodeContext = {
    conversation: read.conversation,
    body: read.body,
    model: candidate.model,
    now: Math.floor(deps.clock.now() / 1000),
    id,
    wantsUsage: ask.wantsUsage,
    jsonArray: !wantsEvents(ask),
    losses,
  };
  const route = { upstream, client: read.codec, decode, encode };
  return new AnswerTranslator(book === undefined ? route : { ...route, book }, ask.stream);
}

/** Google's stream is server-sent events with `alt=sse`, and one JSON array without. */
function wantsEvents({ dialect, query }: Ask): boolean {
  return dialect !== 'gemini-generate' || new URLSearchParams(query).get('alt') === 'sse';
}

function originOf({ provider, account, model }: Candidate): Origin {
  return { provider, account, model };
}
