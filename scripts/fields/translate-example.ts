import type { Codec } from '../../src/gateway/dialects/codec.ts';
import type { Fields } from '../../src/gateway/dialects/json-value.ts';
import { Losses } from '../../src/gateway/dialects/losses.ts';
import { translateRequest } from '../../src/gateway/dialects/translate/translate-request.ts';
import type { Loss } from '../../src/gateway/exchange/loss.ts';

export interface Translation {
  readonly body: Fields;
  readonly losses: readonly Loss[];
}

/**
 * An example as it goes to a provider that keeps to its dialect (no quirks), for a model of which nothing is known.
 * Undefined: it is no request.
 */
export function translateExample(client: Codec, provider: Codec, example: Fields): Translation | undefined {
  const decoded = client.decodeRequest(example, { stream: example.stream === true });
  if (!decoded.ok) return undefined;
  const losses = new Losses();
  const { body } = translateRequest(
    decoded.conversation,
    {
      codec: provider,
      origin: { provider: 'p', account: 'a', model: 'm' },
      stream: decoded.conversation.stream,
      quirks: {},
      limits: {},
      withoutState: false,
    },
    losses,
  );
  return { body, losses: losses.list };
}
