import type { Page } from 'playwright-core';

/** The program that VS Code is in one case: a server with a browser, or the desktop program. */
export interface Host {
  readonly kind: 'browser' | 'desktop';
  /** Path of the user's settings.json. */
  readonly settings: string;
  /** Path of the settings.json that wins over the user's or is the user's, and that windows watch. */
  readonly liveSettings: string;
  /** Installs and starts; `env` is the whole environment of the extension host. */
  start(env: Readonly<Record<string, string>>): Promise<void>;
  /** Opens a folder in a window of its own. */
  open(folder: string): Promise<Page>;
  /** Windows that are open. */
  pages(): readonly Page[];
  /** Closes the windows and ends the program; what it keeps stays for the next start. */
  stop(): Promise<void>;
  /** Ends it for good. */
  close(): Promise<void>;
  /** The end of what it wrote to its output. */
  log(): Promise<string>;
}

/** What a host is made from. */
export interface HostPlan {
  /** Folder of its own, which exists. */
  readonly run: string;
  readonly extension: 'product' | 'probe';
}
