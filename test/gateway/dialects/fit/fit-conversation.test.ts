import { describe, expect, test } from 'vitest';
import type {
  Conversation,
  MediaPart,
  ReasoningPart,
} from '../../../../src/gateway/dialects/conversation.ts';
import { type FitTarget, fitConversation } from '../../../../src/gateway/dialects/fit/fit-conversation.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import type { Opaque } from '../../../../src/gateway/dialects/opaque.ts';
import { call, conversation, plainAbilities, result, said, turn } from './samples.ts';

const origin = { provider: 'p', account: 'main', model: 'm' };
const target: FitTarget = {
  dialect: 'anthropic-messages',
  abilities: plainAbilities,
  origin,
  senses: {},
  withoutState: false,
};

function fitted(given: Partial<Conversation>, more: Partial<FitTarget> = {}) {
  const losses = new Losses();
  const { conversation: done } = fitConversation(conversation(given), { ...target, ...more }, losses);
  return {
    said: done.turns.map(said),
    turns: done.turns,
    losses: losses.list.map(({ code, path }) => [code, path]),
  };
}

describe('system text in the middle', () => {
  test('stays at its place as a marked text of the user, behind the results of calls', () => {
    const { said: words } = fitted({
      turns: [
        turn('system', 'be good'),
        turn('developer', 'and brief'),
        turn('user', 'go'),
        turn('assistant', call('a')),
        turn('system', 'time is short'),
        turn('user', result('a')),
      ],
    });
    expect(words).toEqual([
      'system: be good',
      'developer: and brief',
      'user: go',
      'assistant: call a',
      'user: result a | <system-reminder>\ntime is short\n</system-reminder>',
    ]);
  });

  test('an empty one is no turn', () => {
    expect(fitted({ turns: [turn('user', 'go'), turn('system')] }).said).toEqual(['user: go']);
  });

  test('what is marked already is not marked twice', () => {
    const marked = '<system-reminder>x</system-reminder>';
    expect(fitted({ turns: [turn('user', 'go'), turn('system', marked)] }).said).toEqual([
      `user: go | ${marked}`,
    ]);
  });
});

