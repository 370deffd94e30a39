// Google's SDK as programs use it: node genai.mjs MODE, with BASE_URL (without /v1) and API_KEY.
import { GoogleGenAI } from '@google/genai';

const client = new GoogleGenAI({
  apiKey: process.env.API_KEY,
  httpOptions: { baseUrl: process.env.BASE_URL },
});
const model = process.env.MODEL ?? 'gemini-3.8-flash';
const contents = 'Say hello.';

const modes = {
  async generate() {
    const answer = await client.models.generateContent({ model, contents });
    return { text: answer.text, tokens: answer.usageMetadata.totalTokenCount };
  },
  async stream() {
    let text = '';
    let tokens = 0;
    for await (const chunk of await client.models.generateContentStream({ model, contents })) {
      text += chunk.text ?? '';
      tokens = chunk.usageMetadata?.totalTokenCount ?? tokens;
    }
    return { text, tokens };
  },
  async count() {
    return { tokens: (await client.models.countTokens({ model, contents })).totalTokens };
  },
  async embed() {
    const answer = await client.models.embedContent({ model: 'gemini-embedding-001', contents });
    return { vectors: answer.embeddings.map((each) => each.values) };
  },
  async models() {
    const names = [];
    for await (const each of await client.models.list()) names.push(each.name);
    return { names };
  },
  async 'one-model'() {
    return { names: [(await client.models.get({ model })).name] };
  },
};

console.log(JSON.stringify(await modes[process.argv[2]]()));
