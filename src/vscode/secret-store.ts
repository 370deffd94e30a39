import type * as vscode from 'vscode';
import { failureMessage } from '../gateway-thread/failure-texts.ts';

/** In front of every id, so that other things of the extension could be kept there, too. */
const prefix = 'secret:';

/**
 * The keys of providers, in the editor's secret storage and nowhere else. An id is what the config names
 * (`{"secret": "openai.main"}`). A key that the system cannot decrypt any more is simply gone: its account then needs
 * a key.
 */
export interface SecretStore {
  /** Every secret by id; what the gateway's thread is given. */
  all(): Promise<Record<string, string>>;
  /** False: it could not be kept, and the user knows why. */
  set(id: string, value: string): Promise<boolean>;
  get(id: string): Promise<string | undefined>;
  remove(id: string): Promise<void>;
  readonly onDidChange: vscode.Event<unknown>;
}

export function createSecretStore(
  storage: vscode.SecretStorage,
  showError: (message: string) => void,
): SecretStore {
  return {
    async all() {
      const keys = (await storage.keys()).filter((key) => key.startsWith(prefix));
      const found = await Promise.all(
        keys.map(async (key) => [key.slice(prefix.length), await storage.get(key)] as const),
      );
      return Object.fromEntries(found.filter((pair): pair is [string, string] => pair[1] !== undefined));
    },
    async set(id, value) {
      try {
        await storage.store(prefix + id, value);
        return true;
      } catch (error) {
        showError(
          failureMessage('secretNotKept', { reason: error instanceof Error ? error.message : String(error) }),
        );
        return false;
      }
    },
    get: async (id) => storage.get(prefix + id),
    remove: async (id) => storage.delete(prefix + id),
    onDidChange: storage.onDidChange,
  };
}
