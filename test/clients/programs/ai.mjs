// The AI SDK as programs use it: node ai.mjs MODE PROVIDER, with BASE_URL (without /v1) and API_KEY.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, isStepCount, streamText, tool } from 'ai';
import { z } from 'zod';

const base = process.env.BASE_URL;
const apiKey = process.env.API_KEY;
const providers = {
  'openai-responses': () => createOpenAI({ baseURL: `${base}/v1`, apiKey }).responses('gpt-5.5'),
  'openai-chat': () => createOpenAI({ baseURL: `${base}/v1`, apiKey }).chat('gpt-5.5'),
  anthropic: () => createAnthropic({ baseURL: `${base}/v1`, apiKey })('claude-sonnet-5-5'),
  google: () => createGoogleGenerativeAI({ baseURL: `${base}/v1beta`, apiKey })('gemini-3.8-flash'),
  compatible: () =>
    createOpenAICompatible({ name: 'gateway', baseURL: `${base}/v1`, apiKey, includeUsage: true })(
      'any-model',
    ),
};
const model = providers[process.argv[3]]();

const bash = tool({
  description: 'Runs a shell command',
  inputSchema: z.object({ command: z.string(), description: z.string().optional() }),
  execute: async ({ command }) => (await promisify(execFile)('/bin/sh', ['-c', command])).stdout,
});

const modes = {
  async generate() {
    const answer = await generateText({ model, prompt: 'Say hello.' });
    return { text: answer.text, tokens: answer.usage.totalTokens };
  },
  async tool() {
    let failure;
    const answer = streamText({
      model,
      prompt: 'Read secret.txt.',
      tools: { bash },
      stopWhen: isStepCount(4),
      onError: ({ error }) => {
        failure = error;
      },
    });
    let text = '';
    for await (const part of answer.textStream) text += part;
    if (failure !== undefined) throw failure;
    return { text, tokens: (await answer.totalUsage).totalTokens };
  },
};

console.log(JSON.stringify(await modes[process.argv[2]]()));
