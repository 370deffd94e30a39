import type { PivotAsk } from '../attempts/pivot-ask.ts';
import type { CountedModel, TokenCounter } from '../counting/token-counter.ts';
import type { Dialect } from '../exchange/dialect.ts';

/** A count of our own, or why there is none. */
export type OwnCount =
  | { readonly ok: true; readonly body: Buffer }
  | { readonly ok: false; readonly detail: string };

/** Counts a request for a model whose provider cannot be asked, in the words of the dialect. */
export async function countHere(
  counter: () => Promise<TokenCounter>,
  pivot: PivotAsk,
  dialect: Dialect,
  counted: CountedModel,
): Promise<OwnCount> {
  const read = pivot.read();
  if (!read.ok) return { ok: false, detail: read.at === '' ? read.detail : `${read.at}: ${read.detail}` };
  const { tokens } = (await counter()).estimate(counted, read.conversation);
  return { ok: true, body: Buffer.from(JSON.stringify(countBody(dialect, tokens))) };
}

function countBody(dialect: Dialect, tokens: number): Readonly<Record<string, unknown>> {
  switch (dialect) {
    case 'gemini-generate':
      return { totalTokens: tokens };
    case 'openai-responses':
      return { object: 'response.input_tokens', input_tokens: tokens };
    default:
      return { input_tokens: tokens };
  }
}
