import { z } from 'zod';
import { didYouMean, looksLikeKey } from './problem.ts';

/** Words that people know from other programs, and where the same thing stands here. */
const elsewhere: Readonly<Record<string, string>> = {
  apikey: 'keys belong to accounts: "accounts": [{ "id": "main", "key": { "env": "NAME" } }]',
  token: 'keys belong to accounts: "accounts": [{ "id": "main", "key": { "env": "NAME" } }]',
  url: 'the address is called baseUrl',
  endpoint: 'the address is called baseUrl',
  timeout: 'times are called timeouts: { "connectMs", "firstByteMs", "idleMs", "totalMs" }',
  model: 'the model is what "use" names: "provider/model"',
  stream: 'the client decides about streaming',
  reasoningeffort: 'how much to think is called effort, or thinkingBudget as a number of tokens',
  budgettokens: 'the most tokens to think are called thinkingBudget',
  fallback: 'a provider that only stands in has "role": "backup"',
};

/** An object in which every key must be known; each unknown one becomes a line of its own. */
export function strictObject<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' && Array.isArray(issue.keys)
        ? issue.keys.map((key) => unknownKey(String(key), known)).join('\n')
        : undefined,
  });
}

/** What is said of one unknown key. */
function unknownKey(key: string, known: readonly string[]): string {
  const near = didYouMean(key, known);
  const hint = elsewhere[key.toLowerCase().replace(/[-_]/g, '')];
  const list = `known here: ${known.join(', ')}`;
  if (looksLikeKey(key)) return `is not a known key; ${list}`;
  if (near !== undefined) return `is not a known key; did you mean ${near}? ${list}`;
  return `is not a known key; ${hint === undefined ? list : hint}`;
}
