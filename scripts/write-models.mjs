// Writes src/gateway/catalog/snapshot.ts: limits and capabilities of models, without prices.
// Usage: node scripts/write-models.mjs [VERSION of @earendil-works/pi-ai] [--force]
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withPackage } from './fetch-package.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { force: { type: 'boolean' } },
});
const [version = '1.5.2'] = positionals;
const target = new URL('../src/gateway/catalog/snapshot.ts', import.meta.url);

/** Providers that coding tools talk to, with the hosts of their APIs. Regional twins are left out. */
const providers = {
  anthropic: ['api.anthropic.com'],
  openai: ['api.openai.com'],
  'openai-codex': ['chatgpt.com'],
  google: ['generativelanguage.googleapis.com'],
  'google-vertex': ['aiplatform.googleapis.com'],
  'github-copilot': ['api.githubcopilot.com', 'api.individual.githubcopilot.com'],
  'amazon-bedrock': [],
  azure: [],
  openrouter: ['openrouter.ai'],
  'vercel-ai-gateway': ['ai-gateway.vercel.sh'],
  opencode: ['opencode.ai'],
  xai: ['api.x.ai'],
  deepseek: ['api.deepseek.com'],
  mistral: ['api.mistral.ai'],
  groq: ['api.groq.com'],
  cerebras: ['api.cerebras.ai'],
  moonshotai: ['api.moonshot.ai', 'api.moonshot.cn'],
  'kimi-coding': ['api.kimi.com'],
  zai: ['api.z.ai', 'open.bigmodel.cn'],
  minimax: ['api.minimax.io', 'api.minimaxi.com'],
  'qwen-token-plan': ['dashscope.aliyuncs.com', 'dashscope-intl.aliyuncs.com'],
  xiaomi: ['api.xiaomimimo.com'],
  meta: ['api.meta.ai', 'api.llama.com'],
  fireworks: ['api.fireworks.ai'],
  together: ['api.together.xyz', 'api.together.ai'],
  huggingface: ['router.huggingface.co'],
  nvidia: ['integrate.api.nvidia.com'],
  baseten: ['inference.baseten.co'],
};

/** Limits that are known for certain: a source that says otherwise is broken. */
const fixed = {
  'claude-sonnet-4-5': [200000, 64000],
  'gpt-4o': [128000, 16384],
  'gemini-2.5-pro': [1048576, 65536],
};
/** Levels of thinking, from the least. */
const levels = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];
/** The source cuts OpenAI's windows here, because what is longer costs double; Azure's rows have the limit itself. */
const cheapContext = 272_000;
const leastModels = 700;
/** A refresh that changes more than this part of the limits is looked at by a person first. */
const mostChanged = 0.2;

await withPackage('@earendil-works/pi-ai', version, (folder, manifest) => {
  const data = join(folder, 'dist/providers/data');
  const { generatedAt } = JSON.parse(readFileSync(join(data, '.manifest.json'), 'utf8'));
  const modelsOf = (provider) => {
    const groups = JSON.parse(readFileSync(join(data, `${provider}.json`), 'utf8'));
    return Object.values(groups).flatMap((group) => Object.values(group));
  };
  const whole = new Map(modelsOf('azure').map(({ id, contextWindow }) => [id, contextWindow]));
  const lines = Object.entries(providers).flatMap(([provider, hosts]) => {
    const models = modelsOf(provider).filter(({ type }) => type === 'chat');
    const rows = new Map(models.map((model) => [model.id, rowOf(model, whole)]));
    return [[`@${provider}`, ...hosts].join(' '), ...[...rows.values()].sort()];
  });
  check(lines);
  const text = [
    `// Made by scripts/write-models.mjs from @earendil-works/pi-ai ${manifest.version} (MIT; see NOTICE.md), ${generatedAt.slice(0, 10)}.`,
    '',
    '/**',
    ' * `@provider host …`, then its models: name, context, output, what it takes (i images, d documents, a sound, s JSON',
    ' * by a schema; in capitals: certainly not), how it is told to think, at which levels; `-` where it is not known.',
    ' */',
    'export const snapshot = `\\',
    ...lines,
    '`;',
    '',
  ].join('\n');
  writeFileSync(target, text);
  console.log(`${lines.filter((line) => !line.startsWith('@')).length} models, ${text.length} bytes`);
});

