import type { RequestField } from '../request-field.ts';
import {
  inAnswer,
  inCalling,
  inCustomCall,
  inLegacy,
  inMessage,
  inPart,
  inResults,
  setting,
} from './schema-example.ts';

const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=', detail: 'low' } };
const audio = { type: 'input_audio', input_audio: { data: 'AAAA', format: 'mp3' } };
const file = { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' } };
const breakpoint = { mode: 'explicit', ttl: '30m' };

/** Fields of `messages`. */
export const messageFields: readonly RequestField[] = [
  setting('messages[].role', 'system, developer, user, assistant, tool, or the old function', {
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
    ],
  }),
  inMessage('content', 'a text, or a list of parts', { role: 'user', content: 'Hello' }),
  inMessage('name', 'tells speakers of one role apart', { role: 'user', content: 'Hello', name: 'ann' }),
  inPart('type', 'text, image_url, input_audio, file; refusal in answers', { type: 'text', text: 'Hello' }),
  inPart('text', 'the text of a text part', { type: 'text', text: 'Hello' }),
  inPart('image_url.url', 'an address or a data URL', image),
  inPart('image_url.detail', 'auto, low, high, original', image),
  inPart('input_audio.data', 'base64', audio),
  inPart('input_audio.format', 'wav or mp3', audio),
  inPart('file.file_data', 'a data URL', file),
  inPart('file.filename', 'wanted together with file_data', file),
  inPart('file.file_id', 'an uploaded file', { type: 'file', file: { file_id: 'file-1' } }),
  inPart('prompt_cache_breakpoint.mode', 'explicit: cache up to this part', {
    type: 'text',
    text: 'Hello',
    prompt_cache_breakpoint: breakpoint,
  }),
  inPart('prompt_cache_breakpoint.ttl', '30m or 12h', {
    type: 'text',
    text: 'Hello',
    prompt_cache_breakpoint: breakpoint,
  }),
  inAnswer('content[].refusal', 'the text of a refusal part', {
    content: [{ type: 'refusal', refusal: 'No.' }],
  }),
  inAnswer('refusal', 'the refusal of an earlier answer', { content: null, refusal: 'No.' }),
  inAnswer('audio.id', 'sound of an earlier answer', { content: null, audio: { id: 'audio_1' } }),
  inCalling('tool_calls[].id', 'the result names it', {}),
  inCalling('tool_calls[].type', 'function or custom', {}),
  inCalling('tool_calls[].function.name', 'the called function', {}),
  inCalling('tool_calls[].function.arguments', 'JSON text as the model wrote it', {
    tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
  }),
  inCustomCall('custom.name', 'the called custom tool'),
  inCustomCall('custom.input', 'free text'),
  inResults('tool_call_id', 'the call that this is the result of'),
  inLegacy('function_call.name', 'old form of tool_calls'),
  inLegacy('function_call.arguments', 'old form of tool_calls'),
];

/** Fields of `messages` that providers other than OpenAI have. */
export const messageExtensions: readonly RequestField[] = [
  inPart('cache_control.type', 'OpenRouter: ephemeral, as with Anthropic', {
    type: 'text',
    text: 'Hello',
    cache_control: { type: 'ephemeral', ttl: '1h' },
  }),
  inPart('cache_control.ttl', 'OpenRouter: 5m or 1h', {
    type: 'text',
    text: 'Hello',
    cache_control: { type: 'ephemeral', ttl: '1h' },
  }),
  inMessage('cache_control.type', 'Vercel: a mark on the whole message', {
    role: 'user',
    content: 'Hello',
    cache_control: { type: 'ephemeral', ttl: '1h' },
  }),
  inPart('video_url.url', 'OpenRouter, Qwen', {
    type: 'video_url',
    video_url: { url: 'https://example.com/a.mp4' },
  }),
  inPart('document_url', 'Mistral', { type: 'document_url', document_url: 'https://example.com/a.pdf' }),
  inAnswer('content[].thinking', 'Mistral: reasoning of an earlier answer', {
    content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] }],
  }),
  inAnswer('reasoning_content', 'DeepSeek, xAI, Z.ai: reasoning of an earlier answer', {
    reasoning_content: 'Hm.',
  }),
  inAnswer('reasoning', 'OpenRouter, Ollama, Groq: the same', { reasoning: 'Hm.' }),
  inAnswer('reasoning_details[].data', 'OpenRouter: its opaque state', {
    reasoning_details: [{ type: 'reasoning.encrypted', data: 'x' }],
  }),
  inAnswer('images[].image_url.url', 'OpenRouter: images of an earlier answer', { images: [image] }),
  inAnswer('extra_content.google.thought_signature', 'Google: signature of an earlier answer', {
    extra_content: { google: { thought_signature: 'x' } },
  }),
  inCalling('tool_calls[].extra_content.google.thought_signature', 'Google: signature of a call', {
    tool_calls: [
      {
        id: 'call_1',
        type: 'function',
        function: { name: 'f', arguments: '{}' },
        extra_content: { google: { thought_signature: 'x' } },
      },
    ],
  }),
  inAnswer('prefix', 'DeepSeek, Mistral: the answer goes on from here', { prefix: true }),
];
