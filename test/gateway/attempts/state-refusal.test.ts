import { expect, it } from 'vitest';
import { isStateRefusal } from '../../../src/gateway/attempts/state-refusal.ts';
import type { Failure } from '../../../src/gateway/exchange/failure.ts';

const refused: Failure = { class: 'client', code: 'invalid_request_error', message: '', status: 400 };

it.each([
  'messages.1.content.0: Invalid `signature` in `thinking` block',
  'messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`.',
  'messages.15.content.0: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified. These blocks must remain as they were in the original response.',
  'The encrypted content gAAAAABo… could not be verified. Reason: Encrypted content could not be decrypted or parsed.',
  "Item 'rs_68d0a3fb5f5881a28a' of type 'reasoning' was provided without its required following item.",
  "Item 'msg_68d0a3fb' of type 'message' was provided without its required 'reasoning' item: 'rs_68d0a3fb'.",
  "Item with id 'rs_68d0a3fb' not found. Items are not persisted when `store` is set to false.",
  'Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly.',
  'Unable to submit request because Thought signature is not valid.',
])('is one of state: %s', (message) => {
  expect(isStateRefusal({ ...refused, message })).toBe(true);
});

it('is one of state by its code', () => {
  expect(isStateRefusal({ ...refused, code: 'invalid_encrypted_content' })).toBe(true);
});

it.each([
  'max_tokens must be greater than thinking.budget_tokens',
  "Item with id 'msg_1' not found.",
  'Unsupported parameter: `reasoning.effort`.',
  'messages.3: `tool_use` ids were found without `tool_result` blocks immediately after',
])('is another: %s', (message) => {
  expect(isStateRefusal({ ...refused, message })).toBe(false);
});

it('is none when the provider itself is in trouble', () => {
  const message = 'Invalid `signature` in `thinking` block';
  expect(isStateRefusal({ ...refused, status: 500, message })).toBe(false);
  expect(isStateRefusal({ ...refused, class: 'credential', message })).toBe(false);
});
