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

/** The Response object of one answer, in every state. Settings are turned into text once: tools are long. */
export class ResponseObject {
  readonly #head: string;
  readonly #model: string;
  readonly #settings: string;

  constructor(
    context: EncodeContext,
    start: { id?: string; model?: string; created?: number; serviceTier?: string },
  ) {
    const { body } = context;
    const id = start.id?.startsWith('resp_') === true ? start.id : context.id(madePrefix('resp'));
    this.#head = `"id":${JSON.stringify(id)},"object":"response","created_at":${start.created ?? context.now}`;
    this.#model = JSON.stringify(start.model ?? context.model);
    const settings: Record<string, unknown> = {};
    for (const [key, value] of repeated) settings[key] = body[key] ?? value;
    settings.reasoning = { effort: null, summary: null, ...fieldsOf(body.reasoning) };
    settings.text = { format: { type: 'text' }, ...fieldsOf(body.text) };
    settings.service_tier = tiers.has(start.serviceTier) ? start.serviceTier : 'default';
    this.#settings = JSON.stringify(settings).slice(1, -1);
  }

  running(): string {
    return this.#text('in_progress', null, '[]', null);
  }

  ended({ status, details }: Ending, output: string, usage: Fields | null): string {
    return this.#text(status, details, output, usage);
  }

  #text(status: string, details: Fields | null, output: string, usage: Fields | null): string {
    return `{${this.#head},"status":"${status}","error":null,"incomplete_details":${JSON.stringify(details)},"model":${this.#model},${this.#settings},"output":${output},"usage":${JSON.stringify(usage)}}`;
  }
}
