import type { Mutable } from '../../exchange/mutable.ts';
import type { Decoded, RequestFacts } from '../codec.ts';
import type { Conversation, Extra, Metadata, Turn } from '../conversation.ts';
import { type Fields, fieldsOf, isFields, textOf } from '../json-value.ts';
import { readGenerationConfig } from './decode-config.ts';
import { readContents, readSystem } from './decode-contents.ts';
import { readToolConfig, readTools } from './decode-tool.ts';
import { camelFields, keepRest, memberAt, type Reading } from './members.ts';

const known = new Set([
  'contents',
  'systemInstruction',
  'tools',
  'toolConfig',
  'generationConfig',
  'labels',
  'serviceTier',
  'store',
  // Said by the path; some SDKs repeat it.
  'model',
]);

/** A request to generateContent or streamGenerateContent, which the path tells. */
export function decodeRequest(body: Fields, { stream }: RequestFacts): Decoded {
  const members = camelFields(body);
  const { contents } = members;
  const isEmpty = Array.isArray(contents) && contents.length === 0;
  if (isEmpty || !(Array.isArray(contents) || isFields(contents) || typeof contents === 'string'))
    return { ok: false, at: '/contents', detail: 'contents must be a list of contents that is not empty' };
  const extra: Extra[] = [];
  const reading: Reading = { extra };
  keepRest(reading, '', body, members, known);
  const at = (name: string): string => memberAt('', body, name);
  const choice = readToolConfig(members.toolConfig, at('toolConfig'), reading);
  const conversation: Conversation = {
    from: 'gemini-generate',
    turns: [...systemTurns(members, at, reading), ...readContents(contents, at('contents'), reading)],
    tools: readTools(members.tools, at('tools'), reading),
    ...(choice !== undefined && { toolChoice: choice }),
    ...readGenerationConfig(members.generationConfig, at('generationConfig'), reading),
    cache: {},
    metadata: readMetadata(members),
    stream,
    extra,
  };
  return { ok: true, conversation };
}

function systemTurns(members: Fields, at: (name: string) => string, reading: Reading): Turn[] {
  if (members.systemInstruction === undefined) return [];
  const turn = readSystem(members.systemInstruction, at('systemInstruction'), reading);
  return turn === undefined || turn.parts.every((part) => part.kind === 'text' && part.text === '')
    ? []
    : [turn];
}

function readMetadata(members: Fields): Metadata {
  const metadata: Mutable<Metadata> = {};
  const labels = Object.entries(fieldsOf(members.labels) ?? {}).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  if (labels.length > 0) metadata.pairs = Object.fromEntries(labels);
  const serviceTier = textOf(members.serviceTier);
  if (serviceTier !== undefined) metadata.serviceTier = serviceTier;
  if (typeof members.store === 'boolean') metadata.store = members.store;
  return metadata;
}
