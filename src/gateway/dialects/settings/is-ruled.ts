import type { RequestSettings } from '../../exchange/request-settings.ts';
import type { Conversation } from '../conversation.ts';

/** Whether a rule says this setting, and not the client. */
export function isRuled({ ruled }: Pick<Conversation, 'ruled'>, setting: keyof RequestSettings): boolean {
  return ruled?.settings[setting] !== undefined;
}

/** Whether a rule says how much is thought, in either word. */
export function isThinkingRuled(conversation: Pick<Conversation, 'ruled'>): boolean {
  return isRuled(conversation, 'effort') || isRuled(conversation, 'thinkingBudget');
}
