import type { TestedAccountView } from '../../control/provider-tests.ts';
import type { Account, SecretRef } from '../exchange/provider.ts';

/** What the advice is about. */
export interface Tried {
  readonly result: TestedAccountView;
  readonly account: Account;
  /** The account was tried with a key. */
  readonly withKey: boolean;
  /** The address that was asked, without secrets. */
  readonly address: string;
}

/** Sentences by code; they come before those by status and class. */
const byCode: Readonly<Record<string, string>> = {
  dns_failed: 'The name in {address} is not known: check the address for a misspelling, and the network.',
  connect_refused:
    'Nobody listens at {address}: check the address and its port, and whether the server runs.',
  tls_failed:
    'The certificate of {address} is not trusted: check the address, or add the authority that signed it to the system’s certificates.',
  proxy_failed:
    'The proxy did not let the call through: check the provider’s "proxy", HTTPS_PROXY and NO_PROXY.',
  proxy_refused:
    'The proxy did not let the call through: check the provider’s "proxy", HTTPS_PROXY and NO_PROXY.',
  timeout: '{address} did not answer in time: check the address and the network, then test again.',
  connect_timeout: '{address} did not answer in time: check the address and the network, then test again.',
  unexpected_redirect: '{address} leads on to another address: write the one that it leads to.',
  blocked_page:
    'Something between here and the provider answered with a page of its own: check the network, the proxy and the address.',
  not_a_list:
    'Something else than the API of a model answers at {address}: check the address, it may lack a part such as /v1.',
  too_large: 'Something else than the API of a model answers at {address}: check the address.',
};

const unreachable = '{address} cannot be reached: check the address, the network and the proxy.';
const refused =
  'The provider refused the key: check that it is whole and still valid, and that it belongs to this provider and not to another account.';
const noPath =
  'There is no list of models at {address}: the address may lack a part of its path, such as /v1, or have it twice.';
const unpaid = 'The provider wants to be paid: look at the balance or the plan of the account.';
const limited =
  'The provider takes no more requests from this account for now: wait a little, then test again.';
const troubled = 'The provider has trouble of its own: test again in a few minutes.';
const unclear = 'The provider refused the question for its models: its message says why.';
const unchecked =
  'The address answers, but it lists its models to anybody, so the key could not be checked; the first request will tell.';
const ownLogin =
  'The address answers; the login is the client’s own, so no key could be checked, and the first request will tell.';

/** What to do after the test of an account; undefined when there is nothing to do. */
export function tryAdvice(tried: Tried): string | undefined {
  const sentence = sentenceFor(tried);
  return sentence?.replace('{address}', () => tried.address);
}

function sentenceFor({ result, account, withKey }: Tried): string | undefined {
  const { failure } = result;
  if (failure === undefined) {
    if (account.passthrough) return ownLogin;
    return withKey && result.checked === 'address' ? unchecked : undefined;
  }
  const { class: kind, code, status = 0 } = failure;
  if (code === 'key_missing') return missingKey(account.key);
  const known = Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  if (known !== undefined) return known;
  if (kind === 'credential') return withKey ? refused : 'The provider wants a key: give the account one.';
  if (kind === 'transport' && status === 0) return unreachable;
  if (status === 404 || status === 405) return noPath;
  if (status === 402) return unpaid;
  if (kind === 'quota') return status === 429 ? limited : unpaid;
  if (kind === 'overload') return troubled;
  return unclear;
}

function missingKey(ref: SecretRef | undefined): string {
  if (ref !== undefined && 'env' in ref) {
    return `Give the key to test with, or set the environment variable ${ref.env} where Patchbay starts.`;
  }
  if (ref !== undefined && 'file' in ref) return `Give the key to test with, or put it into ${ref.file}.`;
  return 'Give the key to test with, or store it under the name that the config says.';
}
