import { type Changes, type Family, type FamilyBase, familyLike } from './family.ts';
import { claudeImage, geminiImage, patchedImage, squareImage, tiledImage } from './image-tokens.ts';
import type { MediaRates } from './media-tokens.ts';

const openMedia: MediaRates = { image: squareImage(28, 1540), page: 1000, pageText: true, second: 12.5 };

/** A model that nobody described: marks as in ChatML and tools as JSON, as most open models have them. */
const unknown: FamilyBase = {
  text: 1,
  frame: {
    start: 3,
    turn: 4,
    system: 4,
    tools: 20,
    tool: 10,
    forced: 0,
    call: 10,
    result: 8,
    schema: 10,
    grammar: 0,
    thinking: 0,
    citations: 0,
  },
  toolForm: 'json',
  toolText: 1,
  dropsUnusedTools: false,
  thoughts: 'running',
  state: { from: 0, rate: 0, replacesText: false },
  media: openMedia,
  typedTools: [],
};

/** 3 for the beginning of the answer, 4 per turn: OpenAI's cookbook, "How to count tokens with tiktoken". */
const openAi = familyLike(unknown, {
  toolForm: 'typescript',
  frame: { tools: 16, tool: 0, call: 12, result: 10, schema: 3, grammar: 70 },
  state: { from: 600, rate: 0.1, replacesText: true },
  media: { image: tiledImage(85, 170), page: 195, pageText: true, second: 10 },
});
const openAiReasoning = familyLike(openAi, { frame: { start: 2 } });
const smallImages: Changes = { media: { ...openAi.media, image: patchedImage(1.62) } };

/** The prompt that teaches tool use: docs.claude.com, "Tool use", "Pricing", of which a part is the tool's own frame. */
const claude = familyLike(unknown, {
  text: 1.06,
  toolText: 1.13,
  frame: { system: 0, tools: 287, tool: 40, forced: 15, call: 30, result: 20, thinking: 29, citations: 570 },
  state: { from: 300, rate: 0.05, replacesText: false },
  media: { image: claudeImage, page: 1600, pageText: true, second: 10 },
  // The same page; the computer comes with a prompt of its own.
  typedTools: [
    { type: /^computer_/, tokens: 735 + 480 },
    { type: /^bash_/, tokens: 245 },
    { type: /^text_editor_/, tokens: 700 },
  ],
});

const gemini = familyLike(unknown, {
  text: 1.03,
  thoughts: 'all',
  frame: { start: 0, turn: 0, system: 0, tools: 0, tool: 0, call: 4, result: 4, schema: 'hidden' },
  media: { image: geminiImage, page: 258, pageText: false, second: 32 },
});
/** Images and pages: ai.google.dev, "Media resolution", the default. */
const gemini3 = familyLike(gemini, {
  frame: { tool: 10, call: 8, result: 8 },
  state: { from: 0, rate: 0.16, replacesText: false },
  media: { image: () => 1090, page: 560, pageText: false, second: 32 },
});
/** Vertex AI, where OpenRouter serves Gemini from, leaves the JSON of definitions out of its count. */
const vertex = /vertex|openrouter/;
const inWords: Changes = { toolForm: 'words', frame: { tool: 0 } };

const deepseek = familyLike(unknown, { frame: { start: 2, turn: 3, system: 3, tools: 220 } });
const grok = familyLike(unknown, {
  thoughts: 'all',
  state: { from: 0, rate: 0.2, replacesText: true },
  frame: { start: 200, tools: 10, tool: 5 },
});
const qwen = familyLike(unknown, {
  toolText: 1.2,
  thoughts: 'none',
  frame: { turn: 5, system: 5, call: 20 },
});
const mistral = familyLike(unknown, {
  thoughts: 'all',
  toolText: 1.1,
  dropsUnusedTools: true,
  frame: { turn: 3, system: 3, tools: 3, tool: 14 },
  media: { ...openMedia, soundStep: 30 },
});

/**
 * Kinds of models; the first that matches counts. Fitted on recorded answers: few figures, each the size of something
 * that is known to be there (vendors' documentation, published chat templates). What a model makes of them over time
 * is learned while the gateway runs.
 */
