import type { Clock, Transport } from '../exchange/ports.ts';
import type { Provider } from '../exchange/provider.ts';
import { type ReadAnswer, type ReadOptions, readAnswer } from './read-answer.ts';

/**
 * Asks a provider whether it takes a key, where it has something for that which costs nothing (`keyCheck`). Undefined:
 * it has not. At most 10 s. Never rejects.
 */
export async function checkKey(
  provider: Provider,
  key: string,
  transport: Transport,
  clock: Clock,
  options?: ReadOptions,
): Promise<ReadAnswer | undefined> {
  const first = provider.endpoints.entries().next();
  if (provider.keyCheck === undefined || first.done === true) return undefined;
  const [dialect, endpoint] = first.value;
  const { path } = provider.keyCheck;
  const question = { provider, dialect, endpoint, path, key, what: 'an answer about the key', options };
  return readAnswer(question, transport, clock);
}
