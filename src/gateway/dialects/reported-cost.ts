import { nanoOfUsd } from '../exchange/money.ts';
import { type Fields, fieldsOf } from './json-value.ts';

/** xAI's unit. https://docs.x.ai/docs/guides/usage-explorer */
const ticksPerUsd = 10_000_000_000;

/**
 * What a usage object says that the answer cost, in whole nano-dollars: OpenRouter and Vercel (`cost`), Perplexity
 * (`cost.total_cost`), xAI (`cost_in_usd_ticks`). Undefined when it says nothing of it.
 */
export function reportedCost(usage: Fields): number | undefined {
  const { cost, cost_in_usd_ticks: ticks } = usage;
  if (typeof cost === 'number') return costInDollars(cost, usage);
  if (typeof ticks === 'number') return nanoOfUsd(ticks / ticksPerUsd);
  const total = fieldsOf(cost)?.total_cost;
  return typeof total === 'number' ? nanoOfUsd(total) : undefined;
}

/** With a key of the user's own at the reseller, `cost` is its fee, and the vendor's bill stands beside it, if at all. */
function costInDollars(
  cost: number,
  { is_byok: isOwnKey, cost_details: details }: Fields,
): number | undefined {
  if (isOwnKey !== true) return nanoOfUsd(cost);
  const billed = fieldsOf(details)?.upstream_inference_cost;
  return typeof billed === 'number' ? nanoOfUsd(cost + billed) : undefined;
}