export const families: readonly Family[] = [
  // Venice puts a prompt of its own in front of every request.
  of('venice', /^/, familyLike(unknown, { frame: { start: 1010 } }), /venice/),
  // Harmony: the system message with date, effort and channels.
  of('gpt-oss', /gpt-oss/, familyLike(openAi, { frame: { start: 64 } })),
  of('openai-small', /gpt-4\.1-(?:mini|nano)/, familyLike(openAi, smallImages)),
  of('openai-chat', /gpt-(?:3|4)|gpt-5-chat/, openAi),
  of('openai-mini', /gpt-\d.*-(?:mini|nano)|^o4-mini/, familyLike(openAiReasoning, smallImages)),
  of(
    'openai-reasoning',
    /gpt-|^o\d|codex|chat-latest/,
    familyLike(openAiReasoning, { media: { ...openAi.media, image: tiledImage(70, 140) } }),
  ),
  of('claude-haiku-3', /claude-3[.-](?:5-)?haiku/, familyLike(claude, { frame: { tools: 205 } })),
  of('claude-3', /claude-(?:3|2|instant)|claude-(?:opus|sonnet)-4(?:[.-][01])?(?:$|[-@]2)/, claude),
  of(
    'claude-4',
    /claude-(?:(?:opus|sonnet|haiku)-)?4[.-][56]/,
    familyLike(claude, { frame: { tools: 470, forced: 60, schema: 130 } }),
  ),
  // Since Opus 4.7: another vocabulary, which makes up to 1.35 times the tokens.
  of(
    'claude-5',
    /claude/,
    familyLike(claude, { text: 1.35, frame: { start: 8, tools: 328, forced: 150, schema: 130 } }),
  ),
  of('gemini-3-vertex', /gemini-(?:[3-9]|flash-|pro-)/, familyLike(gemini3, inWords), vertex),
  of('gemini-3', /gemini-(?:[3-9]|flash-|pro-)/, gemini3),
  of('gemini-vertex', /gemini/, familyLike(gemini, inWords), vertex),
  of('gemini-2.0', /gemini-(?:1|2\.0)/, familyLike(gemini, inWords)),
  of('gemini', /gemini|gemma/, gemini),
  of('grok-fast', /grok.*(?:fast|code)/, familyLike(grok, { frame: { start: 155, tools: 140 } })),
  of('grok', /grok/, grok),
  of('deepseek-chat', /deepseek-(?:chat|v3)/, deepseek),
  of('deepseek', /deepseek/, familyLike(deepseek, { thoughts: 'all', frame: { tools: 300, call: 25 } })),
  of(
    'llama',
    /llama/,
    familyLike(unknown, { toolText: 1.1, frame: { start: 24, turn: 5, system: 5, tools: 85, tool: 17 } }),
  ),
  of(
    'qwen-3.5',
    /qwen3\.[5-9]|qwen3-coder|qwen[4-9]/,
    familyLike(qwen, { frame: { tools: 212, tool: 44, call: 10 } }),
  ),
  of('qwen', /qwen|qwq/, familyLike(qwen, { frame: { tools: 100, tool: 12 } })),
  of('kimi', /kimi/, familyLike(unknown, { frame: { tools: 25 } })),
  of('glm', /glm/, familyLike(unknown, { frame: { tools: 105 } })),
  // With `[MODEL_SETTINGS]` in front, since they may reason.
  of(
    'mistral-reasoning',
    /mistral-(?:small|medium|large)-(?:latest|26|4)/,
    familyLike(mistral, { frame: { start: 14 } }),
  ),
  of('mistral', /mistral|ministral|magistral|mixtral|pixtral|voxtral|codestral|devstral/, mistral),
  of('minimax', /minimax/, familyLike(unknown, { frame: { start: 36 } })),
  of('sonar', /sonar/, familyLike(unknown, { frame: { start: 0, turn: 0, system: 0, schema: 'hidden' } })),
  of('other', /^/, unknown),
];

function of(name: string, models: RegExp, base: FamilyBase, provider?: RegExp): Family {
  return { ...base, name, models, ...(provider !== undefined && { provider }) };
}

/** `provider`: its id; some count differently from the vendor whose model they serve. */
export function familyOf(model: string, provider = ''): Family {
  const name = model.toLowerCase().replace(/^.*\//, '');
  const place = provider.toLowerCase();
  const found = families.find((each) => each.models.test(name) && each.provider?.test(place) !== false);
  return found ?? of('other', /^/, unknown);
}
