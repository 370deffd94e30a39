import { describe, expect, test } from 'vitest';
import { countConversation } from '../../../src/gateway/counting/count-conversation.ts';
import { families, familyOf } from '../../../src/gateway/counting/families.ts';
import type { Family } from '../../../src/gateway/counting/family.ts';
import type { Conversation, Part, Role, Tool } from '../../../src/gateway/dialects/conversation.ts';

/** Words instead of tokens, and frames that are told apart by their digits. */
const words = (text: string) => text.split(/\s+/).filter((word) => word !== '').length;
const plain: Family = {
  ...familyOf('gpt-4o'),
  text: 1,
  toolText: 1,
  toolForm: 'words',
  frame: {
    start: 1,
    turn: 10,
    system: 100,
    tools: 1000,
    tool: 10_000,
    forced: 100_000,
    call: 2000,
    result: 3000,
    schema: 4000,
    grammar: 5000,
    thinking: 6000,
    citations: 7000,
  },
  thoughts: 'running',
  state: { from: 100, rate: 0.5, replacesText: false },
  media: { image: () => 50, page: 60, pageText: false, second: 1 },
};

const at = '';
const text = (value: string): Part => ({ kind: 'text', text: value, at });
const turn = (role: Role, ...parts: Part[]) => ({ role, parts, at });
const call: Part = { kind: 'tool-call', id: 'c', name: 'f', form: 'function', input: '{"a": 1}', at };
const result: Part = { kind: 'tool-result', id: 'c', form: 'function', content: [text('one two')], at };
const thought: Part = { kind: 'reasoning', text: ['some thoughts here'], at };
const tool: Tool = {
  kind: 'function',
  name: 'f',
  description: 'does it',
  schema: { type: 'object', properties: { a: { type: 'number' } } },
  at,
};

function conversation(changes: Partial<Conversation>): Conversation {
  return {
    from: 'openai-chat',
    turns: [],
    tools: [],
    reasoning: {},
    sampling: {},
    stop: [],
    output: {},
    cache: {},
    metadata: {},
    stream: false,
    extra: [],
    ...changes,
  };
}

const count = (changes: Partial<Conversation>, family: Partial<Family> = {}) =>
  countConversation(conversation(changes), { ...plain, ...family }, words);

