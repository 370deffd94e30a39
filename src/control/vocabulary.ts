import { z } from 'zod';

/** Words that several resources share. The gateway's own types are checked against them where they are used. */
export const dialectSchema = z.enum([
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini-generate',
  'openai-completions',
  'openai-embeddings',
]);

export const operationSchema = z.enum(['generate', 'compact', 'count-tokens', 'embed', 'batch-embed', 'raw']);

export const outcomeSchema = z
  .enum(['ok', 'client-error', 'failed', 'cancelled'])
  .describe('How a request ended, seen from the client.');

export const levelSchema = z.enum(['debug', 'info', 'warning', 'error']);

export const failureClassSchema = z.enum([
  'client',
  'credential',
  'quota',
  'overload',
  'transport',
  'model-unsupported',
  'cancelled',
  'internal',
]);

/** A moment. */
export const momentSchema = z.number().describe('Milliseconds since the epoch.');

/** A span of time. */
export const spanSchema = z.number().describe('Milliseconds.');
