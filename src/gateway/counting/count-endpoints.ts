import type { Dialect } from '../exchange/dialect.ts';
import type { Vendor } from '../exchange/provider.ts';

/**
 * Whether a vendor answers requests to count in one of its dialects: Anthropic `POST /v1/messages/count_tokens`, Google
 * `POST /v1beta/models/{model}:countTokens`, OpenAI `POST /v1/responses/input_tokens`. Others that speak these dialects
 * answer 404, or count something else.
 */
export function countsTokens(vendor: Vendor, dialect: Dialect): boolean {
  switch (vendor) {
    case 'anthropic':
      return dialect === 'anthropic-messages';
    case 'google':
      return dialect === 'gemini-generate';
    case 'openai':
      return dialect === 'openai-responses';
    case 'other':
      return false;
  }
}
