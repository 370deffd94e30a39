import type { Effort, ReasoningWish, Ruled } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import { settingAt } from '../setting-place.ts';
import { isThinkingRuled } from '../settings/is-ruled.ts';
import { budgetOf, effortOf, leastBudget } from './effort-steps.ts';
import type { WrittenMessage } from './encode-messages.ts';
import { endsWithBeginning, loopLacksThoughts } from './last-message.ts';
import type { WriteState } from './write-state.ts';

/** How the answer may think, and how long it may be. */
export interface ThinkingPlan {
  /** `thinking` of the body; absent: the model's default. */
  readonly thinking?: Fields;
  /** `output_config.effort`. */
  readonly effort?: string;
  readonly maxTokens: number;
}

/**
 * Length of an answer when neither the client nor the catalog says: every model since Claude 3.5 may write that much.
 * Less cuts off the files that agents write, more is refused by models with a lower limit.
 */
const usualMaxTokens = 8192;

/** `forced`: a tool must be called, which the API allows without thinking only. */
export function planThinking(
  messages: readonly WrittenMessage[],
  forced: boolean,
  state: WriteState,
): ThinkingPlan {
  const maxTokens = writeMaxTokens(state);
  const { reasoning } = state.conversation;
  const plan = writeWish(reasoning, maxTokens, state);
  const { type } = plan.thinking ?? {};
  if (type !== 'enabled' && type !== 'adaptive') return plan;
  const why = hindrance(messages, forced, type, state);
  if (why === undefined) return plan;
  state.losses.add('value', reasoningAt(state), why);
  return { ...plan, maxTokens, thinking: { type: 'disabled' } };
}

function hindrance(
  messages: readonly WrittenMessage[],
  forced: boolean,
  type: 'enabled' | 'adaptive',
  { own }: WriteState,
): string | undefined {
  if (type === 'enabled' && loopLacksThoughts(messages)) {
    return 'No thinking: the calls that are being answered were made without thoughts that the API could check.';
  }
  // What a client of this dialect asks for is right or wrong as it is.
  if (own) return undefined;
  if (forced) return 'No thinking: the API forces no tool on a model that thinks.';
  if (endsWithBeginning(messages)) return 'No thinking: the answer has been begun by the client.';
  return undefined;
}

function writeMaxTokens({ conversation, target, losses }: WriteState): number {
  const { maxTokens, from } = conversation;
  const { outputLimit } = target;
  if (maxTokens === undefined) return outputLimit ?? usualMaxTokens;
  if (outputLimit === undefined || maxTokens <= outputLimit) return maxTokens;
  losses.add('value', settingAt(from, 'maxTokens'), `The model writes ${outputLimit} tokens at most.`);
  return outputLimit;
}

/** Something about thinking was asked that is not its absence. */
function wantsThought({ effort, budget, adaptive }: ReasoningWish): boolean {
  if (effort === 'none' || budget === 0) return false;
  return effort !== undefined || budget !== undefined || adaptive === true;
}

function writeWish(wish: ReasoningWish, maxTokens: number, state: WriteState): ThinkingPlan {
  const off = wish.effort === 'none' || wish.budget === 0;
  switch (state.target.thinking) {
    case 'effort':
      return off ? { thinking: { type: 'disabled' }, maxTokens } : byEffort(wish, maxTokens, state);
    case 'budget':
      if (off) return { thinking: { type: 'disabled' }, maxTokens };
      if (wantsThought(wish)) return byBudget(wish, maxTokens, state);
      loseShow(wish, state);
      return { maxTokens };
    case 'none':
      if (wantsThought(wish)) state.losses.add('value', reasoningAt(state), 'The model does not think.');
      loseShow(wish, state);
      return { maxTokens };
    default:
      if (!state.own) return unknownModel(off, wish, maxTokens, state);
      return state.conversation.ruled === undefined
        ? asItWas(wish, maxTokens, state)
        : ofRule(off, wish, maxTokens, state.conversation.ruled, state);
  }
}

function loseShow({ show }: ReasoningWish, { conversation, losses }: WriteState): void {
  if (show === true)
    losses.add(
      'value',
      settingAt(conversation.from, 'show'),
      'Thoughts are shown of a model that is asked to think.',
    );
}

/**
 * Nothing is said that some model refuses: levels and `adaptive` are errors to models before Claude Opus 4.6, budgets
 * to those after it, and servers of other vendors know one of them or neither. To switch thinking off there is one form.
 */
function unknownModel(off: boolean, wish: ReasoningWish, maxTokens: number, state: WriteState): ThinkingPlan {
  if (off) return { thinking: { type: 'disabled' }, maxTokens };
  loseShow(wish, state);
  if (wantsThought(wish)) {
    state.losses.add(
      'value',
      reasoningAt(state),
      'It is not known how this model is told how much to think.',
    );
  }
  return { maxTokens };
}

