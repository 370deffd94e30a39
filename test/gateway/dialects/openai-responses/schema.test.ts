import { describe, expect, it } from 'vitest';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { openAiResponsesCodec } from '../../../../src/gateway/dialects/openai-responses/codec.ts';
import { requestFields } from '../../../../src/gateway/dialects/openai-responses/schema.ts';
import { ofInput, ofTool } from '../../../../src/gateway/dialects/openai-responses/schema-example.ts';
import { plainItems } from '../../../../src/gateway/dialects/openai-responses/schema-items.ts';
import { plainTools } from '../../../../src/gateway/dialects/openai-responses/schema-tools.ts';
import { isRecord } from '../../../support/json-value.ts';
import { CodecRun, lost } from '../../../support/run-codec.ts';

const { read, write } = new CodecRun(openAiResponsesCodec);

/** Values at a dotted path, of all elements of its lists. */
function valuesAt(value: unknown, path: string): unknown[] {
  let found: unknown[] = [value];
  for (const step of path.split('.')) {
    const name = step.replace('[]', '');
    found = found.flatMap((each) => (isRecord(each) && each[name] !== undefined ? [each[name]] : []));
    if (step.endsWith('[]')) found = found.flatMap((each) => (Array.isArray(each) ? each : []));
  }
  return found;
}

const typesAt = (examples: readonly Fields[], path: string) =>
  new Set(examples.flatMap((example) => valuesAt(example, path)));

const examples = [
  ...requestFields.map(({ example }) => example),
  ...plainItems.map(ofInput),
  ...plainTools.map(ofTool),
];

describe('the list of request fields', () => {
  it('names each once', () => {
    const paths = requestFields.map(({ path }) => path);
    expect(paths.filter((path, nth) => paths.indexOf(path) !== nth)).toEqual([]);
  });

  it('has every kind of item, part and tool', () => {
    // Those of the SDK, and Codex’s `agent_message`.
    expect([...typesAt(examples, 'input[].type')]).toHaveLength(31 + 1);
    expect([...typesAt(examples, 'tools[].type')].toSorted()).toEqual([
      ...['apply_patch', 'code_interpreter', 'computer', 'computer_use_preview', 'custom', 'file_search'],
      ...['function', 'image_generation', 'local_shell', 'mcp', 'namespace', 'programmatic_tool_calling'],
      ...['shell', 'tool_search', 'web_search', 'web_search_preview'],
    ]);
  });

  it.each(requestFields)('$path: the example uses it', ({ path, example }) => {
    expect(valuesAt(example, path).length).toBeGreaterThan(0);
    expect(example.model).toBe('m');
  });

  it.each(examples.map((example) => [JSON.stringify(example).slice(0, 120), example] as const))(
    'comes out as it went in: %s',
    (_text, example) => {
      const { body, losses } = write(read(example));
      expect(body).toEqual(example);
      expect(lost(losses)).toEqual([]);
    },
  );

  it.each(requestFields)('$path is written for another dialect’s words, or is a loss', ({ example }) => {
    const conversation = read(example);
    const { losses } = write({ ...conversation, from: 'openai-chat' });
    const told = losses.list.map(({ path }) => path);
    for (const { at } of conversation.extra) expect(told).toContain(at);
  });
});
