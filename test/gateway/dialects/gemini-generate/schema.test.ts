import { describe, expect, it } from 'vitest';
import { requestFields } from '../../../../src/gateway/dialects/gemini-generate/schema.ts';
import { isFields } from '../../../../src/gateway/dialects/json-value.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import { read, withoutPlaces, write } from './codec-helpers.ts';

/** Whether some value stands at a dotted path; `[]` is any element. */
function stands(value: unknown, path: string): boolean {
  const [step = '', ...rest] = path.split('.');
  const name = step.replace('[]', '');
  const inside = isFields(value) ? value[name] : undefined;
  const found = step.endsWith('[]')
    ? Array.isArray(inside)
      ? inside
      : []
    : inside === undefined
      ? []
      : [inside];
  return rest.length === 0 ? found.length > 0 : found.some((one: unknown) => stands(one, rest.join('.')));
}

/** Read by nobody, and so not written again. */
const idle = new Set(['systemInstruction.role']);

/** What is said by another member when the client speaks another dialect, or is so anyway. */
const otherwise = [
  ...idle,
  // A video is no part of a result; it stands behind it.
  'contents[].parts[].functionResponse.parts[].fileData',
  // The older member for a schema.
  'tools[].functionDeclarations[].parametersJsonSchema',
  'generationConfig.responseJsonSchema',
  // Text is what comes without a word.
  'generationConfig.responseModalities',
  // Of this model it is not known how it is told, so tokens are.
  'generationConfig.thinkingConfig.thinkingLevel',
  // Nothing is stored.
  'store',
];

describe('the fields of a request', () => {
  it('are each listed once', () => {
    const paths = requestFields.map(({ path }) => path);
    expect(paths.length).toBeGreaterThan(90);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it.each(requestFields)('$path is in its example, and survives', ({ path, example }) => {
    const losses = new Losses();
    expect(stands(example, path)).toBe(true);
    const again = write(read(example), { model: 'm' }, losses);
    expect(stands(again, path)).toBe(!idle.has(path));
    expect(losses.list).toEqual([]);
    expect(withoutPlaces(read(again))).toEqual(withoutPlaces(read(example)));
  });

  it.each(requestFields)('$path of another dialect is written, or a loss', ({ path, example }) => {
    const losses = new Losses();
    const again = write({ ...read(example), from: 'openai-chat' }, { model: 'gemini-3-flash' }, losses);
    const isExpressed = stands(again, path) || otherwise.some((one) => path.startsWith(one));
    expect(isExpressed || losses.count > 0).toBe(true);
  });
});
