import { z } from 'zod';
import { thinkingLevels } from '../exchange/model-facts.ts';
import { routingModes } from '../exchange/routing-mode.ts';
import { whole } from './fields.ts';
import { shown } from './problem.ts';
import { strictObject } from './strict-object.ts';

/** One of the orders among providers. */
export function routingMode(description: string) {
  return z.enum(routingModes).describe(description);
}

/** No model answers with more; a typing mistake has more digits. */
const mostTokens = 10_000_000;

function share(most: number, description: string): z.ZodNumber {
  const error: z.core.$ZodErrorMap = ({ input }) =>
    `${shown(input)} is out of range; allowed is 0 to ${most}`;
  return z.number().min(0, { error }).max(most, { error }).describe(description);
}

/** What a rule may set in the requests that it leads somewhere. */
export const ruleSettings = strictObject({
  effort: z
    .enum(thinkingLevels)
    .describe('How much to think. Models that are told a number of tokens get one for it.')
    .exactOptional(),
  thinkingBudget: whole(0, mostTokens, 'Most tokens to think; 0: none. Not beside effort.').exactOptional(),
  maxTokens: whole(1, mostTokens, 'Most tokens of the answer, thoughts included.').exactOptional(),
  temperature: share(2, 'Sampling temperature.').exactOptional(),
  topP: share(1, 'Nucleus sampling.').exactOptional(),
  topK: whole(1, mostTokens, 'Sampling among this many tokens.').exactOptional(),
}).refine(({ effort, thinkingBudget }) => effort === undefined || thinkingBudget === undefined, {
  error: 'has effort and thinkingBudget, which say the same; keep one of them',
});
