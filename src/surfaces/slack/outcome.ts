import webApi from '@slack/web-api';
import type { Outcome } from '../../incident/index.js';

/** `shut`: no channel takes anything. */
type Verdict = 'retry' | 'doubt' | 'lost' | 'dead' | 'shut';

/** What Slack's own error codes mean for what is owed. One reason per row; a code that is not here is in doubt. */
const VERDICT: ReadonlyMap<string, Verdict> = new Map(
  Object.entries<Verdict>({
    // The channel cannot be written to until a person changes something.
    channel_not_found: 'dead',
    not_in_channel: 'dead',
    is_archived: 'dead',
    restricted_action: 'dead',
    restricted_action_read_only_channel: 'dead',
    no_permission: 'dead',
    // Nobody is there any more whose chat it could be.
    user_disabled: 'dead',
    user_not_found: 'dead',
    users_not_found: 'dead',
    user_not_visible: 'dead',
    cannot_dm_bot: 'dead',
    // The token cannot be used until a person changes something.
    invalid_auth: 'shut',
    not_authed: 'shut',
    account_inactive: 'shut',
    token_revoked: 'shut',
    token_expired: 'shut',
    missing_scope: 'dead',
    ekm_access_denied: 'shut',
    // The message itself is wrong: sending the same again gives the same answer.
    invalid_blocks: 'dead',
    invalid_blocks_format: 'dead',
    msg_blocks_too_long: 'dead',
    msg_too_long: 'dead',
    no_text: 'dead',
    too_many_attachments: 'dead',
    // The workspace takes no such file.
    blocked_file_type: 'dead',
    posting_to_channel_denied: 'dead',
    storage_limit_reached: 'dead',
    // The message that was to be updated is no longer there to be updated.
    message_not_found: 'lost',
    cant_update_message: 'lost',
    edit_window_closed: 'lost',
    thread_not_found: 'lost',
    // It was not carried out for certain: the request did not arrive whole, or came too soon.
    request_timeout: 'retry',
    ratelimited: 'retry',
    // Slack's own trouble: "it's possible some aspect of the operation succeeded before the error was raised".
    internal_error: 'doubt',
    fatal_error: 'doubt',
    service_unavailable: 'doubt',
  }),
);

/** An error of a Web API call as a named outcome. Texts carry Slack's code, never a token or a body. */
export function outcomeOf(error: unknown): Outcome {
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return { kind: 'retry', error: 'Slack is rate limiting (429)', afterMs: Math.max(1, error.retryAfter) * 1_000 };
  }
  if (error instanceof webApi.WebAPIPlatformError) {
    const code = error.data.error;
    // A proxy's page in place of an answer ends up in here too, whole; nobody knows what was done before it.
    if (!/^[a-z0-9_]{1,80}$/.test(code))
      return { kind: 'retry', error: 'Slack answered something unreadable', inDoubt: true };
    const said = `Slack answered ${code}`;
    const verdict = VERDICT.get(code) ?? 'doubt';
    if (verdict === 'doubt') return { kind: 'retry', error: said, inDoubt: true };
    return verdict === 'shut' ? { kind: 'dead', error: said, everywhere: true } : { kind: verdict, error: said };
  }
  if (error instanceof webApi.WebAPIHTTPError) {
    // A gateway may have passed the message on before it failed.
    return { kind: 'retry', error: `Slack answered HTTP ${error.statusCode}`, inDoubt: error.statusCode >= 500 };
  }
  // What the client throws at a 429 that names no time.
  if (error instanceof Error && error.message.startsWith('Retry header'))
    return { kind: 'retry', error: 'Slack is rate limiting (429)' };
  return { kind: 'retry', error: `Slack could not be reached: ${codeOf(error)}`, inDoubt: true };
}

export const isBadBlocks = (error: unknown): boolean =>
  error instanceof webApi.WebAPIPlatformError && error.data.error === 'invalid_blocks';

/** The innermost code or name (`ECONNREFUSED`, `TimeoutError`); never a text, which could quote what was sent. */
function codeOf(error: unknown): string {
  let known = 'unknown error';
  let inner: unknown = error;
  for (let depth = 0; depth < 5 && inner instanceof Error; depth++) {
    const { code } = inner as { code?: unknown };
    known = typeof code === 'string' ? code : inner.name;
    inner = inner.cause;
  }
  return known;
}
