import type { EncodeTarget } from '../codec.ts';
import type { Conversation } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import type { Losses } from '../losses.ts';
import { removeUnsupported } from '../unsupported-fields.ts';
import { EncodeScope, type Writable } from './encode-scope.ts';
import { writeCache, writeMetadata, writeOutput, writeReasoning, writeSampling } from './encode-settings.ts';
import { writeTools } from './encode-tool.ts';
import { writeTurns } from './encode-turns.ts';

/** Writes the body for `/v1/chat/completions`. */
export function encodeChatRequest(conversation: Conversation, target: EncodeTarget, losses: Losses): Fields {
  const scope = new EncodeScope(conversation, target, losses);
  const body: Writable = { model: target.model, messages: writeTurns(scope) };
  writeTools(body, scope);
  writeSampling(body, scope);
  writeReasoning(body, scope);
  writeOutput(body, scope);
  writeCache(body, scope);
  writeMetadata(body, scope);
  if (target.stream) {
    body.stream = true;
    if (target.quirks.streamUsage !== 'never') {
      const options: Writable = { include_usage: true };
      body.stream_options = options;
      scope.place('/stream_options', options);
    }
  }
  scope.finish(body);
  removeUnsupported(body, target.quirks, losses);
  return body;
}