function rowOf(model, whole) {
  const { id, provider, contextWindow, maxTokens } = model;
  if (/[\s`\\$]/.test(id)) throw new Error(`${id} cannot be written.`);
  const isCut = contextWindow === cheapContext && ['openai', 'opencode'].includes(provider);
  const context = limit(isCut ? (whole.get(id) ?? contextWindow) : contextWindow);
  const output = isGuess(maxTokens, contextWindow) ? '-' : limit(maxTokens);
  const thinking = thinkingOf(model);
  const efforts = thinking === 'effort' ? effortsOf(model.thinkingLevelMap ?? {}) : [];
  const columns = [id, context, output, takenBy(model) || '-', thinking ?? '-', efforts.join(',') || '-'];
  return columns.join(' ').replace(/(?: -)+$/, '');
}

/** Where the source has no limit of its own it writes a part of the context. */
function isGuess(output, context) {
  return [0.9, 0.8].some((part) => output === Math.floor(context * part));
}

/** 0 and tiny numbers stand for "not known". */
function limit(tokens) {
  return Number.isInteger(tokens) && tokens >= 1024 && tokens <= 20_000_000 ? tokens : '-';
}

/**
 * Images as the source says. What it does not say is added where it is certain: Claude and Gemini take PDF, OpenAI's
 * models that see take it, too; Gemini hears, Claude does not; which of them answer by a schema.
 */
function takenBy({ id, api, provider, input, compat }) {
  const images = input.includes('image');
  const isOpenAi = ['openai', 'azure', 'openai-codex'].includes(provider);
  const isGemini = api.startsWith('google-') && id.startsWith('gemini-');
  const isClaude =
    ['anthropic', 'amazon-bedrock', 'google-vertex'].includes(provider) && id.includes('claude');
  const flags = [images ? 'i' : 'I'];
  if (isGemini || isClaude || (isOpenAi && images)) flags.push('d');
  if (isGemini) flags.push('a');
  if (isClaude) flags.push('A');
  if (isGemini || compat?.supportsStrictTools === true) flags.push('s');
  if (isOpenAi && !/^gpt-(?:3|4$|4-)|^o1-(?:mini|preview)|gpt-4o-2024-05-13/.test(id)) flags.push('s');
  return flags.join('');
}

function thinkingOf({ id, api, reasoning, compat = {}, thinkingLevelMap }) {
  if (!reasoning) return 'none';
  if (compat.forceAdaptiveThinking === true) return 'effort';
  if (api === 'bedrock-converse-stream' && thinkingLevelMap?.max !== undefined) return 'effort';
  if (api === 'anthropic-messages' || api === 'bedrock-converse-stream') {
    return /claude/.test(id) ? 'budget' : undefined;
  }
  if (api.startsWith('google-') && /gemini-2\.5/.test(id)) return 'budget';
  if (api.startsWith('google-')) return thinkingLevelMap === undefined ? undefined : 'effort';
  if (api.includes('responses')) return 'effort';
  if (compat.supportsReasoningEffort === false) return undefined;
  if (compat.supportsReasoningEffort === true || compat.thinkingFormat === 'openrouter') return 'effort';
  return Object.values(thinkingLevelMap ?? {}).some((level) => levels.includes(level)) ? 'effort' : undefined;
}

/** The source's rule: the middle levels are there unless they are ruled out, the others when they are named. */
function effortsOf(map) {
  return levels.filter((level) => {
    const value = map[level === 'none' ? 'off' : level];
    if (value === undefined) return ['low', 'medium', 'high'].includes(level);
    return typeof value === 'string' && value.toLowerCase() === level;
  });
}

function check(lines) {
  const models = lines.filter((line) => !line.startsWith('@')).map((line) => line.split(' '));
  if (models.length < leastModels) throw new Error(`Only ${models.length} models: the source has changed.`);
  for (const [name, limits] of Object.entries(fixed)) {
    const found = models.find(([id]) => id === name);
    if (found?.[1] !== String(limits[0]) || found?.[2] !== String(limits[1])) {
      throw new Error(`${name} has ${found?.slice(1, 3)} instead of ${limits}.`);
    }
  }
  const before = limitsIn(readFileSync(target, { encoding: 'utf8', flag: 'a+' }).split('\n'));
  const now = limitsIn(lines);
  const both = [...now.keys()].filter((key) => before.has(key));
  const changed = both.filter((key) => now.get(key) !== before.get(key));
  for (const key of changed) console.log(`${key}: ${before.get(key)} is now ${now.get(key)}`);
  if (changed.length > both.length * mostChanged && values.force !== true) {
    throw new Error(`${changed.length} of ${both.length} limits changed; --force takes them all the same.`);
  }
}

function limitsIn(lines) {
  const found = new Map();
  let provider = '';
  for (const line of lines) {
    const [name, context, output] = line.split(' ');
    if (line.startsWith('@')) provider = name;
    else if (provider !== '' && output !== undefined)
      found.set(`${provider} ${name}`, `${context}/${output}`);
  }
  return found;
}
