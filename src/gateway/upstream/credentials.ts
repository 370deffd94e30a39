import type { AuthForm } from '../exchange/provider.ts';

/** The header (name, value) that carries `key`; none for a provider that takes no key. */
export function authHeaders(form: AuthForm, key: string): string[] {
  switch (form) {
    case 'bearer':
      return ['authorization', `Bearer ${key}`];
    case 'x-api-key':
      return ['x-api-key', key];
    case 'x-goog-api-key':
      return ['x-goog-api-key', key];
    case 'none':
      return [];
  }
}
