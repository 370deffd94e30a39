import type { Stage } from './stage.ts';

/** One thing a client does, and what must come of it. */
export interface Case {
  /** Unique; words a person filters by. */
  readonly name: string;
  /** Makes no sense when clients talk to the upstream itself. */
  readonly needsGateway?: true;
  /** Throws when it fails. */
  run(stage: Stage): Promise<void>;
}
