import type { ServerResponse } from 'node:http';
import type { StreamMessage } from '../../control/stream.ts';
import type { Timer } from '../exchange/ports.ts';
import { summaryOf } from '../storage/summary.ts';
import type { Change } from '../tracing/change-ring.ts';
import type { AdminDeps } from './admin-deps.ts';
import { ApiFailure } from './api-error.ts';
import { statusView } from './status.ts';

/** Streams at once; browsers, windows and commands together. */
const mostStreams = 32;
/** Bytes that may wait in one stream; a reader that slow is cut off and comes back with `Last-Event-ID`. */
const mostWaiting = 1024 * 1024;
/** The status is looked at this often and sent when it has changed. */
const statusMs = 1_000;
/** Silence after which a comment goes out: proxies and forwarders close what is quiet for 30 to 60 s. */
const heartbeatMs = 15_000;
/** Milliseconds after which a browser comes back. */
const retryMs = 3_000;

/** The open streams of changes. */
export interface ChangeStreams {
  /**
   * Takes over the response. Throws ApiFailure before anything is sent. `lastId`: the `Last-Event-ID` header. `allowed`
   * says whether the reader's key still opens the stream; it is asked every second, and before anything is told.
   */
  open(response: ServerResponse, lastId: string | undefined, allowed: () => boolean): void;
  /** Ends all streams, and refuses new ones. */
  end(): void;
  readonly size: number;
}

export function createChangeStreams(
  deps: Pick<AdminDeps, 'clock' | 'about' | 'tracer' | 'storage' | 'formerKeys'>,
): ChangeStreams {
  const { clock, tracer } = deps;
  const streams = new Set<() => void>();
  let ended = false;

  function open(response: ServerResponse, lastId: string | undefined, allowed: () => boolean): void {
    if (ended) throw new ApiFailure('draining', 'The gateway is shutting down. Try again in 3 seconds.');
    if (streams.size >= mostStreams) throw tooMany();
    const { instance } = deps.about();
    const start = startOf(lastId, instance, tracer.latest);
    let quiet: Timer | undefined;
    let looking: Timer | undefined;
    let shown = '';

    function write(text: string): boolean {
      response.write(text);
      quiet?.cancel();
      quiet = clock.after(heartbeatMs, () => write(': \n\n'));
      if (response.writableLength <= mostWaiting) return true;
      close();
      response.destroy();
      return false;
    }

    function showStatus(): void {
      if (!allowed()) return finish();
      const text = JSON.stringify(statusView(deps));
      if (text !== shown) {
        shown = text;
        if (!write(message('status', text))) return;
      }
      looking = clock.after(statusMs, showStatus);
    }

    function close(): void {
      stop?.();
      quiet?.cancel();
      looking?.cancel();
      streams.delete(finish);
    }

    function finish(): void {
      close();
      response.end();
    }

    const stop = tracer.subscribe((changes, missed) => {
      if (!allowed()) {
        finish();
        return false;
      }
      const gap = missed > 0 ? message('gap', JSON.stringify({ missed })) : '';
      return write(gap + changes.map((change) => changeText(change, instance)).join(''));
    }, start.seq);
    if (stop === undefined) throw tooMany();
    streams.add(finish);
    response.once('close', close);
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // nginx and its kin hold back what is not a page.
      'x-accel-buffering': 'no',
    });
    // The id lets a reader that is cut off before the first change come back to this place.
    write(`retry: ${retryMs}\nid: ${instance}-${start.seq}\n\n`);
    if (start.unknown) write(message('gap', '{}'));
    showStatus();
  }

  return {
    open,
    end() {
      ended = true;
      for (const finish of [...streams]) finish();
    },
    get size() {
      return streams.size;
    },
  };
}

function tooMany(): ApiFailure {
  return new ApiFailure(
    'too_many_streams',
    `${mostStreams} streams are open already. Close one, or try again later.`,
  );
}

/** Where a stream begins. `unknown`: the id is of an earlier start of the gateway, or of none. */
function startOf(
  lastId: string | undefined,
  instance: string,
  latest: number,
): { readonly seq: number; readonly unknown: boolean } {
  if (lastId === undefined || lastId === '') return { seq: latest, unknown: false };
  const dash = lastId.lastIndexOf('-');
  const seq = /^\d{1,15}$/.test(lastId.slice(dash + 1)) ? Number(lastId.slice(dash + 1)) : Number.NaN;
  if (lastId.slice(0, dash) !== instance || !(seq <= latest)) return { seq: latest, unknown: true };
  return { seq, unknown: false };
}

function changeText(change: Change, instance: string): string {
  const id = `id: ${instance}-${change.seq}\n`;
  return change.kind === 'request'
    ? id + message('request', JSON.stringify(summaryOf(change.record)))
    : id + message('event', JSON.stringify(change.event));
}

/** JSON has no line breaks of its own, so that `data` is one line. */
function message(event: StreamMessage, data: string): string {
  return `event: ${event}\ndata: ${data}\n\n`;
}
