import type { ServerResponse } from 'node:http';
import type { Answer } from '../attempts/answer.ts';

/** The client's response as the attempts write to it. */
export function responseAnswer(response: ServerResponse): Answer {
  return {
    head(status, headers) {
      if (!response.destroyed) response.writeHead(status, headers);
    },
    flush() {
      if (!response.destroyed) response.flushHeaders();
    },
    write(bytes) {
      return response.destroyed ? true : response.write(bytes);
    },
    end(bytes) {
      if (response.destroyed) return;
      if (bytes === undefined) response.end();
      else response.end(bytes);
    },
  };
}
