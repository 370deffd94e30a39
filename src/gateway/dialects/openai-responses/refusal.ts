import type { Finish, TextBlock } from '../reply.ts';

/** Another dialect says that the model declined by the reason alone; here it is a part of the answer. */
export function needsRefusal(finish: Finish, hasRefusal: boolean): boolean {
  return finish.reason === 'refusal' && !hasRefusal;
}

export function declined(finish: Finish): TextBlock {
  return { kind: 'text', refusal: true, text: finish.detail ?? 'The model declined to answer.' };
}
