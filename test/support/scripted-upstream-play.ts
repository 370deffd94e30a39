import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type BrotliCompress,
  constants,
  createBrotliCompress,
  createDeflate,
  createGzip,
  createZstdCompress,
  type Deflate,
  type Gzip,
  type ZstdCompress,
} from 'node:zlib';
import type { ContentCoding, Cuts, Fault } from './scripted-upstream-behaviour.ts';

/** An answer ready to be sent: head, pieces, and what goes wrong on the way. */
export interface Prepared {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly pieces: readonly (string | Buffer)[];
  /** Pieces that take the place of the rest, for the fault `error`. */
  readonly errorPieces: readonly string[];
  readonly fault?: Fault;
  readonly cuts: Cuts;
  readonly paceMs: number;
  readonly coding?: ContentCoding;
  /** Answers without a stream bear a length; streams are chunked. */
  readonly streamed: boolean;
}

/** Waits until the test lets the stalled answers go on, or the client is gone. */
export type Stall = (response: ServerResponse) => Promise<void>;

/** Sends it, with its fault. Resolves when everything is handed to the socket or the client has left. */
export async function play(response: ServerResponse, prepared: Prepared, stall: Stall): Promise<void> {
  const fault = prepared.fault;
  if (fault?.after === 'nothing' && !(await strike(response, fault, stall))) return;
  const whole = await encoded(prepared);
  const length = Buffer.concat(whole).length;
  // No date: the bytes are the same in every run.
  response.sendDate = false;
  response.writeHead(prepared.status, {
    ...prepared.headers,
    ...(prepared.coding === undefined ? {} : { 'content-encoding': prepared.coding }),
    ...(prepared.streamed ? {} : { 'content-length': String(length) }),
  });
  response.flushHeaders();
  const at = faultPlace(prepared, whole.length);
  let offset = 0;
  for (let index = 0; index <= whole.length; index += 1) {
    const piece = whole[index];
    if (fault !== undefined && index === at && !(await strike(response, fault, stall, piece))) return;
    if (piece === undefined) break;
    for (const part of cut(piece, prepared.cuts, offset)) {
      if (response.destroyed) return;
      await write(response, part);
      // Each write in a turn of its own: the receiver sees the cuts.
      if (prepared.paceMs > 0) await pause(prepared.paceMs);
      else await new Promise(setImmediate);
    }
    offset += piece.length;
  }
  response.end();
}

/** Index of the piece before which the fault strikes; -1 when it struck before the head or there is none. */
function faultPlace(prepared: Prepared, count: number): number {
  const after = prepared.fault?.after;
  if (after === undefined || after === 'nothing') return -1;
  // The error's own events were put in place of the rest already: nothing else is to happen.
  if (prepared.fault?.do === 'error') return -1;
  return after === 'everything' ? count : Math.min(after, count);
}

/** True when the answer goes on afterwards. */
async function strike(
  response: ServerResponse,
  fault: Fault,
  stall: Stall,
  next: Buffer = Buffer.alloc(0),
): Promise<boolean> {
  switch (fault.do) {
    case 'stall':
      await stall(response);
      return !response.destroyed;
    case 'hold-open':
      return false;
    case 'end':
      response.end();
      return false;
    case 'cut':
      response.socket?.end();
      return false;
    case 'reset':
      response.socket?.resetAndDestroy();
      return false;
    case 'tear':
      await write(response, Buffer.concat([next.subarray(0, next.length / 2), Buffer.from('\n\n')]));
      response.end();
      return false;
    case 'error':
      return true;
  }
}

/** The pieces as bytes, with the error's events instead of the rest, compressed one flush per piece. */
async function encoded(prepared: Prepared): Promise<Buffer[]> {
  const fault = prepared.fault;
  let pieces = prepared.pieces.map((piece) => Buffer.from(piece));
  if (fault?.do === 'error') {
    const kept =
      typeof fault.after === 'number' ? fault.after : fault.after === 'nothing' ? 0 : pieces.length;
    pieces = [...pieces.slice(0, kept), ...prepared.errorPieces.map((piece) => Buffer.from(piece))];
  }
  return prepared.coding === undefined ? pieces : compressed(pieces, prepared.coding);
}

async function compressed(pieces: readonly Buffer[], coding: ContentCoding): Promise<Buffer[]> {
  const stream = compressor(coding);
  const out: Buffer[] = [];
  let now: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => now.push(chunk));
  for (const piece of pieces) {
    stream.write(piece);
    await new Promise<void>((done) => stream.flush(done));
    await new Promise(setImmediate);
    out.push(Buffer.concat(now));
    now = [];
  }
  const ended = new Promise((done) => stream.once('end', done));
  stream.end();
  await ended;
  out.push(Buffer.concat(now));
  return out.filter((piece) => piece.length > 0);
}

function compressor(coding: ContentCoding): Gzip | Deflate | BrotliCompress | ZstdCompress {
  switch (coding) {
    case 'gzip':
      return createGzip({ flush: constants.Z_SYNC_FLUSH });
    case 'deflate':
      return createDeflate({ flush: constants.Z_SYNC_FLUSH });
    case 'br':
      return createBrotliCompress({ flush: constants.BROTLI_OPERATION_FLUSH });
    case 'zstd':
      return createZstdCompress({ flush: constants.ZSTD_e_flush });
  }
}

/** Cuts one piece, which begins at `offset` of the body. */
export function cut(piece: Buffer, cuts: Cuts, offset: number): Buffer[] {
  if (cuts === 'event') return [piece];
  if (cuts === 'byte' || typeof cuts === 'number') {
    const size = cuts === 'byte' ? 1 : Math.max(1, cuts);
    return Array.from({ length: Math.ceil(piece.length / size) }, (_, at) =>
      piece.subarray(at * size, (at + 1) * size),
    );
  }
  const inside = cuts.map((place) => place - offset).filter((place) => place > 0 && place < piece.length);
  const borders = [0, ...inside.sort((a, b) => a - b), piece.length];
  return borders.slice(1).map((end, at) => piece.subarray(borders[at], end));
}

/** Awaits the kernel, so that a reset afterwards does not overtake these bytes, and a slow reader slows the sender. */
function write(response: ServerResponse, part: Buffer): Promise<void> {
  if (part.length === 0) return Promise.resolve();
  return new Promise((done) => {
    const settle = (): void => {
      response.off('close', settle);
      done();
    };
    response.once('close', settle);
    response.write(part, settle);
  });
}
