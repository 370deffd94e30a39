import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { argumentsAsText, textAsArguments } from '../../../../src/gateway/dialects/fit/custom-tools.ts';
import { fitTools } from '../../../../src/gateway/dialects/fit/fit-tools.ts';
import { restoreTools, ToolRestorer } from '../../../../src/gateway/dialects/fit/restore-tools.ts';
import { ToolBook } from '../../../../src/gateway/dialects/fit/tool-book.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import { playReply } from '../../../../src/gateway/dialects/play-reply.ts';
import type { Reply, ReplyEvent } from '../../../../src/gateway/dialects/reply.ts';
import { call, conversation, customTool, functionTool, plainAbilities, turn } from './samples.ts';

const grammar = 'start: "*** Begin Patch" LF hunk+ "*** End Patch"';
const patchTool = customTool('apply_patch', {
  description: 'Edits files.',
  format: { type: 'grammar', syntax: 'lark', definition: grammar },
});

function book(): ToolBook {
  return new ToolBook(plainAbilities.toolName.pattern, plainAbilities.toolName.longest);
}

describe('a custom tool towards a dialect without free text', () => {
  test('is a function with one string argument; its grammar is told in words, and that is a loss', () => {
    const losses = new Losses();
    const fitted = fitTools(conversation({ tools: [patchTool] }), plainAbilities, book(), losses);
    expect(fitted.tools).toEqual([
      {
        kind: 'function',
        name: 'apply_patch',
        description: expect.stringContaining(grammar),
        schema: {
          type: 'object',
          properties: { input: { type: 'string', description: expect.any(String) } },
          required: ['input'],
          additionalProperties: false,
        },
        at: '/tools/apply_patch',
      },
    ]);
    expect(losses.list.map(({ code, path }) => [code, path])).toEqual([['grammar', '/tools/apply_patch']]);
  });

  test('its earlier calls are calls of that function', () => {
    const earlier = call('a', 'apply_patch', { form: 'custom', input: 'line "one"\n' });
    const fitted = fitTools(
      conversation({ tools: [patchTool], turns: [turn('assistant', earlier)] }),
      plainAbilities,
      book(),
      new Losses(),
    );
    expect(fitted.turns[0]?.parts[0]).toMatchObject({
      form: 'function',
      input: '{"input":"line \\"one\\"\\n"}',
    });
  });

  test.each([
    ['as it was asked for', '{"input":"*** Begin Patch\\nx\\n*** End Patch"}'],
    ['under another name', '{"patch":"*** Begin Patch\\nx\\n*** End Patch"}'],
    ['as a bare string', '"*** Begin Patch\\nx\\n*** End Patch"'],
    ['without any JSON', '*** Begin Patch\nx\n*** End Patch\n'],
    ['in a code fence', '{"input":"```diff\\n*** Begin Patch\\nx\\n*** End Patch\\n```"}'],
    ['in a here-document', '{"input":"apply_patch <<\'EOF\'\\n*** Begin Patch\\nx\\n*** End Patch\\nEOF"}'],
  ])('a patch that the model wrote %s comes back as the patch', (_, input) => {
    expect(argumentsAsText(input, grammar)).toBe('*** Begin Patch\nx\n*** End Patch\n');
  });

  test('any text comes back as it went in', () => {
    fc.assert(
      fc.property(fc.string(), (words) => {
        expect(argumentsAsText(textAsArguments(words), undefined)).toBe(words);
      }),
    );
  });

  test('text that happens to be JSON of another shape is left as it is', () => {
    expect(argumentsAsText('{"a":1,"b":2}', undefined)).toBe('{"a":1,"b":2}');
  });

  test('the call in the answer is one of the custom tool again, in a stream and whole', () => {
    const sent = book();
    fitTools(conversation({ tools: [patchTool] }), plainAbilities, sent, new Losses());
    const reply: Reply = {
      blocks: [
        {
          kind: 'call',
          id: 'c1',
          name: 'apply_patch',
          form: 'function',
          input: textAsArguments('free "text"'),
        },
        { kind: 'call', id: 'c2', name: 'other', form: 'function', input: '{"a":1}' },
      ],
      finish: { reason: 'tool-calls' },
    };
    const expected = [
      { kind: 'call', id: 'c1', name: 'apply_patch', form: 'custom', input: 'free "text"' },
      { kind: 'call', id: 'c2', name: 'other', form: 'function', input: '{"a":1}' },
    ];
    expect(restoreTools(reply, sent).blocks).toEqual(expected);
    const events: ReplyEvent[] = [];
    const restorer = new ToolRestorer(sent, (event) => events.push(event));
    playReply(reply, (event) => restorer.take(event));
    const texts = events.flatMap((event) => (event.kind === 'delta' ? [[event.block, event.text]] : []));
    expect(texts).toEqual([
      [0, 'free "text"'],
      [1, '{"a":1}'],
    ]);
    expect(events.find((event) => event.kind === 'open')).toMatchObject({ head: { form: 'custom' } });
  });

  test('pieces of parallel calls that interleave do not mix', () => {
    const sent = book();
    const tools = [patchTool, customTool('exec')];
    fitTools(conversation({ tools }), plainAbilities, sent, new Losses());
    const events: ReplyEvent[] = [];
    const restorer = new ToolRestorer(sent, (event) => events.push(event));
    const open = (block: number, name: string): ReplyEvent => ({
      kind: 'open',
      block,
      head: { kind: 'call', id: `c${block}`, name, form: 'function' },
    });
    for (const event of [
      open(0, 'exec'),
      open(1, 'exec'),
      { kind: 'delta', block: 0, text: '{"input":"fi' },
      { kind: 'delta', block: 1, text: '{"input":' },
      { kind: 'delta', block: 0, text: 'rst"}' },
      { kind: 'close', block: 0 },
      { kind: 'delta', block: 1, text: '"second"}' },
      { kind: 'close', block: 1 },
    ] as const) {
      restorer.take(event);
    }
    expect(events.filter((event) => event.kind === 'delta')).toEqual([
      { kind: 'delta', block: 0, text: 'first' },
      { kind: 'delta', block: 1, text: 'second' },
    ]);
  });
});

