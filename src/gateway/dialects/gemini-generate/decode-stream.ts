import type { Mutable } from '../../exchange/mutable.ts';
import type { DecodeContext, Path, Repeat, StreamDecoder } from '../codec.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from '../json-value.ts';
import type { BlockHead, Finish, ReplyEvent } from '../reply.ts';
import { TextSum } from '../text-sum.ts';
import { argumentText } from './decode-part.ts';
import { readBlock, readFinish, withCalls } from './finish.ts';
import { citationsOf, hostedBlocksOf, mostCitations, recitationsOf } from './grounding.ts';
import { hostedKind, hostedText } from './hosted-parts.ts';
import { camelFields } from './members.ts';
import { PartialArguments } from './partial-args.ts';

/** Reads the chunks of streamGenerateContent, or the one answer of generateContent. */
export function createStreamDecoder(
  context: DecodeContext,
  emit: (event: ReplyEvent) => void,
): StreamDecoder {
  return new GeminiStreamDecoder(context, emit);
}

/** The block that is open. It is closed when the next one opens, since its signature or sources may still come. */
interface OpenBlock {
  readonly kind: BlockHead['kind'];
  signature?: string;
  /** Of a call whose arguments come in pieces. */
  partial?: PartialArguments;
}

class GeminiStreamDecoder implements StreamDecoder {
  readonly #context: DecodeContext;
  readonly #emit: (event: ReplyEvent) => void;
  #hasStarted = false;
  #block = -1;
  #open: OpenBlock | undefined;
  #finish: Finish | undefined;
  #hasCalls = false;
  /** Pieces of the open text, and bytes of the texts before it: sources count in them. */
  #text = new TextSum();
  #textBefore = 0;
  #grounding: Fields | undefined;
  #recitation: Fields | undefined;
  #urlContext: Fields | undefined;
  #hasCited = false;
  #hasFurther = false;

  constructor(context: DecodeContext, emit: (event: ReplyEvent) => void) {
    this.#context = context;
    this.#emit = emit;
  }

