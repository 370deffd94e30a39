import type { DatabaseSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import type { Answer, Ask, EngineOptions, FromEngine, ToEngine } from '../protocol.ts';
import { StorageError } from '../storage-error.ts';
import { type ClientKeeper, createClientKeeper } from './clients.ts';
import { openDatabase } from './open.ts';
import { createPruner } from './prune.ts';
import { createReader, type Reader } from './read.ts';
import { isDamage, messageOf } from './sqlite-error.ts';
import { createWriter, type Writer } from './write.ts';

interface Engine {
  readonly database: DatabaseSync;
  readonly writer: Writer;
  readonly reader: Reader;
  readonly clients: ClientKeeper;
  readonly prune: (before: number, step: number) => number;
}

/**
 * Runs on the storage thread: opens the database, says `ready` or `refused`, then answers one call after another.
 * When a call finds the file damaged, it is set aside and the call is tried once more on a new one.
 */
export function serveStorage(port: MessagePort, options: EngineOptions): void {
  function send(message: FromEngine): void {
    port.postMessage(message);
  }

  function start(damage?: string): Engine {
    const opened = openDatabase(options.dataDir, () => new Date(), damage);
    if (opened.setAside !== undefined) send({ kind: 'set-aside', file: opened.setAside });
    const { database } = opened;
    return {
      database,
      writer: createWriter(database),
      reader: createReader(database),
      clients: createClientKeeper(database),
      prune: createPruner(database),
    };
  }

  let engine: Engine;
  try {
    engine = start();
  } catch (error) {
    const code = error instanceof StorageError ? error.code : 'open_failed';
    send({ kind: 'refused', code, message: messageOf(error) });
    port.close();
    return;
  }

  function answer(ask: Ask): Answer {
    try {
      return perform(engine, ask);
    } catch (error) {
      if (!isDamage(error)) throw error;
      engine.database.close();
      engine = start(messageOf(error));
      return perform(engine, ask);
    }
  }

  port.on('message', (message: ToEngine) => {
    try {
      send({ kind: 'done', call: message.call, answer: answer(message) });
    } catch (error) {
      send({ kind: 'failed', call: message.call, message: messageOf(error) });
    }
    if (message.of === 'close') port.close();
  });
  send({ kind: 'ready' });
}

function perform(engine: Engine, ask: Ask): Answer {
  switch (ask.of) {
    case 'write':
      return { of: 'write', refused: engine.writer.write(ask.batch).refused };
    case 'requests':
      return { of: 'requests', page: engine.reader.requests(ask.query) };
    case 'request':
      return { of: 'request', record: engine.reader.request(ask.id) };
    case 'events':
      return { of: 'events', page: engine.reader.events(ask.query) };
    case 'tally':
      return { of: 'tally', tally: engine.reader.tally(ask.since) };
    case 'prune':
      return { of: 'prune', deleted: engine.prune(ask.before, ask.step) };
    case 'clients':
      return { of: 'clients', ...engine.clients.load() };
    case 'save-client':
      engine.clients.save(ask.client);
      return { of: 'save-client' };
    case 'remove-client':
      engine.clients.remove(ask.id);
      return { of: 'remove-client' };
    case 'note-uses':
      engine.clients.noteUses(ask.uses);
      return { of: 'note-uses' };
    case 'close':
      engine.database.close();
      return { of: 'close' };
  }
}
