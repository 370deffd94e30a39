import { withoutWays } from './model-key.ts';

/** What vendors hang on a name for one state of the model: dates in their forms, numbers, words for "the newest". */
const state =
  /[-@:](20\d{6}|20\d{2}-\d{2}-\d{2}|\d{2}-20\d{2}|\d{2}-\d{2}|\d{3,4}|v\d+(?::\d+)?|latest|default|preview|exp)$/;
/** Names that stand for whatever the provider chooses. */
const alias = /(?:^|[-/:])(?:latest|auto|default)$/i;
/** A name has at most a date, a number and two words behind it. */
const mostStates = 4;

interface Named {
  /** The words of the name in one order: routers write `claude-4.5-sonnet` for `claude-sonnet-4-5`. */
  readonly words: string;
  /** Dates and numbers of its state; empty when it names none. */
  readonly state: string;
}

/**
 * Whether an answer is from the model that was asked for. Prefixes of providers and regions do not count
 * (`models/x`, `openai/gpt-4o`), nor does a date that only one of both names (`gpt-4o`, `gpt-4o-2024-08-06`). Two
 * dates that differ do. An alias (`gemini-flash-latest`, `openrouter/auto`) is answered by any.
 */
export function isSameModel(asked: string, answered: string): boolean {
  if (asked === answered) return true;
  if (asked.length + answered.length > longestPair) return compare(asked, answered);
  const pair = `${asked}\n${answered}`;
  let same = judged.get(pair);
  if (same === undefined) {
    same = compare(asked, answered);
    if (judged.size >= mostPairs) judged.clear();
    judged.set(pair, same);
  }
  return same;
}

/** What was found, because each answer of a provider that dates its names asks the same again. */
const judged = new Map<string, boolean>();
/** More than are in use at one time; names come from clients and providers, and may be others for ever. */
const mostPairs = 512;
/** Characters of two names that are remembered: one may be as long as a body. */
const longestPair = 400;

function compare(asked: string, answered: string): boolean {
  if (alias.test(asked)) return true;
  const wanted = read(asked);
  const came = read(answered);
  if (wanted.words !== came.words) return false;
  return wanted.state === '' || came.state === '' || wanted.state === came.state;
}

function read(model: string): Named {
  let name = withoutWays(model);
  const states: string[] = [];
  for (let round = 0; round < mostStates; round += 1) {
    const found = state.exec(name)?.[1];
    if (found === undefined) break;
    name = name.slice(0, -found.length - 1);
    if (/^\d/.test(found)) states.unshift(found.replaceAll('-', ''));
  }
  const words = name.split(/[-._]/).toSorted();
  return { words: words.join('-'), state: states.join('-') };
}
