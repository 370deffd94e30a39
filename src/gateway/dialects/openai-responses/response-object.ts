import type { EncodeContext } from '../codec.ts';
import { type Fields, fieldsOf } from '../json-value.ts';
import { madePrefix } from './carrier.ts';
import type { Ending } from './finish.ts';

/** Settings that the API repeats in its answer, and what it says where the request says nothing. */
const repeated: readonly (readonly [string, unknown])[] = [
  ['background', false],
  ['instructions', null],
  ['max_output_tokens', null],
  ['max_tool_calls', null],
  ['metadata', {}],
  ['parallel_tool_calls', true],
  ['previous_response_id', null],
  ['prompt_cache_key', null],
  ['safety_identifier', null],
  ['store', false],
  ['temperature', null],
  ['tool_choice', 'auto'],
  ['tools', []],
  ['top_logprobs', 0],
  ['top_p', null],
  ['truncation', 'disabled'],
  ['user', null],
];

const tiers: ReadonlySet<unknown> = new Set(['auto', 'default', 'flex', 'scale', 'priority']);

/** Where an answer comes from, as far as its provider said so. */
export interface ResponseStart {
  readonly id?: string;
  readonly model?: string;
  readonly created?: number;
  readonly serviceTier?: string;
}

/** The Response object of one answer, in every state. */
export class ResponseObject {
  readonly #head: Fields;
  readonly #tail: Fields;
  /** Of a stream, in which the object stands three times, and tools are long: as JSON without braces. */
  #headText = '';
  #tailText = '';

  constructor(context: EncodeContext, start: ResponseStart) {
    const { body } = context;
    const id = start.id?.startsWith('resp_') === true ? start.id : context.id(madePrefix('resp'));
    this.#head = { id, object: 'response', created_at: start.created ?? context.now };
    const tail: Record<string, unknown> = { model: start.model ?? context.model };
    for (const [key, value] of repeated) tail[key] = body[key] ?? value;
    tail.reasoning = { effort: null, summary: null, ...fieldsOf(body.reasoning) };
    tail.text = { format: { type: 'text' }, ...fieldsOf(body.text) };
    tail.service_tier = tiers.has(start.serviceTier) ? start.serviceTier : 'default';
    this.#tail = tail;
  }

  /** The object of a whole answer. */
  whole({ status, details }: Ending, output: readonly Fields[], usage: Fields | null): Fields {
    return { ...this.#head, ...stateOf(status, details), ...this.#tail, output, usage };
  }

  /** As JSON, at the beginning of a stream. */
  running(): string {
    return this.#text('in_progress', null, '[]', null);
  }

  /** As JSON, at its end. `output`: JSON. */
  ended({ status, details }: Ending, output: string, usage: Fields | null): string {
    return this.#text(status, details, output, usage);
  }

  #text(status: string, details: Fields | null, output: string, usage: Fields | null): string {
    if (this.#tailText === '') {
      this.#headText = members(this.#head);
      this.#tailText = members(this.#tail);
    }
    const state = members(stateOf(status, details));
    return `{${this.#headText},${state},${this.#tailText},"output":${output},"usage":${JSON.stringify(usage)}}`;
  }
}

function stateOf(status: string, details: Fields | null): Fields {
  return { status, error: null, incomplete_details: details };
}

function members(fields: Fields): string {
  return JSON.stringify(fields).slice(1, -1);
}
