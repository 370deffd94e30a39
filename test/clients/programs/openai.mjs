// The OpenAI SDK as programs use it: node openai.mjs MODE, with BASE_URL (ending in /v1) and API_KEY.
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: process.env.BASE_URL, apiKey: process.env.API_KEY });
const model = process.env.MODEL ?? 'gpt-5.5';
const messages = [{ role: 'user', content: 'Say hello.' }];

const modes = {
  async chat() {
    const answer = await client.chat.completions.create({ model, messages });
    return { text: answer.choices[0].message.content, tokens: answer.usage?.total_tokens };
  },
  async 'chat-stream'() {
    let text = '';
    let withUsage = 0;
    for await (const chunk of await client.chat.completions.create({ model, messages, stream: true })) {
      text += chunk.choices[0].delta.content ?? '';
      if (chunk.usage) withUsage += 1;
    }
    return { text, withUsage };
  },
  async 'chat-helper'() {
    const options = { model, messages, stream_options: { include_usage: true } };
    const answer = await client.chat.completions.stream(options).finalChatCompletion();
    return { text: answer.choices[0].message.content, tokens: answer.usage?.total_tokens };
  },
  async responses() {
    const answer = await client.responses.create({ model, input: 'Say hello.' });
    return { text: answer.output_text, tokens: answer.usage?.total_tokens };
  },
  async 'responses-helper'() {
    const answer = await client.responses.stream({ model, input: 'Say hello.' }).finalResponse();
    return { text: answer.output_text, tokens: answer.usage?.total_tokens };
  },
  async completions() {
    const answer = await client.completions.create({ model, prompt: 'Say hello.' });
    return { text: answer.choices[0].text, tokens: answer.usage?.total_tokens };
  },
  async embeddings() {
    const answer = await client.embeddings.create({ model: 'text-embedding-3-small', input: ['a', 'b'] });
    return { vectors: answer.data.map((each) => Array.from(each.embedding)) };
  },
  async models() {
    const names = [];
    for await (const each of await client.models.list()) names.push(each.id);
    return { names };
  },
  async 'one-model'() {
    return { names: [(await client.models.retrieve(model)).id] };
  },
};

console.log(JSON.stringify(await modes[process.argv[2]]()));
