import type { FailureClass } from '../exchange/failure.ts';
import { inRanges, type StatusRanges } from './status-range.ts';

/** What is known of a refusal when its class is decided. */
export interface Evidence {
  /** Undefined for an error inside a stream that names none. */
  readonly status: number | undefined;
  /** `type` and `code` of the body, in lower case, numbers left out. */
  readonly tokens: readonly string[];
  readonly message: string;
  /** The body was no API error: a page of a proxy, plain text, nothing. */
  readonly unreadable: boolean;
}

/** One row: all conditions that are given must hold. The first row that fits decides. */
export interface FailureRow {
  readonly class: FailureClass;
  /** Replaces the upstream's code. */
  readonly code?: string;
  /** An error without a status fits any. */
  readonly status?: StatusRanges;
  /** Any of the upstream's codes or types. */
  readonly tokens?: ReadonlySet<string>;
  readonly message?: RegExp;
  readonly unreadable?: boolean;
  readonly scope?: 'account' | 'model';
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/**
 * Codes come before prose, and prose that may quote a client's text is anchored at the start: a request about "401"
 * or "rate limits" must not look like one. Rows for one status stand before the general ones.
 */
export const failureTable: readonly FailureRow[] = [
  // Context overflow: the client's to solve by compaction; elsewhere it would not fit either.
  {
    class: 'client',
    code: 'context_overflow',
    status: [400, 413, 422, 500],
    tokens:
      words(`context_length_exceeded context_window_exceeded exceed_context_size_error too_many_prompt_tokens
      model_context_window_exceeded context_overflow max_tokens_exceeded prompt_too_long input_too_long`),
  },
  {
    class: 'client',
    code: 'context_overflow',
    status: [400, 413, 422, 500],
    message:
      /prompt is too long|maximum context length|max(?:imum)? (?:model|sequence) length|exceeds?(?: the)? (?:available |model(?:'s)? )?(?:context|max(?:imum)? number of tokens)|context (?:window|length|size)[^.]{0,40}exceed|input (?:is|was) too long for|total length of all messages is too long/i,
  },

  // Capacity, whatever the status says: several vendors report it as 400 or 429.
  {
    class: 'overload',
    tokens: words(`overloaded_error overloaded server_overloaded server_is_overloaded engine_overloaded
      engine_overloaded_error slow_down capacity_exceeded service_unavailable model_overloaded`),
  },
  {
    class: 'overload',
    status: [400, 403, 429],
    message:
      /^(?:[^.:"]{0,60}\b(?:is|are) )?(?:currently |temporarily )*overloaded\b|^[^.:"]{0,80} (?:is|are) (?:currently )?(?:at|over) capacity|^resource exhausted\. please try again later|^(?:server|service) (?:is )?(?:busy|temporarily unavailable)/i,
  },
  // OpenRouter's words for "the provider behind us is limited": the account here is not.
  { class: 'overload', status: [429], message: /^provider returned error|rate-limited upstream/i },
  {
    class: 'overload',
    status: [409, 425],
    tokens: words('aborted lock_timeout'),
  },

  // Credentials. xAI and Google answer a wrong key with 400.
  {
    class: 'credential',
    tokens: words(`invalid_api_key authentication_error invalid_authentication unauthenticated unauthorized
      api_key_invalid api_key_expired token_expired token_invalidated token_revoked account_deactivated
      organization_deactivated invalid_token missing_api_key invalid_issuer`),
  },
  {
    class: 'credential',
    status: [400, 401, 403],
    message:
      /^(?:error: )?(?:the )?(?:incorrect|invalid|missing|no) api[ -]?key|^api[ -]?key (?:not valid|not found|expired|invalid|is (?:invalid|not valid|expired))|^authentication fails|^user location is not supported/i,
  },

  // Quota and money.
  {
    class: 'quota',
    scope: 'account',
    tokens: words(`insufficient_quota billing_not_active billing_hard_limit_reached usage_limit_reached
      usage_limit_exceeded usage_not_included quota_exceeded insufficient_balance insufficient_credits
      payment_required access_terminated credit_balance_too_low billing_error`),
  },
  { class: 'quota', scope: 'account', status: [402] },
  {
    class: 'quota',
    scope: 'account',
    status: [400, 403],
    message:
      /^your credit balance is too low|^insufficient (?:balance|credits?|funds|quota)|^key limit exceeded|used all available credits|monthly spending limit|^you have reached your specified (?:api|workspace) usage limits|^you exceeded your current quota/i,
  },
  { class: 'quota', scope: 'model', status: [413], tokens: words('rate_limit_exceeded') },
  { class: 'quota', status: [429] },
  { class: 'quota', tokens: words('rate_limit_error rate_limit_exceeded rate_limited resource_exhausted') },

  // The model is not there, or not for this account.
  {
    class: 'model-unsupported',
    status: [400, 403, 404, 410, 422],
    tokens: words(`model_not_found deploymentnotfound model_not_supported unsupported_model invalid_model
      model_not_available model_decommissioned model_deprecated model_not_exist model_access_denied unknown_model
      operationnotsupported`),
  },
  {
    class: 'model-unsupported',
    status: [400, 403, 404, 410, 422],
    message:
      /^(?:error: )?(?:the |this )?(?:requested |specified |selected |provided |publisher )*model\b[:\s]*(?:[`'"“][^`'"”]{0,200}[`'"”]|[^\s`'"]{1,200})?,? ?(?:(?:does )?not exist|(?:was |is )?not found|is not (?:supported|available|enabled)(?!\s+(?:with|for|in|when|by))|has been (?:deprecated|decommissioned|retired|removed)|is (?:deprecated|no longer available|no longer supported)|identifier is invalid)/i,
  },
  {
    class: 'model-unsupported',
    status: [400, 403, 404, 410, 422],
    message:
      /^(?:invalid|unknown|unsupported|unrecognized) model(?: name| id)?(?: passed in|[:\s]*[`'"“]|: )|^\S{1,200} is not a valid model\b|^no endpoints found for |^the ['"`][^'"`]{1,200}['"`] model is not supported|^you are not allowed to sample from this model|^models?[/:] ?\S{1,200}(?: is not found|$)|^you do not have access to (?:the )?model/i,
  },
  { class: 'model-unsupported', status: [404], message: /\bmodels?\b|\bdeployment\b/i },
  // A wrong base address, or a server without this endpoint: nobody can be served there in this dialect.
  { class: 'model-unsupported', code: 'endpoint_not_found', status: [404, 405], unreadable: true },
  {
    class: 'model-unsupported',
    code: 'endpoint_not_found',
    status: [404, 405],
    message:
      /^(?:404 )?(?:page |route |url )?not found\.?$|^method not allowed\.?$|^invalid url\b|^cannot (?:post|get) \//i,
  },
  { class: 'model-unsupported', status: [501] },

  // The client's content.
  {
    class: 'client',
    tokens: words(`content_policy_violation content_filter content_filtered data_inspection_failed
      moderation_blocked cyber_policy invalid_prompt prompt_blocked responsible_ai_policy_violation`),
  },
  {
    class: 'client',
    code: 'content_policy',
    status: [403],
    message: /\bmoderation\b|\bflagged\b|content policy/i,
  },

  // What the status alone says.
  { class: 'credential', status: [401] },
  { class: 'transport', code: 'blocked_page', status: [400, 403], unreadable: true },
  { class: 'credential', status: [403] },
  { class: 'transport', code: 'proxy_refused', status: [407, 421, 511] },
  { class: 'transport', code: 'unexpected_redirect', status: [[300, 399]] },
  { class: 'overload', code: 'request_timeout', status: [408, 499] },
  { class: 'overload', status: [424, 425] },
  { class: 'overload', status: [[500, 599]] },
  { class: 'client', status: [[400, 499]] },
];

/** For errors inside a stream, which name no status: the rows above first, then these. */
export const eventTable: readonly FailureRow[] = [
  { class: 'credential', tokens: words('permission_error permission_denied') },
  { class: 'model-unsupported', tokens: words('not_found_error not_found'), message: /\bmodels?\b/i },
  {
    class: 'client',
    tokens: words(`invalid_request_error invalid_request invalid_argument failed_precondition out_of_range
      not_found_error not_found request_too_large bad_request invalid_value previous_response_not_found
      unsupported_value tool_use_failed image_parse_error invalid_image`),
  },
];

/** Whether all conditions of a row hold. */
export function fits(row: FailureRow, evidence: Evidence): boolean {
  const { status, tokens, message } = row;
  if (status !== undefined && !statusFits(status, evidence.status, tokens ?? message)) return false;
  if (tokens !== undefined && !evidence.tokens.some((token) => tokens.has(token))) return false;
  if (message !== undefined && !message.test(evidence.message)) return false;
  return row.unreadable === undefined || row.unreadable === evidence.unreadable;
}

/** Without a status only rows fit that look at codes or prose. */
function statusFits(wanted: StatusRanges, status: number | undefined, other: unknown): boolean {
  return status === undefined ? other !== undefined : inRanges(wanted, status);
}