/** A client of this dialect, and nothing is known of the model: the client knows. */
function asItWas(wish: ReasoningWish, maxTokens: number, state: WriteState): ThinkingPlan {
  const { effort, budget, adaptive } = wish;
  const level = effort === undefined || effort === 'none' ? {} : { effort };
  if (effort === 'none') return { thinking: { type: 'disabled' }, maxTokens };
  if (budget !== undefined) {
    return {
      thinking: { type: 'enabled', budget_tokens: budget, ...shown(wish, state) },
      ...level,
      maxTokens,
    };
  }
  if (adaptive === true)
    return { thinking: { type: 'adaptive', ...shown(wish, state) }, ...level, maxTokens };
  return { ...level, maxTokens };
}

/**
 * A rule, for a client of this dialect, and nothing is known of the model: the words with which the client itself says
 * how much to think are those that the model is told by. Where it says nothing, the rule cannot be told.
 */
function ofRule(
  off: boolean,
  wish: ReasoningWish,
  maxTokens: number,
  { settings, before }: Ruled,
  state: WriteState,
): ThinkingPlan {
  const isRuled = isThinkingRuled(state.conversation);
  if (!isRuled && settings.maxTokens === undefined) return asItWas(wish, maxTokens, state);
  const { budget, adaptive, effort } = before.reasoning;
  if (!off && budget !== undefined && budget > 0) return byBudget(wish, maxTokens, state);
  if (!isRuled) return asItWas(wish, maxTokens, state);
  const isToldByLevel = adaptive === true || (effort !== undefined && effort !== 'none');
  return !off && isToldByLevel ? byEffort(wish, maxTokens, state) : unknownModel(off, wish, maxTokens, state);
}

function byEffort(wish: ReasoningWish, maxTokens: number, state: WriteState): ThinkingPlan {
  const { effort, budget } = wish;
  const level = effort ?? (budget === undefined || budget < 0 ? undefined : effortOf(budget));
  const word = level === undefined ? {} : { effort: atLeastLow(level, state) };
  if (effort === undefined && budget !== undefined && budget > 0) {
    state.losses.add(
      'value',
      reasoningAt(state),
      `The model thinks by levels: ${level} for ${budget} tokens.`,
    );
  }
  // A level alone is for models that decide themselves whether they think (a client of this dialect says both).
  const isAsked = state.own ? wish.adaptive === true || budget !== undefined : wantsThought(wish);
  if (!isAsked && (state.own || wish.show !== true)) return { ...word, maxTokens };
  return { thinking: { type: 'adaptive', ...shown(wish, state) }, ...word, maxTokens };
}

function atLeastLow(level: Effort, state: WriteState): string {
  if (level !== 'minimal') return level;
  state.losses.add('value', reasoningAt(state), 'The lowest level is low.');
  return 'low';
}

function byBudget(wish: ReasoningWish, wanted: number, state: WriteState): ThinkingPlan {
  const { losses, target } = state;
  const { effort, budget } = wish;
  const asked =
    budget !== undefined && budget > 0
      ? budget
      : budgetOf(effort === undefined || effort === 'none' ? 'medium' : effort);
  let tokens = Math.max(Math.round(asked), leastBudget);
  let maxTokens = wanted;
  if (tokens >= maxTokens) {
    // The budget is part of the answer's length: there is room to add it only where the model's limit is known.
    maxTokens = Math.max(maxTokens, Math.min(target.outputLimit ?? maxTokens, maxTokens + tokens));
    tokens = Math.min(tokens, Math.max(leastBudget, Math.floor(maxTokens * 0.75)));
  }
  if (tokens >= maxTokens) {
    losses.add('value', reasoningAt(state), 'No thinking: the answer may not be long enough for it.');
    return { thinking: { type: 'disabled' }, maxTokens: wanted };
  }
  if (budget !== undefined && budget > 0 && tokens !== budget) {
    losses.add('value', reasoningAt(state), `The model may think for ${tokens} tokens instead of ${budget}.`);
  }
  if (maxTokens !== wanted && state.conversation.maxTokens !== undefined) {
    const at = settingAt(state.conversation.from, 'maxTokens');
    losses.add('value', at, `The answer may have ${maxTokens} tokens, so that there is room to think.`);
  }
  const thinking = { type: 'enabled', budget_tokens: tokens, ...shown(wish, state) };
  return { thinking, maxTokens };
}

/**
 * Whether thoughts are shown. With a budget that is a matter of course, and older models know no such setting; it is
 * said only where the client said it in this dialect.
 */
function shown({ show }: ReasoningWish, { own, target, extras }: WriteState): Fields {
  const word = show === undefined ? {} : { display: show ? 'summarized' : 'omitted' };
  if (own) return { ...word, ...extras.under('/thinking') };
  return target.thinking === 'budget' ? {} : word;
}

function reasoningAt({ conversation }: WriteState): string {
  return settingAt(conversation.from, 'reasoning');
}