  take(data: Fields): void {
    if (!this.#hasStarted) this.#start(data);
    const blocked = readBlock(data);
    if (blocked !== undefined) this.#finish = blocked;
    for (const each of listOf(data.candidates)) {
      const candidate = fieldsOf(each);
      if (candidate === undefined) continue;
      if (typeof candidate.index === 'number' && candidate.index > 0) this.#loseCandidate();
      else this.#candidate(candidate);
    }
  }

  end(whole: boolean): void {
    if (!whole) return;
    if (!this.#hasStarted) this.#start({});
    this.#close();
    this.#loseSources();
    for (const block of hostedBlocksOf(this.#grounding, this.#urlContext)) this.#whole(block);
    this.#emit({
      kind: 'finish',
      finish: withCalls(this.#finish ?? { reason: this.#block < 0 ? 'other' : 'stop' }, this.#hasCalls),
    });
  }

  repeat(data: Fields): Repeat | undefined {
    const [candidate, ...others] = listOf(data.candidates);
    if (data.promptFeedback !== undefined || others.length > 0 || !isFields(candidate)) return undefined;
    const { content, index, ...rest } = candidate;
    const [part, ...further] = listOf(fieldsOf(content)?.parts);
    if (Object.keys(rest).length > 0 || further.length > 0 || !isFields(part)) return undefined;
    const { text, thought, ...more } = part;
    if (Object.keys(more).length > 0 || this.#open === undefined || this.#open.signature !== undefined)
      return undefined;
    const said = thought === true ? undefined : this.#text;
    return {
      path: ['candidates', 0, 'content', 'parts', 0, 'text'],
      loose: countsIn(data),
      add: (json) => said?.addJson(json),
    };
  }

  /** Said once, not for each of its chunks. */
  #loseCandidate(): void {
    if (!this.#hasFurther) this.#context.losses.add('count', 'answer', 'answers beside the first');
    this.#hasFurther = true;
  }

  #start(data: Fields): void {
    this.#hasStarted = true;
    const start: Mutable<Extract<ReplyEvent, { kind: 'start' }>> = { kind: 'start' };
    const { responseId, modelVersion, createTime } = data;
    if (typeof responseId === 'string' && responseId !== '') start.id = responseId;
    if (typeof modelVersion === 'string' && modelVersion !== '') start.model = modelVersion;
    const created = typeof createTime === 'string' ? Date.parse(createTime) : Number.NaN;
    if (!Number.isNaN(created)) start.created = Math.floor(created / 1000);
    const tier = textOf(fieldsOf(data.usageMetadata)?.serviceTier);
    if (tier !== undefined) start.serviceTier = tier;
    this.#emit(start);
  }

  #candidate(candidate: Fields): void {
    const content = fieldsOf(candidate.content);
    const parts = content?.parts;
    if (Array.isArray(parts)) for (const part of parts) this.#part(fieldsOf(part));
    else if (parts !== undefined) this.#part(fieldsOf(parts));
    // Of the metadata the last ones hold for the whole; early chunks have empty ones.
    this.#grounding = filled(candidate.groundingMetadata) ?? this.#grounding;
    this.#recitation = filled(candidate.citationMetadata) ?? this.#recitation;
    this.#urlContext = filled(candidate.urlContextMetadata) ?? this.#urlContext;
    this.#finish = readFinish(candidate) ?? this.#finish;
  }

  #part(given: Fields | undefined): void {
    if (given === undefined) return;
    const part = camelFields(given);
    const { text } = part;
    const call = fieldsOf(part.functionCall);
    const signature = textOf(part.thoughtSignature);
    if (call !== undefined) this.#call(camelFields(call), signature);
    else if (fieldsOf(part.inlineData) !== undefined) this.#media(part, signature);
    else if (hostedKind(part) !== undefined) this.#hosted(part, given);
    else if (typeof text === 'string') this.#textPart(text, part.thought === true, signature);
    else if (Object.keys(part).some((name) => name !== 'thought' && name !== 'thoughtSignature'))
      this.#whole({ kind: 'hosted', tool: 'other', text: '', dialect: 'gemini-generate', value: given });
    else if (signature !== undefined) this.#sign(signature);
  }

  #textPart(text: string, isThought: boolean, signature: string | undefined): void {
    if (text !== '') {
      const kind = isThought ? 'reasoning' : 'text';
      if (this.#open?.kind !== kind || this.#open.signature !== undefined) this.#begin({ kind });
      if (!isThought) this.#text.add(text);
      this.#emit({ kind: 'delta', block: this.#block, text });
    }
    if (signature !== undefined) this.#sign(signature);
  }

  /** State on an empty text belongs to the text or the thoughts before it; else it stands for itself. */
  #sign(signature: string): void {
    const open = this.#open;
    const takesIt = open?.kind === 'text' || open?.kind === 'reasoning';
    if (!takesIt || open.signature !== undefined) this.#begin({ kind: 'reasoning' });
    if (this.#open !== undefined) this.#open.signature = signature;
  }

  #call(call: Fields, signature: string | undefined): void {
    const name = textOf(call.name);
    const goesOn = call.willContinue === true;
    const running = this.#open?.partial;
    // Further pieces of a call have no name; the last one of all is empty.
    if (name === undefined && running === undefined) {
      if (Object.keys(call).length > 0) this.#context.losses.add('part', 'answer', 'a call without a name');
      return;
    }
    if (name !== undefined) {
      const id = textOf(call.id) ?? this.#context.id('call_');
      this.#begin({ kind: 'call', id, name, form: 'function' });
      this.#hasCalls = true;
    }
    const open = this.#open;
    if (open === undefined) return;
    if (signature !== undefined) open.signature = signature;
    const pieces = listOf(call.partialArgs);
    if (running === undefined && !goesOn && pieces.length === 0) {
      const input = argumentText(call.args);
      if (input !== '') this.#emit({ kind: 'delta', block: this.#block, text: input });
      return;
    }
    open.partial ??= new PartialArguments();
    const whole = fieldsOf(call.args);
    if (whole !== undefined) open.partial.merge(whole);
    const lost = open.partial.take(pieces);
    if (lost > 0) this.#context.losses.add('value', 'answer', 'a piece of arguments without a place');
    if (!goesOn) this.#endPartial(open);
  }

