import type { ToolForm } from '../conversation.ts';
import { type Fields, isFields, parseJson } from '../json-value.ts';

/**
 * The input of a call as the object that this API wants. Text of a model that is no JSON object (a custom tool's free
 * text, a call that broke off) is kept as its member `input`: that is the name under which custom tools are offered as
 * functions.
 */
export function inputObject(form: ToolForm, input: string): Fields {
  if (form === 'custom') return { input };
  if (input.trim() === '') return {};
  const value = parseJson(input);
  return isFields(value) ? value : { input: value ?? input };
}
