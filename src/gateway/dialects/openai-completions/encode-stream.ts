import type { EncodeContext, StreamEncoder } from '../codec.ts';
import { writeUsage } from '../openai-chat/encode-usage.ts';
import type { ReplyEvent } from '../reply.ts';
import type { JsonText } from '../text-sum.ts';
import { completionFinish, noteUnspoken } from './spoken.ts';

/** Writes an answer as chunks of `text_completion`, ended by `[DONE]`. Text is all that this dialect has words for. */
export function createCompletionsEncoder(
  context: EncodeContext,
  write: (text: string) => void,
): StreamEncoder {
  return new CompletionsEncoder(context, write);
}

/** Around the text of a chunk, behind what all chunks begin with. */
const textPrefix = ',"choices":[{"text":';
const textSuffix = ',"index":0,"logprobs":null,"finish_reason":null}]}\n\n';

class CompletionsEncoder implements StreamEncoder {
  readonly #context: EncodeContext;
  readonly #write: (text: string) => void;
  readonly #texts = new Set<number>();
  #frame = '';

  constructor(context: EncodeContext, write: (text: string) => void) {
    this.#context = context;
    this.#write = write;
  }

  take(event: ReplyEvent): void {
    if (this.#frame === '') this.#start(event);
    if (event.kind === 'open') {
      if (event.head.kind === 'text') this.#texts.add(event.block);
      else noteUnspoken(event.head.kind, this.#context.losses);
    } else if (event.kind === 'delta' && this.#texts.has(event.block)) {
      this.#write(`${this.#frame}${textPrefix}${JSON.stringify(event.text)}${textSuffix}`);
    } else if (event.kind === 'finish') {
      const reason = JSON.stringify(completionFinish(event.finish));
      this.#write(
        `${this.#frame},"choices":[{"text":"","index":0,"logprobs":null,"finish_reason":${reason}}]}\n\n`,
      );
      if (this.#context.wantsUsage && event.usage !== undefined) {
        this.#write(`${this.#frame},"choices":[],"usage":${JSON.stringify(writeUsage(event.usage))}}\n\n`);
      }
      this.#write('data: [DONE]\n\n');
    }
  }

  takeJson(block: number, json: JsonText): boolean {
    if (!this.#texts.has(block)) return false;
    this.#write(`${this.#frame}${textPrefix}"${json}"${textSuffix}`);
    return true;
  }

  #start(event: ReplyEvent): void {
    const start = event.kind === 'start' ? event : undefined;
    const id = JSON.stringify(this.#context.id('cmpl-'));
    const model = JSON.stringify(start?.model ?? this.#context.model);
    const created = start?.created ?? this.#context.now;
    this.#frame = `data: {"id":${id},"object":"text_completion","created":${created},"model":${model}`;
  }
}
