import { bytesOfText, readable, readableText } from '../dialects/byte-text.ts';
import { codecOf } from '../dialects/codecs.ts';
import type { ToolBook } from '../dialects/fit/tool-book.ts';
import { fieldsOf } from '../dialects/json-value.ts';
import { Losses } from '../dialects/losses.ts';
import type { Origin } from '../dialects/opaque.ts';
import { withSettings } from '../dialects/settings/with-settings.ts';
import { type TranslatedRequest, translateRequest } from '../dialects/translate/translate-request.ts';
import { utf8Bytes } from '../dialects/utf8-bytes.ts';
import type { ModelFacts } from '../exchange/model-facts.ts';
import type { Provider } from '../exchange/provider.ts';
import type { Candidate } from '../routing/view.ts';
import { type PivotAsk, type ReadAsk, type ToldAsk, type Unreadable, withoutHistory } from './pivot-ask.ts';
import type { CallTarget } from './prepared-call.ts';

export interface WriteDeps {
  limits(provider: string, model: string): ModelFacts;
}

/** A client's request as it goes to a candidate. */
export interface WrittenRequest {
  readonly ok: true;
  readonly body: Buffer;
  /** Changes tool names in the answer back. */
  readonly book: ToolBook;
  readonly told: ToldAsk;
}

/** Whom it is written for, and how. */
export interface Writing extends Pick<CallTarget, 'candidate' | 'withoutState'> {
  readonly provider: Pick<Provider, 'quirks'>;
  /** The candidate has the client's dialect. */
  readonly same: boolean;
  readonly streams: boolean;
}

/** Writes a client's request in the candidate's dialect; `losses` gets what has no place there. */
export function writeRequest(
  deps: WriteDeps,
  pivot: PivotAsk,
  writing: Writing,
  losses: Losses,
): WrittenRequest | Unreadable {
  return writeBytes(deps, pivot, writing, losses) ?? writeText(deps, pivot, writing, losses);
}

/** With texts carried as bytes, as most can be; undefined when it must be done with real text. */
function writeBytes(
  deps: WriteDeps,
  pivot: PivotAsk,
  writing: Writing,
  losses: Losses,
): WrittenRequest | undefined {
  const read = pivot.readBytes();
  if (read === undefined) return undefined;
  const lost = new Losses();
  const translated = translate(deps, read, writing, lost);
  if ('ok' in translated || !translated.book.isAscii) return undefined;
  const body = bytesOfText(JSON.stringify(translated.body));
  if (body === undefined) return undefined;
  losses.addAll(lost, readableText);
  const told = withoutHistory(read);
  const { book } = translated;
  return { ok: true, body, book, told: { ...told, body: fieldsOf(readable(told.body)) ?? {} } };
}

function writeText(
  deps: WriteDeps,
  pivot: PivotAsk,
  writing: Writing,
  losses: Losses,
): WrittenRequest | Unreadable {
  const read = pivot.read();
  if (!read.ok) return read;
  const translated = translate(deps, read, writing, losses);
  if ('ok' in translated) return translated;
  const { body, book } = translated;
  return { ok: true, body: utf8Bytes(JSON.stringify(body)), book, told: withoutHistory(read) };
}

function translate(
  deps: WriteDeps,
  { conversation }: ReadAsk,
  { candidate, provider, withoutState, same, streams }: Writing,
  losses: Losses,
): TranslatedRequest | Unreadable {
  const codec = codecOf(candidate.dialect);
  if (codec === undefined) return { ok: false, at: '', detail: `${candidate.dialect} is not converted` };
  if (!same && conversation.metadata.previousResponseId !== undefined) {
    const detail = 'the response before this one is not known here, and the provider cannot look it up';
    return { ok: false, at: 'previous_response_id', detail };
  }
  return translateRequest(
    candidate.set === undefined ? conversation : withSettings(conversation, candidate.set),
    {
      codec,
      origin: originOf(candidate),
      stream: streams,
      quirks: provider.quirks,
      limits: deps.limits(candidate.provider, candidate.model),
      withoutState,
    },
    losses,
  );
}

/** Whose opaque state an answer of this candidate holds. */
export function originOf({ provider, account, model }: Candidate): Origin {
  return { provider, account, model };
}
