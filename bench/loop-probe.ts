// Loaded into the process under test with `node --import`: notes when a thread's event loop was blocked. Every thread
// has a timer of one millisecond, and of each interval two things are taken off because they are the machine's doing
// and not the program's: time that the loop itself counts as idle (asleep in epoll, and woken late), and time in which
// the thread was ready but had no processor (the second figure of schedstat). When more than the timer's millisecond is
// left, the loop was busy or blocked instead of coming round to its timer: a stall of that length.
import { openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { BroadcastChannel, isMainThread, threadId } from 'node:worker_threads';

/** What one thread saw since the last report. */
export interface ThreadReport {
  readonly thread: number;
  /** File name of the thread's script. */
  readonly script: string;
  readonly milliseconds: number;
  /** Milliseconds each. */
  readonly stalls: readonly number[];
}

const nominalMs = 1;
/** A minute of one stall per tick; more cannot come between two reports of a benchmark. */
const mostStalls = 60_000;

const file = openSync('/proc/thread-self/schedstat', 'r');
const buffer = Buffer.alloc(128);

/** Milliseconds for which this thread was ready to run and had no processor. */
function waitedForCpu(): number {
  const length = readSync(file, buffer, 0, buffer.length, 0);
  return Number(buffer.toString('latin1', 0, length).split(' ')[1]) / 1e6;
}

/** Milliseconds of this thread's life that count for nothing: asleep, or waiting for a processor. */
function notItsOwn(): number {
  return performance.eventLoopUtilization().idle + waitedForCpu();
}

let stalls: number[] = [];
let since = performance.now();
let last = since;
let lastNotOwn = notItsOwn();

setInterval(() => {
  const time = performance.now();
  const notOwn = notItsOwn();
  const stall = time - last - (notOwn - lastNotOwn);
  if (stall > nominalMs && stalls.length < mostStalls) stalls.push(stall);
  last = time;
  lastNotOwn = notOwn;
}, nominalMs).unref();

function report(): ThreadReport {
  const time = performance.now();
  const result: ThreadReport = {
    thread: threadId,
    script: basename(process.argv[1] ?? ''),
    milliseconds: time - since,
    stalls,
  };
  stalls = [];
  since = time;
  return result;
}

const channel = new BroadcastChannel('patchbay-bench-loop-probe');
channel.unref();

if (isMainThread) {
  process.on('message', () => {
    process.send?.(report());
    channel.postMessage('report');
  });
  process.channel?.unref();
  channel.onmessage = (event) => {
    const message: unknown = event.data;
    if (message !== 'report') process.send?.(message);
  };
} else {
  channel.onmessage = (event) => {
    if (event.data === 'report') channel.postMessage(report());
  };
}
