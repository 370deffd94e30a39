import { describe, expect, it } from 'vitest';
import { requestFields } from '../../../../src/gateway/dialects/openai-chat/schema.ts';
import type { Quirks } from '../../../../src/gateway/exchange/provider.ts';
import { isRecord } from '../../../support/json-value.ts';
import { conversationOf, requestOf } from './chat-codec.ts';

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

/** A provider that takes everything. */
const quirks: Quirks = { developerRole: 'keep', mostCacheMarks: 4, reasoningField: 'reasoning' };

/** Fields that are read, and written under a newer or more widely known name. */
const renamed: Readonly<Record<string, string>> = {
  max_completion_tokens: 'max_tokens',
  safety_identifier: 'user',
  'messages[].content[].refusal': 'messages[].refusal',
  'messages[].function_call.name': 'messages[].tool_calls[].function.name',
  'messages[].function_call.arguments': 'messages[].tool_calls[].function.arguments',
  'messages[].content[].text': 'messages[].content',
  'messages[].content[].type': 'messages[].content',
  'messages[].content[].thinking': 'messages[].reasoning',
  'messages[].reasoning_content': 'messages[].reasoning',
  'messages[].cache_control.type': 'messages[].content[].cache_control.type',
  'functions[].name': 'tools[].function.name',
  'functions[].description': 'tools[].function.description',
  'functions[].parameters': 'tools[].function.parameters',
  function_call: 'tool_choice',
  'reasoning.effort': 'reasoning_effort',
  'reasoning.max_tokens': 'reasoning_effort',
  'thinking.type': 'reasoning_effort',
  'stream_options.include_usage': 'stream_options.include_usage',
};

/** Text is the default, and OpenRouter's wish to hide reasoning is a loss. */
const unwritten: Readonly<Record<string, readonly string[]>> = {
  modalities: [],
  'reasoning.exclude': ['field /reasoning/exclude'],
};

describe('the list of request fields', () => {
  it('names each once', () => {
    const paths = requestFields.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it.each(requestFields.map((field) => [field.path, field] as const))(
    '%s: the example uses it',
    (path, { example }) => {
      expect(valuesAt(example, path).length).toBeGreaterThan(0);
      expect(example.model).toBe('m');
    },
  );

  it.each(requestFields.map((field) => [field.path, field] as const))(
    '%s survives the pivot',
    (path, { example }) => {
      const conversation = conversationOf(example, example.stream === true);
      const { body, lost } = requestOf(conversation, { quirks });
      if (unwritten[path] !== undefined) {
        expect(lost).toEqual(unwritten[path]);
        return;
      }
      const written = valuesAt(body, renamed[path] ?? path);
      if (renamed[path] === undefined) expect(written).toEqual(valuesAt(example, path));
      else expect(written.length).toBeGreaterThan(0);
      if (path !== 'reasoning.max_tokens') expect(lost).toEqual([]);
    },
  );
});
