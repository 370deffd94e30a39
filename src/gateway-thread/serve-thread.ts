import type { MessagePort } from 'node:worker_threads';
import type { AnyAnswer, FromThread, ToThread } from './protocol.ts';
import { type RunningGateway, runGateway } from './run-gateway.ts';

/** Answers the main thread's calls, one after the other: a stop that overtakes its start would stop nothing. */
export function serveThread(port: MessagePort, storageWorkerUrl: URL): void {
  const tell = (message: FromThread): void => port.postMessage(message);
  let running: RunningGateway | undefined;
  let last: Promise<void> = Promise.resolve();

  async function answer(message: ToThread): Promise<AnyAnswer> {
    switch (message.kind) {
      case 'start': {
        if (running !== undefined) throw new Error('it runs already');
        const started = await runGateway(message.content, storageWorkerUrl, tell);
        running = started.running;
        return started.answer;
      }
      case 'apply':
        if (running === undefined) throw new Error('nothing runs');
        return running.apply(message.content);
      case 'close':
        await running?.close(message.content.seconds);
        running = undefined;
        return { kind: 'closed' };
    }
  }

  port.on('message', (message: ToThread) => {
    const { call } = message;
    last = last.then(async () => {
      try {
        tell({ kind: 'answer', call, answer: await answer(message) });
      } catch (error) {
        tell({ kind: 'failed', call, message: error instanceof Error ? error.message : String(error) });
      }
    });
  });
}