describe('names of tools', () => {
  test('a group’s name goes in front where there are no groups, and comes off in the answer', () => {
    const sent = book();
    const tools = [
      functionTool('open', { namespace: 'files', namespaceText: 'About files.' }),
      functionTool('open', {
        namespace: 'doors',
        description: 'Opens a door.',
        namespaceText: 'About doors.',
      }),
      functionTool('open'),
    ];
    const fitted = fitTools(conversation({ tools }), plainAbilities, sent, new Losses());
    expect(fitted.tools).toEqual([
      functionTool('files__open', { description: 'About files.', at: '/tools/open' }),
      functionTool('doors__open', { description: 'Opens a door.\n\nAbout doors.', at: '/tools/open' }),
      functionTool('open'),
    ]);
    expect(sent.declared('doors__open', undefined)).toEqual({
      name: 'open',
      namespace: 'doors',
      form: 'function',
    });
    expect(sent.declared('open', undefined)).toEqual({ name: 'open', form: 'function' });
  });

  test('calls and the choice of earlier turns follow', () => {
    const tools = [functionTool('open', { namespace: 'files' })];
    const turns = [turn('assistant', call('a', 'open', { namespace: 'files' }))];
    const fitted = fitTools(
      conversation({ tools, turns, toolChoice: { kind: 'tool', name: 'open', namespace: 'files' } }),
      plainAbilities,
      book(),
      new Losses(),
    );
    expect(fitted.turns[0]?.parts[0]).toMatchObject({ name: 'files__open' });
    expect(fitted.turns[0]?.parts[0]).not.toHaveProperty('namespace');
    expect(fitted.toolChoice).toEqual({ kind: 'tool', name: 'files__open' });
  });

  test('any names fit, differ, stay the same from turn to turn, and are found again', () => {
    const name = fc.string({ minLength: 1, maxLength: 150 });
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), (names) => {
        const first = book();
        const second = book();
        const sent = names.map((each) => first.add({ name: each, form: 'function' }, false));
        expect(new Set(sent).size).toBe(names.length);
        for (const each of sent) {
          expect(each).toMatch(plainAbilities.toolName.pattern);
          expect(each.length).toBeLessThanOrEqual(plainAbilities.toolName.longest);
        }
        expect(sent.map((each) => first.declared(each, undefined)?.name)).toEqual(names);
        expect(names.map((each) => second.add({ name: each, form: 'function' }, false))).toEqual(sent);
      }),
    );
  });

  test('a name in an answer that nobody declared stays as the model wrote it', () => {
    const reply: Reply = {
      blocks: [{ kind: 'call', id: 'c', name: 'made_up', form: 'function', input: '{}' }],
      finish: { reason: 'tool-calls' },
    };
    expect(restoreTools(reply, book())).toEqual(reply);
  });
});
