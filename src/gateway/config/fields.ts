import { z } from 'zod';
import type { Dialect } from '../exchange/dialect.ts';
import { idPattern } from '../exchange/id-pattern.ts';
import { looksLikeKey, shown } from './problem.ts';
import { strictObject } from './strict-object.ts';

/** An id: 1 to 40 of a-z, 0-9 and hyphen, no hyphen first. */
export function id(description: string): z.ZodString {
  return z
    .string()
    .regex(idPattern, {
      error: ({ input }) =>
        `${shown(input)} is not an id; allowed are 1 to 40 of a-z, 0-9 and -, beginning with a letter or digit`,
    })
    .describe(description);
}

/** A text for people, or a name of a vendor's: no control characters, 1 to `most` characters. */
export function text(description: string, most = 200): z.ZodString {
  return z
    .string()
    .min(1, { error: 'is empty; leave it out or write something' })
    .max(most, { error: `is too long; at most ${most} characters are allowed` })
    .regex(/^[^\u0000-\u001f\u007f]*$/, { error: 'has control characters; only printable ones are allowed' })
    .describe(description);
}

/** Seconds, fractions allowed. */
export function seconds(least: number, most: number, description: string): z.ZodNumber {
  return z.number().min(least, range(least, most)).max(most, range(least, most)).describe(description);
}

/** A whole number. */
export function whole(least: number, most: number, description: string): z.ZodInt {
  return z.int().min(least, range(least, most)).max(most, range(least, most)).describe(description);
}

function range(least: number, most: number): { error: z.core.$ZodErrorMap } {
  return { error: ({ input }) => `${shown(input)} is out of range; allowed is ${least} to ${most}` };
}

/** Why a text is no address to call a provider at; undefined when it is one. */
export function addressProblem(value: string): string | undefined {
  const isHttp = /^https?:\/\//i.test(value);
  if (!isHttp || !URL.canParse(value)) return `${shown(value)} is not an http or https address`;
  const url = new URL(value);
  if (url.username !== '' || url.password !== '') {
    return 'holds a name or password; write the address alone and put the key into an account';
  }
  if (url.search !== '' || url.hash !== '') return 'has a query or a fragment; write the address without it';
  return undefined;
}

/** An http(s) address without credentials, query and fragment. */
export function address(description: string): z.ZodString {
  return z
    .string()
    .max(2000, { error: 'is too long; at most 2000 characters are allowed' })
    .refine((value) => addressProblem(value) === undefined, {
      error: ({ input }) => addressProblem(String(input)) ?? '',
    })
    .describe(description);
}

const secretForms = 'allowed are {"env": "NAME"}, {"file": "/path/to/file"} and {"secret": "id"}';

/** The value itself is never repeated in a message: it may be the key. */
const notLiteral = (value: string): boolean => !looksLikeKey(value);
const pasted = {
  abort: true,
  error: `looks like the key itself; a config names where it is kept: ${secretForms}`,
};

/** Where a secret is kept. Never the secret. */
export const secretRef = z
  .union(
    [
      strictObject({
        env: z
          .string()
          .refine(notLiteral, pasted)
          .regex(/^[A-Za-z_][A-Za-z0-9_]{0,199}$/, {
            error: 'is not the name of an environment variable (letters, digits and _)',
          })
          .describe('Name of an environment variable.'),
      }),
      strictObject({
        file: text(
          'File that holds the secret alone; must be readable by its owner only (mode 0600). A relative path starts at the config’s directory.',
          1000,
        ).refine(notLiteral, pasted),
      }),
      strictObject({
        secret: z
          .string()
          .refine(notLiteral, pasted)
          .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/, {
            error: 'is not the id of a secret (letters, digits, . _ and -, at most 80)',
          })
          .describe('Id in the secret storage; headless: the file secrets/ID in the data directory.'),
      }),
    ],
    {
      error: ({ input }) =>
        typeof input === 'string'
          ? `is written out; a config only names where a secret is kept: ${secretForms}`
          : `does not name a secret; ${secretForms}`,
    },
  )
  .describe('Where a secret is kept; never the secret itself.');

/** Every dialect, as a config spells it. */
export const dialect = z.enum([
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini-generate',
  'openai-completions',
  'openai-embeddings',
] as const satisfies readonly Dialect[]);
