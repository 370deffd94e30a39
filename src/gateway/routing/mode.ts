import type { ChosenMode, RoutingAsk, RoutingRule, RoutingView } from './view.ts';

/**
 * The nearest word holds: the request's own, its owner's, the rule's, the config's. The `use` list of a rule without
 * a mode is an order itself, which the request alone may change: undefined.
 */
export function chooseMode(
  view: RoutingView,
  ask: RoutingAsk,
  rule: RoutingRule | undefined,
): ChosenMode | undefined {
  if (ask.mode !== undefined) return { mode: ask.mode, from: 'request' };
  if (rule !== undefined && rule.mode === undefined) return undefined;
  if (ask.ownerMode !== undefined) return { mode: ask.ownerMode, from: 'owner' };
  if (rule?.mode !== undefined) return { mode: rule.mode, from: 'rule' };
  return { mode: view.settings.mode, from: 'config' };
}
