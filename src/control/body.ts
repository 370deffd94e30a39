import { z } from 'zod';

/** The body of an action: an object of these keys and no others; each unknown one is named. */
export function bodySchema<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' && Array.isArray(issue.keys)
        ? issue.keys.map(() => `is not a known key; known here: ${known}`).join('\n')
        : undefined,
  });
}
