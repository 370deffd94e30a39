import type { Dialect } from '../../src/gateway/exchange/dialect.ts';

/** The four dialects in which models converse. */
export const conversing = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini-generate',
] as const satisfies readonly Dialect[];

export type Conversing = (typeof conversing)[number];

/** A small request of a dialect: where it goes and what its body is. */
export function request(
  dialect: Conversing,
  options: { readonly stream: boolean; readonly model?: string; readonly text?: string },
): { readonly path: string; readonly body: Readonly<Record<string, unknown>> } {
  const { stream, model = 'some-model', text = 'Say hello.' } = options;
  const messages = [{ role: 'user', content: text }];
  switch (dialect) {
    case 'openai-chat':
      return { path: '/v1/chat/completions', body: { model, messages, stream } };
    case 'openai-responses':
      return { path: '/v1/responses', body: { model, input: text, stream } };
    case 'anthropic-messages':
      return { path: '/v1/messages', body: { model, max_tokens: 100, messages, stream } };
    case 'gemini-generate':
      return {
        path: stream
          ? `/v1beta/models/${model}:streamGenerateContent?alt=sse`
          : `/v1beta/models/${model}:generateContent`,
        body: { contents: [{ role: 'user', parts: [{ text }] }] },
      };
  }
}
