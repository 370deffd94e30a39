// Loaded into the gateway's process with `node --import`: profiles its main thread from the message `start` to the
// message `stop`, so that start-up and warm-up, which `--cpu-prof` would hold, are left out. Answers each message; the
// answer to `stop` is the profile.
import { Session } from 'node:inspector/promises';

const session = new Session();
session.connect();

process.on('message', (message) => {
  if (message === 'start') void start();
  if (message === 'stop') void stop();
});
process.channel?.unref();

/** Microseconds between samples: half of V8's default, because what is looked for takes a few microseconds. */
const interval = 500;

async function start(): Promise<void> {
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval });
  await session.post('Profiler.start');
  process.send?.('started');
}

async function stop(): Promise<void> {
  const { profile } = await session.post('Profiler.stop');
  process.send?.(JSON.stringify(profile));
}
