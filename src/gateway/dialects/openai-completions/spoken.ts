import type { Losses } from '../losses.ts';
import type { Block, Finish } from '../reply.ts';

/** This dialect knows two ends. */
export function completionFinish({ reason }: Finish): 'stop' | 'length' | 'content_filter' {
  if (reason === 'length' || reason === 'context-full') return 'length';
  return reason === 'content-filter' ? 'content_filter' : 'stop';
}

/** What an answer holds beside text has no place here. */
export function noteUnspoken(kind: Block['kind'], losses: Losses): void {
  if (kind === 'reasoning') losses.add('reasoning-text', 'answer', 'what the model thought');
  else if (kind === 'hosted') losses.add('hosted', 'answer', 'a step of a hosted tool');
  else if (kind === 'media') losses.add('media', 'answer', 'a picture or a sound');
  else if (kind === 'call') losses.add('tool', 'answer', 'a call of a tool');
}
