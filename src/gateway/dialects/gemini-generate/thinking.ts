import type { Effort, ReasoningWish } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import { isThinkingRuled } from '../settings/is-ruled.ts';
import { loseSetting, type Writing } from './writing.ts';

/** Google's own table for `reasoning_effort` of its chat endpoint; more than `high` it does not know. */
const budgets: Readonly<Record<Effort, number>> = {
  none: 0,
  minimal: 1024,
  low: 1024,
  medium: 8192,
  high: 24_576,
  xhigh: 24_576,
  max: 24_576,
};

/** The model decides how much. */
const dynamic = -1;

/**
 * `thinkingConfig`: a level for models that are told so, a number of tokens for the others. Where nothing is known of
 * the model it is left out unless the client asked for it, since a model that does not think refuses it.
 */
export function writeThinking(wish: ReasoningWish, writing: Writing): Fields | undefined {
  const { thinking } = writing.target;
  const amount = amountOf(wish, writing);
  const isOff = thinking === 'none' || amount.thinkingBudget === 0;
  const shows = wish.show !== undefined && (writing.isOwn || wish.show);
  const config = { ...amount, ...(shows && !(isOff && wish.show) && { includeThoughts: wish.show }) };
  return Object.keys(config).length === 0 ? undefined : config;
}

function amountOf(wish: ReasoningWish, writing: Writing): Fields {
  const { isOwn, ruled, target } = writing;
  switch (target.thinking) {
    case 'none':
      return noThinking(wish, writing);
    case 'effort':
      return levelOf(wish, writing);
    case 'budget':
      return budgetOf(wish, writing);
  }
  if (!isOwn) return budgetOf(wish, writing);
  if (ruled === undefined || !isThinkingRuled({ ruled })) return asItCame(wish);
  // A rule does not know by which word the model is told. The client's own, where it says one, is the model's.
  const { effort, budget } = ruled.before.reasoning;
  if (effort !== undefined && effort !== 'none') return levelOf(wish, writing);
  return budgetOf(
    wish,
    budget === undefined ? writing : { ...writing, target: { ...target, thinking: 'budget' } },
  );
}

function noThinking(wish: ReasoningWish, writing: Writing): Fields {
  const asksNothing = wish.effort === undefined && wish.budget === undefined && wish.show !== true;
  if (!asksNothing && wish.effort !== 'none')
    loseSetting(writing, 'field', 'reasoning', 'thinking, which this model does not do');
  return {};
}

function asItCame({ effort, budget }: ReasoningWish): Fields {
  if (effort === 'none') return { thinkingBudget: 0 };
  return {
    ...(effort !== undefined && { thinkingLevel: effort.toUpperCase() }),
    ...(budget !== undefined && { thinkingBudget: budget }),
  };
}

function levelOf({ effort, budget }: ReasoningWish, writing: Writing): Fields {
  const { target } = writing;
  const wanted = effort ?? (budget === undefined || budget < 0 ? undefined : levelOfBudget(budget));
  if (wanted === undefined) return {};
  // Pro models know no MINIMAL (Google's table maps it to low for them), and no model of the kind stops thinking.
  const least = /\bpro\b/i.test(target.model) ? 'low' : 'minimal';
  const level = wanted === 'none' || wanted === 'minimal' ? least : aboveHigh(wanted);
  if (level !== wanted) loseSetting(writing, 'value', 'reasoning', `effort ${wanted} became ${level}`);
  return { thinkingLevel: level.toUpperCase() };
}

function levelOfBudget(budget: number): Effort {
  if (budget === 0) return 'none';
  if (budget <= budgets.low) return 'low';
  return budget <= budgets.medium ? 'medium' : 'high';
}

function aboveHigh(effort: Effort): Effort {
  return effort === 'xhigh' || effort === 'max' ? 'high' : effort;
}

function budgetOf({ effort, budget, adaptive }: ReasoningWish, writing: Writing): Fields {
  const { target } = writing;
  if (budget !== undefined) return { thinkingBudget: budget };
  if (effort === 'none' && target.thinking === undefined) {
    loseSetting(writing, 'value', 'reasoning', 'no thinking, of a model of which nothing is known');
    return {};
  }
  if (effort !== undefined) {
    if (aboveHigh(effort) !== effort)
      loseSetting(writing, 'value', 'reasoning', `effort ${effort} became high`);
    return { thinkingBudget: budgets[effort] };
  }
  return adaptive === true && target.thinking === 'budget' ? { thinkingBudget: dynamic } : {};
}