describe('a conversation counts', () => {
  test('its texts and the marks of its turns', () => {
    expect(count({ turns: [turn('system', text('be brief')), turn('user', text('a b c'))] })).toBe(
      1 + 100 + 10 + 5,
    );
  });

  test('no marks for a last turn that the model goes on with', () => {
    expect(count({ turns: [turn('user', text('a')), turn('assistant', text('b'))] })).toBe(1 + 10 + 2);
  });

  test('calls and results, whether they share turns or not', () => {
    const apart = [turn('user', text('a')), turn('assistant', call), turn('user', result)];
    const shared = [turn('user', text('a')), turn('assistant', call, call), turn('user', result, result)];
    expect(count({ turns: apart })).toBe(1 + 10 + 1 + (2000 + 1 + 2) + (3000 + 2));
    expect(count({ turns: shared })).toBe(1 + 10 + 1 + 2 * (2000 + 1 + 2) + 2 * (3000 + 2));
  });

  test('tools by their definition, and what teaches their use once', () => {
    expect(count({ tools: [tool] })).toBe(1 + 1000 + 10_000 + 6);
    expect(count({ tools: [tool, tool] })).toBe(1 + 1000 + 20_000 + 12);
    expect(count({ tools: [tool], toolChoice: { kind: 'required' } })).toBe(1 + 1000 + 10_000 + 6 + 100_000);
    expect(count({ tools: [{ ...tool, deferred: true }] })).toBe(1);
  });

  test('tools that the model knows by their type as much as it is known to spend on them', () => {
    const typed: Tool = { ...tool, rest: { type: 'bash_20250124' } };
    const typedTools = [{ type: /^bash_/, tokens: 7 }];
    expect(count({ tools: [typed] }, { typedTools })).toBe(1 + 1000 + 10_000 + 7);
    expect(count({ tools: [typed] })).toBe(1 + 1000 + 10_000 + 6);
    expect(count({ tools: [tool] }, { typedTools })).toBe(1 + 1000 + 10_000 + 6);
  });

  test('tools that may not be used only where they are shown all the same', () => {
    const none: Partial<Conversation> = { tools: [tool], toolChoice: { kind: 'none' } };
    expect(count(none)).toBe(1 + 1000 + 10_000 + 6);
    expect(count(none, { dropsUnusedTools: true })).toBe(1);
  });

  test('a grammar, hosted tools and parts that only their dialect knows', () => {
    const custom: Tool = { kind: 'custom', name: 'patch', description: 'by grammar', format: {}, at };
    expect(count({ tools: [custom] })).toBe(1 + 1000 + 10_000 + 4 + 5000);
    const value = { type: 'x' };
    const native: Part = { kind: 'native', dialect: 'openai-chat', what: 'x', value, at };
    expect(count({ turns: [turn('user', native)] })).toBe(1 + 10 + 1);
  });

  test('thoughts of the turn that still runs, and of others where they are sent on', () => {
    const running = [turn('user', text('a')), turn('assistant', thought, call), turn('user', result)];
    const over = [...running, turn('assistant', text('b')), turn('user', text('c'))];
    const thoughts = (turns: Conversation['turns'], family: Partial<Family> = {}) =>
      count({ turns }, family) - count({ turns }, { ...family, thoughts: 'none' });
    expect(thoughts(running)).toBe(3);
    expect(thoughts(over)).toBe(0);
    expect(thoughts(over, { thoughts: 'all' })).toBe(3);
  });

  test('encrypted thoughts by their length', () => {
    const opaque = { kind: 'openai-encrypted' as const, data: 'x'.repeat(300) };
    const hidden: Part = { kind: 'reasoning', text: [], opaque, at };
    const both: Part = { ...thought, kind: 'reasoning', text: ['a summary'], opaque };
    const turns = (part: Part) => [turn('user', text('a')), turn('assistant', part)];
    expect(count({ turns: turns(hidden) })).toBe(1 + 10 + 1 + 100);
    expect(count({ turns: turns(both) })).toBe(1 + 10 + 1 + 2);
    const state = { from: 100, rate: 0.5, replacesText: true };
    expect(count({ turns: turns(both) }, { state })).toBe(1 + 10 + 1 + 100);
    const details = { kind: 'chat-details' as const, data: 'x'.repeat(300) };
    expect(count({ turns: turns({ ...both, opaque: details }) }, { state })).toBe(1 + 10 + 1 + 2);
    const signed: Part = {
      ...call,
      kind: 'tool-call',
      id: '',
      name: 'f',
      form: 'function',
      input: '',
      opaque,
    };
    expect(count({ turns: turns(signed) })).toBe(1 + 10 + 1 + 2000 + 1 + 100);
  });

  test('media, also those inside results', () => {
    const image: Part = {
      kind: 'media',
      media: 'image',
      source: { kind: 'url', url: 'https://a.example/i.png' },
      at,
    };
    const shown: Part = { ...result, kind: 'tool-result', id: 'c', form: 'function', content: [image], at };
    expect(count({ turns: [turn('user', image)] })).toBe(1 + 10 + 50);
    expect(count({ turns: [turn('user', shown)] })).toBe(1 + 3000 + 50);
  });

  test('documents with their titles, and what teaches to cite them once', () => {
    const document: Part = {
      kind: 'media',
      media: 'document',
      source: { kind: 'text', text: 'a b c' },
      title: 'the title',
      context: 'of it',
      citable: true,
      at,
    };
    expect(count({ turns: [turn('user', document, document)] })).toBe(1 + 10 + 2 * 7 + 7000);
  });

  test('a wished-for schema, where the model is shown it', () => {
    const output = { format: { kind: 'json' as const, schema: { type: 'object' }, description: 'a b' } };
    expect(count({ output })).toBe(1 + 4000 + 3);
    expect(count({ output }, { frame: { ...plain.frame, schema: 'hidden' } })).toBe(1);
    expect(count({ output: { format: { kind: 'json' } } })).toBe(1);
  });

  test('what teaches to think, when thinking is asked for', () => {
    for (const reasoning of [{ adaptive: true }, { budget: 1024 }, { effort: 'low' as const }])
      expect(count({ reasoning })).toBe(1 + 6000);
    for (const reasoning of [{}, { budget: 0 }, { effort: 'none' as const }])
      expect(count({ reasoning })).toBe(1);
  });

  test('more where the vocabulary of the family cuts finer', () => {
    expect(count({ turns: [turn('user', text('a b c d'))] }, { text: 1.5 })).toBe(1 + 10 + 6);
  });
});

describe('the family of a model', () => {
  test.each([
    ['gpt-4o-mini-2024-07-18', '', 'openai-chat'],
    ['openai/gpt-4.1-mini', 'openrouter', 'openai-small'],
    ['gpt-5.4-nano', 'openai', 'openai-mini'],
    ['o3', 'openai', 'openai-reasoning'],
    ['gpt-6.1-sol', 'openai', 'openai-reasoning'],
    ['openai/gpt-oss-120b', 'groq', 'gpt-oss'],
    ['claude-3-5-haiku-latest', 'anthropic', 'claude-haiku-3'],
    ['claude-3-7-sonnet@20250219', 'vertex', 'claude-3'],
    ['claude-sonnet-4-20250514', 'anthropic', 'claude-3'],
    ['claude-opus-4-1', 'anthropic', 'claude-3'],
    ['anthropic/claude-haiku-4.5', 'openrouter', 'claude-4'],
    ['claude-opus-4-6', 'anthropic', 'claude-4'],
    ['claude-opus-4-8', 'anthropic', 'claude-5'],
    ['claude-sonnet-5', 'anthropic', 'claude-5'],
    ['gemini-2.5-flash', 'google', 'gemini'],
    ['google/gemini-2.5-flash', 'my-vertex', 'gemini-vertex'],
    ['gemini-3.5-flash', 'google', 'gemini-3'],
    ['grok-4.3', 'xai', 'grok'],
    ['x-ai/grok-4.1-fast', 'openrouter', 'grok-fast'],
    ['deepseek-v4-flash', 'deepseek', 'deepseek'],
    ['Qwen3-1.7B-Q4_K_M', 'llamacpp', 'qwen'],
    ['Qwen/Qwen3.5-397B-A17B-FP8', 'x', 'qwen-3.5'],
    ['mistral-small-latest', 'mistral', 'mistral-reasoning'],
    ['something-new', 'x', 'other'],
  ])('%s at %s is %s', (model, provider, family) => {
    expect(familyOf(model, provider).name).toBe(family);
  });

  test('names are told once', () => {
    const names = families.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
