import type { Ability } from '../exchange/abilities.ts';
import type { Dialect } from '../exchange/dialect.ts';
import { hasKeyBytes } from './body-scan.ts';

type Marks = Readonly<Partial<Record<Ability, readonly string[]>>>;

const schemas = ['json_schema'];

const chat: Marks = {
  tools: ['tools', 'functions'],
  images: ['image_url'],
  documents: ['file'],
  audio: ['input_audio'],
  schemas,
  reasoning: ['reasoning_effort', 'reasoning', 'thinking'],
};

/** Keys and values, with their quotes, that a body has when it holds something; in tool results as elsewhere. */
const marks: Readonly<Partial<Record<Dialect, Marks>>> = {
  'openai-chat': chat,
  'openai-responses': {
    tools: ['tools'],
    images: ['input_image'],
    documents: ['input_file'],
    audio: ['input_audio'],
    schemas,
    reasoning: ['reasoning'],
  },
  'anthropic-messages': {
    tools: ['tools'],
    images: ['image'],
    documents: ['document'],
    schemas,
    reasoning: ['thinking'],
  },
  'gemini-generate': {
    tools: ['functionDeclarations', 'function_declarations'],
    schemas: ['responseSchema', 'response_schema', 'responseJsonSchema', 'response_json_schema'],
    reasoning: ['thinkingConfig', 'thinking_config'],
  },
};

/** Gemini's media all stand in the same members: their type tells. */
const types: Readonly<Partial<Record<Ability, readonly Buffer[]>>> = {
  images: [Buffer.from('"image/')],
  documents: [Buffer.from('"application/pdf')],
  audio: [Buffer.from('"audio/')],
};

/**
 * Whether a request's body probably holds what an ability is needed for: native searches, no parse (some 10 µs per
 * 200 KB and word). Quotes inside of texts are escaped, so what people write is not taken for it; a property of a
 * tool that has the same name is, which makes a candidate come later and nothing else.
 */
export function holds(dialect: Dialect, body: Buffer, ability: Ability): boolean {
  if (marks[dialect]?.[ability]?.some((name) => hasKeyBytes(body, name)) === true) return true;
  return dialect === 'gemini-generate' && types[ability]?.some((type) => body.includes(type)) === true;
}
