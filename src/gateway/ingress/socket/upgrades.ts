import type { IncomingMessage, Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { WebSocketServer } from 'ws';
import type { Timer } from '../../exchange/ports.ts';
import { mostBodyBytes } from '../read-body.ts';
import { type SocketDeps, SocketSession } from './socket-session.ts';

export interface Upgrades {
  /** Starts to take the upgrades that the server lets through. */
  attach(server: Server | TlsServer): void;
  /** Ends all sockets: the gateway shuts down. */
  close(): void;
}

/** Sockets that are open at one time: each may hold a conversation. */
const mostSockets = 256;

/**
 * The WebSockets of Responses clients. Whether a request becomes one is decided before (`maySwitch`), at the same door
 * as every request.
 */
export function createUpgrades(deps: SocketDeps): Upgrades {
  // Clients negotiate compression only when it is offered, and on loopback it costs more than it saves.
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: mostBodyBytes,
  });
  const sessions = new Set<SocketSession>();
  let impatience: Timer | undefined;
  return {
    attach(server) {
      server.on('upgrade', (request: IncomingMessage, socket, head) => {
        if (sessions.size >= mostSockets) {
          socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
          return;
        }
        sockets.handleUpgrade(request, socket, head, (webSocket) => {
          const session = new SocketSession(deps, webSocket, request);
          sessions.add(session);
          webSocket.on('close', () => {
            sessions.delete(session);
            if (sessions.size === 0) impatience?.cancel();
          });
        });
      });
    },
    close() {
      if (sessions.size === 0) return;
      for (const session of sessions) session.close();
      // Those that do not answer the closing handshake.
      impatience = deps.clock.after(closingMs, () => {
        for (const client of sockets.clients) client.terminate();
      });
    },
  };
}

const closingMs = 500;
