import { describe, expect, it } from 'vitest';
import { anthropicMessagesCodec } from '../../../../src/gateway/dialects/anthropic-messages/codec.ts';
import { requestFields } from '../../../../src/gateway/dialects/anthropic-messages/schema.ts';
import { isRecord, type JsonRecord } from '../../../support/json-value.ts';
import { CodecRun, lost } from '../../../support/run-codec.ts';
import { normal } from './request-normal.ts';

const { read, write } = new CodecRun(anthropicMessagesCodec);

/** Whether some value at the dotted path is there, through every element of lists. */
function has(value: unknown, steps: readonly string[]): boolean {
  const [step, ...rest] = steps;
  if (step === undefined) return true;
  const name = step.replace('[]', '');
  if (!isRecord(value) || !(name in value)) return false;
  const next = value[name];
  if (!step.endsWith('[]')) return has(next, rest);
  return Array.isArray(next) && next.some((item) => has(item, rest));
}

describe('fields of a request', () => {
  it('are named once', () => {
    const paths = requestFields.map(({ path }) => path);
    expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
  });

  it.each(requestFields)('$path is in its example and survives reader and writer', ({ path, example }) => {
    expect(has(example, path.split('.'))).toBe(true);
    const { body, losses } = write(read(example));
    expect(normal(body as JsonRecord)).toEqual(normal(example as JsonRecord));
    expect(lost(losses)).toEqual([]);
  });

  it.each(requestFields)('$path is never silently gone towards another dialect', ({ path, example }) => {
    const conversation = read(example);
    // Without the field, the conversation says something else, or less is set aside.
    const without = read(remove(example, path.split('.')) as JsonRecord);
    if (!consumed.has(path)) expect(conversation).not.toEqual(without);
  });
});

/** Understood without them: the route has the model, and a tool without a type is a custom one. */
const consumed: ReadonlySet<string> = new Set(['model', 'tools[].type', 'stream']);

function remove(value: unknown, steps: readonly string[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || !isRecord(value)) return value;
  const name = step.replace('[]', '');
  const { [name]: next, ...others } = value;
  // A request without messages is none, and a message without role, either.
  if (rest.length === 0 && name === 'messages') return { ...others, messages: [] };
  if (rest.length === 0 && name === 'role') return { ...others, role: 'assistant' };
  if (rest.length === 0) return others;
  if (!step.endsWith('[]')) return { ...others, [name]: remove(next, rest) };
  return { ...others, [name]: Array.isArray(next) ? next.map((item) => remove(item, rest)) : next };
}
