import * as vscode from 'vscode';
import { type ControlClient, createControlClient, isObject } from '../control/client.ts';
import type { GatewayHost } from '../gateway-thread/gateway-host.ts';
import { serving } from '../gateway-thread/gateway-state.ts';
import { isProviderList, isStatus, type ProviderFacts, type StatusFacts } from './gateway-facts.ts';

/** Changes come in bursts; a window looks at most this often. */
const lookMs = 500;
/** Without a change, so that times ("in 40 s") stay true. */
const idleMs = 30_000;
/**
 * Milliseconds before a stream that ended is opened again, with some chance, so that windows do not do it at once:
 * doubling while none could be opened, up to the last.
 */
const againMs = 300;
const lastAgainMs = 10_000;

/**
 * What the gateway says of itself: providers and status, kept fresh by its stream of changes. The same for a window
 * that runs the gateway and for one that follows it, since both ask its control API.
 */
export interface GatewayView extends vscode.Disposable {
  readonly providers: readonly ProviderFacts[];
  readonly status: StatusFacts | undefined;
  /** Id of the provider that answered the latest request since this window looks. */
  readonly lastAnsweredBy: string | undefined;
  /** Fired after every look, and when the state of the gateway changes. */
  readonly onDidChange: vscode.Event<void>;
  /** Undefined while no gateway serves this window. */
  control(): ControlClient | undefined;
  /** Looks now. */
  refresh(): Promise<void>;
}

export function createGatewayView(host: GatewayHost, random: () => number): GatewayView {
  const changes = new vscode.EventEmitter<void>();
  let providers: readonly ProviderFacts[] = [];
  let status: StatusFacts | undefined;
  let lastAnsweredBy: string | undefined;
  let client: { readonly url: string; readonly control: ControlClient } | undefined;
  let closeStream: (() => void) | undefined;
  let looking: NodeJS.Timeout | undefined;
  let again: NodeJS.Timeout | undefined;
  let disposed = false;
  let waitMs = againMs;

  function control(): ControlClient | undefined {
    const server = serving(host.state);
    if (server === undefined) return undefined;
    if (client?.url !== server.url) {
      client = { url: server.url, control: createControlClient(server.url, () => host.key()) };
    }
    return client.control;
  }

  async function look(): Promise<void> {
    clearTimeout(looking);
    looking = undefined;
    const asked = control();
    if (asked === undefined) return;
    const [list, now] = await Promise.all([
      asked.get('/providers', isProviderList),
      asked.get('/status', isStatus),
    ]);
    if (disposed || asked !== control()) return;
    // Another window may have rotated the key meanwhile.
    if (!list.ok && list.status === 401) host.key(true);
    if (list.ok) providers = list.value.providers;
    if (now.ok) status = now.value;
    changes.fire();
    if (looking === undefined) looking = setTimeout(() => void look(), idleMs);
  }

  function lookSoon(): void {
    clearTimeout(looking);
    looking = setTimeout(() => void look(), lookMs);
  }

  function follow(): void {
    closeStream?.();
    closeStream = undefined;
    const asked = control();
    if (asked === undefined || disposed) return;
    closeStream = asked.stream({
      opened() {
        waitMs = againMs;
        void look();
      },
      message(event, data) {
        if (
          event === 'request' &&
          isObject(data) &&
          data.outcome === 'ok' &&
          typeof data.provider === 'string'
        ) {
          lastAnsweredBy = data.provider;
        }
        lookSoon();
      },
      ended() {
        closeStream = undefined;
        clearTimeout(again);
        again = setTimeout(() => void retry(), waitMs + random() * waitMs);
        waitMs = Math.min(lastAgainMs, waitMs * 2);
      },
    });
  }

  /** The stream has ended: the gateway has gone, or its key has changed. */
  async function retry(): Promise<void> {
    if (disposed || control() === undefined) return;
    host.key(true);
    const answer = await control()?.get('/status', isStatus);
    if (disposed) return;
    if (answer?.ok === false && answer.status === 0) await host.lost();
    follow();
  }

  let seen: string | undefined;
  const watching = host.onDidChange((state) => {
    const server = serving(state);
    const identity = server === undefined ? undefined : `${server.kind} ${server.url} ${server.key ?? ''}`;
    if (identity !== seen) {
      seen = identity;
      if (server === undefined) {
        providers = [];
        status = undefined;
        lastAnsweredBy = undefined;
      }
      follow();
    }
    changes.fire();
  });

  return {
    get providers() {
      return providers;
    },
    get status() {
      return status;
    },
    get lastAnsweredBy() {
      return lastAnsweredBy;
    },
    onDidChange: changes.event,
    control,
    refresh: look,
    dispose() {
      disposed = true;
      clearTimeout(looking);
      clearTimeout(again);
      closeStream?.();
      watching.dispose();
      changes.dispose();
    },
  };
}
