// The Anthropic SDK as programs use it: node anthropic.mjs MODE, with BASE_URL (without /v1) and API_KEY.
import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({ baseURL: process.env.BASE_URL, apiKey: process.env.API_KEY });
const model = process.env.MODEL ?? 'claude-sonnet-5-5';
const request = { model, max_tokens: 100, messages: [{ role: 'user', content: 'Say hello.' }] };

/** A model that thinks says so first. */
const textOf = (answer) => answer.content.find(({ type }) => type === 'text')?.text;

const modes = {
  async create() {
    const answer = await client.messages.create(request);
    return { text: textOf(answer), tokens: answer.usage.input_tokens + answer.usage.output_tokens };
  },
  async stream() {
    let text = '';
    for await (const event of await client.messages.create({ ...request, stream: true })) {
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
    }
    return { text };
  },
  async helper() {
    const answer = await client.messages.stream(request).finalMessage();
    return { text: textOf(answer), tokens: answer.usage.input_tokens + answer.usage.output_tokens };
  },
  async count() {
    const answer = await client.messages.countTokens({ model, messages: request.messages });
    return { tokens: answer.input_tokens };
  },
  async models() {
    const names = [];
    for await (const each of client.models.list()) names.push(each.id);
    return { names };
  },
  async 'one-model'() {
    return { names: [(await client.models.retrieve(model)).id] };
  },
};

console.log(JSON.stringify(await modes[process.argv[2]]()));
