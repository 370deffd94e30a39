import type { z } from 'zod';
import { placed, schemaProblems } from '../config/schema-problems.ts';
import { ApiFailure } from './api-error.ts';
import { problemsFailure } from './problems-failure.ts';

/**
 * Reads the JSON body of an action and holds it to its schema. Throws `invalid_body` when it is no JSON, and
 * `invalid_parameter` with every problem when it is not what the action takes. What the parser says of bad JSON is
 * not repeated: it quotes the text, and there may be a key in it.
 */
export function parseBody<B extends z.ZodObject>(schema: B, bytes: Buffer | undefined): z.infer<B> {
  const parsed = schema.safeParse(parseJson(bytes), { reportInput: true });
  if (parsed.success) return parsed.data;
  throw problemsFailure(
    'The body',
    schemaProblems(parsed.error).map((problem) => {
      const { path, message } = placed(problem);
      return { path: path === 'config' ? 'body' : path, message };
    }),
  );
}

function parseJson(bytes: Buffer | undefined): unknown {
  if (bytes === undefined || bytes.length === 0) return {};
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new ApiFailure('invalid_body', 'The body is not valid JSON. Send one JSON object.');
  }
}
