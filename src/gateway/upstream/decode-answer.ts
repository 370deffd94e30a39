import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

/** Where decoded bytes go. Exactly one of `end` and `error` is called, last, and neither after `stop()`. */
export interface DecoderSink {
  output(chunk: Buffer): void;
  end(): void;
  /** `message` says what is wrong with the bytes, or that there are too many. */
  error(message: string): void;
}

/** Decodes a compressed answer as it comes. The work is done off the event loop; output follows soon after `push`. */
export interface Decoder {
  push(chunk: Buffer): void;
  /** No more input: what is still inside comes out, then `end`; an answer that is cut off is an `error`. */
  end(): void;
  /** Back-pressure: holds output back, and with it the work; input that was pushed waits. */
  pause(): void;
  resume(): void;
  /** Gives up; the sink is not called any more. */
  stop(): void;
}

/** Decoded bytes that one answer may have: four times the largest request. A gzip bomb grows a thousandfold. */
const mostDecodedBytes = 256 * 1024 * 1024;

type Unpacker = ReturnType<typeof createGunzip>;

/**
 * A decoder for the value of `content-encoding` of an answer that was compressed although identity was asked for:
 * gzip, deflate (with its zlib wrapper or, as some servers send it, without), br, zstd. Undefined for any other.
 * Events of a stream come out as soon as the sender flushed them.
 */
export function createDecoder(
  encoding: string,
  sink: DecoderSink,
  mostBytes = mostDecodedBytes,
): Decoder | undefined {
  const name = encoding.trim().toLowerCase();
  if (name === 'deflate') return deferUntilFirstByte(name, sink, mostBytes);
  const unpacker = unpackerFor(name);
  return unpacker === undefined ? undefined : decoderOn(unpacker, name, sink, mostBytes);
}

function unpackerFor(name: string): Unpacker | undefined {
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip({ flush: constants.Z_SYNC_FLUSH });
    case 'br':
      return createBrotliDecompress({ flush: constants.BROTLI_OPERATION_FLUSH });
    case 'zstd':
      return createZstdDecompress({ flush: constants.ZSTD_e_flush });
    default:
      return undefined;
  }
}

function decoderOn(unpacker: Unpacker, name: string, sink: DecoderSink, mostBytes: number): Decoder {
  let bytes = 0;
  let over = false;
  const finish = (last: () => void): void => {
    if (over) return;
    over = true;
    last();
    unpacker.destroy();
  };
  unpacker.on('data', (chunk: Buffer) => {
    if (over) return;
    bytes += chunk.length;
    if (bytes > mostBytes) finish(() => sink.error(`more than ${mostBytes} bytes after ${name} was decoded`));
    else sink.output(chunk);
  });
  unpacker.on('end', () => finish(() => sink.end()));
  unpacker.on('error', (error) => finish(() => sink.error(`not valid ${name}: ${error.message}`)));
  return {
    push: (chunk) => {
      if (!over) unpacker.write(chunk);
    },
    end: () => {
      if (!over) unpacker.end();
    },
    pause: () => {
      unpacker.pause();
    },
    resume: () => {
      if (!over) unpacker.resume();
    },
    stop: () => finish(() => undefined),
  };
}

/** `deflate` means zlib's format (RFC 9110 §8.4.1.2), whose first byte says 8 in its low bits; some send it raw. */
function deferUntilFirstByte(name: string, sink: DecoderSink, mostBytes: number): Decoder {
  let decoder: Decoder | undefined;
  let paused = false;
  let over = false;
  return {
    push: (chunk) => {
      if (over || chunk.length === 0) return;
      if (decoder === undefined) {
        const wrapped = (chunk.readUInt8(0) & 0x0f) === 8;
        const options = { flush: constants.Z_SYNC_FLUSH };
        decoder = decoderOn(
          wrapped ? createInflate(options) : createInflateRaw(options),
          name,
          sink,
          mostBytes,
        );
        if (paused) decoder.pause();
      }
      decoder.push(chunk);
    },
    end: () => {
      if (decoder !== undefined) decoder.end();
      else if (!over) sink.end();
      over = true;
    },
    pause: () => {
      paused = true;
      decoder?.pause();
    },
    resume: () => {
      paused = false;
      decoder?.resume();
    },
    stop: () => {
      over = true;
      decoder?.stop();
    },
  };
}