  #endPartial(open: OpenBlock): void {
    const input = open.partial?.text() ?? '';
    delete open.partial;
    if (input !== '') this.#emit({ kind: 'delta', block: this.#block, text: input });
  }

  #media(part: Fields, signature: string | undefined): void {
    const { mimeType, data } = camelFields(fieldsOf(part.inlineData) ?? {});
    if (typeof data !== 'string') return;
    // Pictures that the model made on its way are no answer.
    if (part.thought === true) {
      this.#context.losses.add('media', 'answer', 'a picture among the thoughts');
      return;
    }
    this.#begin({ kind: 'media', mimeType: textOf(mimeType) ?? 'application/octet-stream', data });
    if (signature !== undefined && this.#open !== undefined) this.#open.signature = signature;
  }

  #hosted(part: Fields, value: Fields): void {
    const tool = hostedKind(part) ?? 'other';
    this.#whole({ kind: 'hosted', tool, text: hostedText(part), dialect: 'gemini-generate', value });
  }

  #begin(head: BlockHead): void {
    this.#close();
    this.#block += 1;
    this.#open = { kind: head.kind };
    this.#emit({ kind: 'open', block: this.#block, head });
  }

  #whole(head: BlockHead): void {
    this.#begin(head);
    this.#close();
  }

  #close(): void {
    const open = this.#open;
    if (open === undefined) return;
    if (open.partial !== undefined) this.#endPartial(open);
    if (open.kind === 'text') this.#cite();
    const { signature } = open;
    const { origin } = this.#context;
    this.#open = undefined;
    if (signature === undefined || open.kind === 'hosted') this.#emit({ kind: 'close', block: this.#block });
    else
      this.#emit({
        kind: 'close',
        block: this.#block,
        opaque: { kind: 'gemini-signature', data: signature, origin },
      });
  }

  /** Sources come with the end of the text, or in a chunk behind it. */
  #cite(): void {
    const { text } = this.#text;
    this.#text = new TextSum();
    const before = this.#textBefore;
    this.#textBefore += Buffer.byteLength(text);
    if (this.#grounding === undefined && this.#recitation === undefined) return;
    this.#hasCited = true;
    const { losses } = this.#context;
    const block = this.#block;
    const found = [
      ...(this.#grounding === undefined ? [] : citationsOf(this.#grounding, text, before)),
      ...(this.#recitation === undefined ? [] : recitationsOf(this.#recitation, text, before)),
    ];
    for (const citation of found.slice(0, mostCitations)) this.#emit({ kind: 'cite', block, citation });
    if (found.length > mostCitations) losses.add('citation', 'answer', 'sources beyond the two hundredth');
    this.#recitation = undefined;
  }

  #loseSources(): void {
    const sources = listOf(this.#grounding?.groundingChunks).length;
    if (this.#recitation !== undefined || (sources > 0 && !this.#hasCited))
      this.#context.losses.add('citation', 'answer', 'sources without a text');
  }
}

/** Figures so far: of interest to the usage reader alone. */
function countsIn({ usageMetadata }: Fields): readonly Path[] {
  const counts = fieldsOf(usageMetadata) ?? {};
  return Object.keys(counts)
    .filter((name) => typeof counts[name] === 'number')
    .map((name) => ['usageMetadata', name]);
}

function filled(value: unknown): Fields | undefined {
  const fields = fieldsOf(value);
  return fields === undefined || Object.keys(fields).length === 0 ? undefined : fields;
}