describe('the beginning of an answer at the end', () => {
  const turns = [turn('user', 'a joke?'), turn('assistant', 'Knock')];

  test('stays where the model goes on from it', () => {
    expect(fitted({ turns })).toMatchObject({ said: ['user: a joke?', 'assistant: Knock'], losses: [] });
  });

  test('is followed by a request to go on where the dialect ends with the user', () => {
    const { said: words, losses } = fitted({ turns }, { abilities: { ...plainAbilities, continues: false } });
    expect(words.slice(0, 2)).toEqual(['user: a joke?', 'assistant: Knock']);
    expect(words[2]).toMatch(/^user: \(Go on/);
    expect(losses).toEqual([['part', '']]);
  });
});

describe('turns that must alternate', () => {
  test('neighbours are joined', () => {
    const turns = [turn('user', 'a'), turn('user', 'b'), turn('assistant', 'c'), turn('assistant', 'd')];
    expect(fitted({ turns }).said).toEqual(['user: a | b', 'assistant: c | d']);
  });

  test('the first is the user’s', () => {
    expect(fitted({ turns: [turn('system', 's'), turn('assistant', 'hello')] }).said).toEqual([
      'system: s',
      'user: (The conversation begins with the assistant.)',
      'assistant: hello',
    ]);
    expect(fitted({ turns: [turn('system', 's')] }).said).toEqual(['system: s', 'user: Begin.']);
  });
});

describe('opaque reasoning state', () => {
  const state = (more: Partial<Opaque>): ReasoningPart => ({
    kind: 'reasoning',
    text: ['thought'],
    opaque: { kind: 'anthropic-signature', data: 'sig', ...more },
    at: '/thought',
  });
  const turns = (part: ReasoningPart) => [
    turn('user', 'go'),
    turn('assistant', part, call('a')),
    turn('user', result('a')),
  ];

  test('goes back to its origin byte for byte', () => {
    const { turns: done, losses } = fitted({ turns: turns(state({ origin })) });
    expect(done[1]?.parts[0]).toEqual(state({ origin }));
    expect(losses).toEqual([]);
  });

  test.each([
    ['another provider', state({ origin: { ...origin, provider: 'q' } })],
    ['another account', state({ origin: { ...origin, account: 'second' } })],
    ['another model', state({ origin: { ...origin, model: 'n' } })],
    ['another vendor’s kind', state({ kind: 'gemini-signature', origin })],
    ['an unknown origin', state({})],
  ])('of %s is left out; the call and its result stay', (_, part) => {
    const { said: words, losses, turns: done } = fitted({ turns: turns(part) });
    expect(words).toEqual(['user: go', 'assistant: reasoning | call a', 'user: result a']);
    expect(done[1]?.parts[0]).not.toHaveProperty('opaque');
    expect(losses).toEqual([['opaque', '/thought']]);
  });

  test('without a tag it is the target’s own when the client speaks its dialect', () => {
    const { losses } = fitted({ from: 'anthropic-messages', turns: turns(state({})) });
    expect(losses).toEqual([]);
  });

  test('a redacted thought that is not the target’s disappears whole', () => {
    const redacted: ReasoningPart = { ...state({ kind: 'anthropic-redacted' }), text: [] };
    expect(fitted({ turns: turns(redacted) }).said[1]).toBe('assistant: call a');
  });

  test('nothing of it is kept for a target that has refused it', () => {
    const { losses } = fitted({ turns: turns(state({ origin })) }, { withoutState: true });
    expect(losses).toEqual([['opaque', '/thought']]);
  });

  test('a call that its client sent unsigned may get a stand-in after a refusal', () => {
    const given: Partial<Conversation> = {
      from: 'gemini-generate',
      turns: [turn('assistant', call('a', 'run', { unsigned: true }))],
    };
    const google: Partial<FitTarget> = { dialect: 'gemini-generate' };
    const { turns: done, losses } = fitted(given, { ...google, withoutState: true });
    expect(done[0]?.parts).toEqual([call('a')]);
    expect(losses).toEqual([]);
    expect(fitted(given, google).turns[0]?.parts[0]).toHaveProperty('unsigned', true);
  });

  test('a mark without state is no loss', () => {
    const { losses } = fitted({ turns: turns(state({ kind: 'none', data: '' })) });
    expect(losses).toEqual([]);
  });
});

describe('media', () => {
  const image = (source: MediaPart['source'], more: Partial<MediaPart> = {}): MediaPart => ({
    kind: 'media',
    media: 'image',
    source,
    at: '/image',
    ...more,
  });
  const png = image({ kind: 'base64', mimeType: 'image/png', data: 'AAAA' });

  test('what the target takes stays', () => {
    expect(fitted({ turns: [turn('user', png)] }).turns[0]?.parts).toEqual([png]);
  });

  test.each([
    [
      'a source that it cannot fetch',
      turn('user', image({ kind: 'url', url: 'https://x.test/a.png' })),
      'https://x.test/a.png',
    ],
    [
      'another provider’s upload',
      turn('user', image({ kind: 'file-id', id: 'f', dialect: 'openai-chat' })),
      '[image',
    ],
  ])('%s becomes a note and a loss', (_, given, words) => {
    const { said: got, losses } = fitted({ turns: [given] });
    expect(got[0]).toContain(words);
    expect(losses).toEqual([['media', '/image']]);
  });

  test('a model without eyes gets a note, never base64 as text', () => {
    const { said: got, losses } = fitted({ turns: [turn('user', png)] }, { senses: { images: false } });
    expect(got[0]).toMatch(/^user: \[image left out/);
    expect(got[0]).not.toContain('AAAA');
    expect(losses).toEqual([['media', '/image']]);
  });

  test('inside a tool result, too', () => {
    const shot = result('a', 'seen', { content: [png] });
    const { turns, losses } = fitted({ turns: [turn('assistant', call('a')), turn('user', shot)] });
    const part = turns.at(-1)?.parts[0];
    expect(part).toMatchObject({ content: [{ kind: 'text', text: expect.stringContaining('left out') }] });
    expect(losses).toEqual([['media', '/image']]);
  });

  test('a document that is text is given as its text, without a loss', () => {
    const data = Buffer.from('# Grüße').toString('base64');
    const file = image(
      { kind: 'base64', mimeType: 'text/markdown', data },
      { media: 'document', filename: 'a.md' },
    );
    const { said: got, losses } = fitted({ turns: [turn('user', file)] });
    expect(got).toEqual(['user: a.md\n\n# Grüße']);
    expect(losses).toEqual([]);
  });
});

describe('ids of calls', () => {
  test('fit, differ, and their results follow', () => {
    const { said: words } = fitted({
      turns: [
        turn('assistant', call('call:1'), call('ok')),
        turn('user', result('call:1'), result('ok')),
        turn('assistant', call('ok')),
        turn('user', result('ok')),
      ],
    });
    const [, first, results, second, last] = words;
    const id = /call (\S+) \| call ok$/.exec(first ?? '')?.[1] ?? '';
    expect(id).toMatch(plainAbilities.callId.pattern);
    expect(results).toBe(`user: result ${id} | result ok`);
    expect([second, last]).toEqual(['assistant: call ok_2', 'user: result ok_2']);
  });
});

describe('parts of other dialects', () => {
  test('what a hosted tool found is told as text; what nobody knows is left out; both are losses', () => {
    const { said: words, losses } = fitted({
      turns: [
        turn('user', 'go'),
        turn(
          'assistant',
          {
            kind: 'hosted',
            tool: 'web-search',
            text: 'cats: x.test',
            dialect: 'openai-responses',
            value: {},
            at: '/h',
          },
          { kind: 'native', dialect: 'openai-responses', what: 'an odd item', value: {}, at: '/n' },
          'so it is',
        ),
      ],
    });
    expect(words).toEqual(['user: go', 'assistant: [web-search] cats: x.test | so it is']);
    expect(losses).toEqual([
      ['hosted', '/h'],
      ['part', '/n'],
    ]);
  });
});

test('what Claude Code says to its vendor alone is said to nobody else', () => {
  const billing = 'x-anthropic-billing-header: cc_version=2.1.329.983; cc_entrypoint=sdk-cli;';
  const turns = [turn('system', billing, 'be good'), turn('user', 'go')];
  const { said: words, losses } = fitted({ from: 'anthropic-messages', turns }, { dialect: 'openai-chat' });
  expect(words).toEqual(['system: be good', 'user: go']);
  expect(losses).toEqual([]);
});

test('a request that stays in its dialect is only freed of foreign state', () => {
  const odd = conversation({
    from: 'anthropic-messages',
    turns: [
      turn('user', 'a'),
      turn('user', 'b'),
      turn('assistant', call('no result')),
      turn('system', 'middle'),
    ],
  });
  expect(fitConversation(odd, target, new Losses()).conversation).toEqual(odd);
});
