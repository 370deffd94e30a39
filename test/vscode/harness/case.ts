import type { Stage } from './stage.ts';

/** One thing that the extension does for a person, in a VS Code of its own. */
export interface Case {
  /** Unique; words a person filters by. */
  readonly name: string;
  /** What is installed; default: the product. `probe` is the harness's own. */
  readonly extension?: 'product' | 'probe';
  /** Why it cannot run in a desktop VS Code that is started for tests; it is skipped there and says so. */
  readonly browserOnly?: string;
  /** Throws when it fails. */
  run(stage: Stage): Promise<void>;
}
