import type { FamilyId } from '../environment.ts';

/**
 * How client set-up is cut. A set-up is data: the file of one client and the changes that it offers. A change is pure
 * functions over the file's text; a plan (plan.ts) runs the chosen ones and holds the text before and after, so that a
 * person sees the difference before anything is written; apply.ts and undo.ts alone touch files. Texts are changed by
 * small edits at places that a parser found, and each result is parsed again and compared with what was wanted: bytes
 * that are not ours cannot move, and what an edit did not expect ends in a refusal, never in a damaged file.
 *
 * Everything here is loaded only when somebody sets a client up: import `setups.ts` dynamically.
 */
export interface ClientSetup {
  readonly id: FamilyId;
  /** For people: `Codex CLI`. */
  readonly title: string;
  /** What has to be changed and why, or why nothing has to; one or two sentences for people. */
  readonly summary: string;
  /** Empty when the environment is all that the client needs. */
  readonly changes: readonly SetupChange[];
  /** Where the client reads its config; absent when nothing has to be changed. */
  readonly file?: ConfigFileOf;
}

/**
 * The path of a config in this environment, with this home, by the rules of this platform. It is relative when the
 * user's own variable is; a plan refuses such a path, since it means another file in every folder.
 */
export type ConfigFileOf = (
  env: Readonly<Record<string, string | undefined>>,
  home: string,
  platform: NodeJS.Platform,
) => string;

/** One thing that can be switched on or off by itself. Its functions throw `SetupRefusal` for a text they cannot edit. */
export interface SetupChange {
  /** Fixed, for records: `provider`. */
  readonly id: string;
  /** What it does, for a list with boxes to tick. */
  readonly title: string;
  /** Why somebody would want it, one sentence. */
  readonly why: string;
  readonly isOnByDefault: boolean;
  isApplied(text: string): boolean;
  /** The text with the change; the same text when it is applied already. */
  apply(text: string): string;
  /** `apply`, together with what it replaced and added, which `revert` needs. */
  edit(text: string): EditedText;
  /** The text without the change. Values that somebody changed or removed since stay as they are. */
  revert(text: string, former: Former): string;
}

export interface EditedText {
  readonly text: string;
  readonly former: Former;
}

/** What was there before a change; plain JSON. */
export interface Former {
  readonly values: readonly FormerValue[];
  /** Paths of the tables or objects that the change wrote, outermost first. */
  readonly tables: readonly (readonly string[])[];
}

export interface FormerValue {
  readonly path: readonly string[];
  /** The value as it stood in the text, quotes and all; null when the key was not there. */
  readonly was: string | null;
  /** The value that the change wrote. */
  readonly now: string | boolean;
}
