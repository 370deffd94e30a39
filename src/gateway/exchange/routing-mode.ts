/** Ways to order the providers that could all answer; docs/routing.md says what each does. */
export const routingModes = ['preferred', 'balanced', 'latency', 'price'] as const;

export type RoutingMode = (typeof routingModes)[number];

/**
 * The mode that a client's word means: ours, and OpenRouter's `throughput`, which is nearest to `latency` of what is
 * measured here. Undefined for any other word.
 */
export function modeOfSort(word: string): RoutingMode | undefined {
  const plain = word.trim().toLowerCase();
  return plain === 'throughput' ? 'latency' : routingModes.find((mode) => mode === plain);
}
