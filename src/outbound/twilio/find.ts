import type twilio from 'twilio';
import { z } from 'zod';
import type { InDoubt, Sending } from '../../ports-outbound.js';
import { reasonOf, sendingOf } from './outcomes.js';

/** Read at most; one number does not get more between a crash and the look-up. */
const NEWEST = 200;
/** How far our clock may be from Twilio's. Twilio counts whole seconds. */
const SKEW_MS = 30_000;
/** What Twilio puts before every text of a trial account. */
const TRIAL = 'Sent from your Twilio trial account - ';
/** Calls whose requests are looked into. */
const EXAMINED = 5;

/**
 * The text that was sent to that number since, known by its body: Twilio shows neither the address for receipts nor anything
 * else of ours. Two texts of the same words to the same person within half a minute cannot be told apart; as they say
 * the same, one of them counts for the other. Dates of sending are not asked for, because a text that still waits has none.
 * When two hundred newer ones stand before it, it counts as not sent: it is repeated rather than lost.
 */
export async function findText(
  client: twilio.Twilio,
  from: string,
  { to, since, text }: InDoubt & { readonly text: string },
): Promise<Sending | undefined> {
  const listed = await client.messages.list({ to, from, limit: NEWEST, pageSize: 50 });
  const found = earliest(
    listed.filter(({ body, dateCreated }) => isSince(dateCreated, since) && (body === text || body === TRIAL + text)),
  );
  return found && sent(found.sid, found.status, found.errorCode);
}

/**
 * The call to that number since. A call shows nothing of ours either, but Twilio lists the requests that it made for it, and
 * those carry the token: so a call that was answered is known for certain. One that nobody answered, or that still rings, made no
 * request for what to say; it is known by its number and time only, and with several such calls within half a minute it is not
 * certain which of them it was.
 */
export async function findCall(
  client: twilio.Twilio,
  from: string,
  { to, since, token }: InDoubt,
): Promise<Sending | undefined> {
  const listed = (await client.calls.list({ to, from, limit: NEWEST, pageSize: 50 })).filter(({ dateCreated }) =>
    isSince(dateCreated, since),
  );
  const examined = await Promise.all(
    listed.slice(0, EXAMINED).map(async (call) => ({ call, tokens: await tokensOf(client, call.sid) })),
  );
  const mine = examined.find(({ tokens }) => tokens.includes(token))?.call;
  const nameless = examined.flatMap(({ call, tokens }) => (tokens.length === 0 ? [call] : []));
  const found = mine ?? earliest([...nameless, ...listed.slice(EXAMINED)]);
  return found && sent(found.sid, found.status);
}

const isSince = (at: Date | null, since: Date): boolean => at !== null && at.getTime() >= since.getTime() - SKEW_MS;

const earliest = <T extends { readonly dateCreated: Date }>(found: readonly T[]): T | undefined =>
  [...found].sort((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime())[0];

const events = z.array(z.object({ request: z.object({ url: z.string() }) }).catch({ request: { url: '' } }));

/** Our tokens in the addresses that Twilio asked for this call; none when it does not say. */
async function tokensOf(client: twilio.Twilio, sid: string): Promise<string[]> {
  try {
    const asked = events.parse(await client.calls(sid).events.list({ limit: 20 }));
    return asked.flatMap(({ request }) => {
      const token = URL.canParse(request.url) ? new URL(request.url).searchParams.get('p') : null;
      return token === null ? [] : [token];
    });
  } catch {
    // Not every account keeps them. The call is then known by its time.
    return [];
  }
}

const DEAD: ReadonlySet<string> = new Set(['failed', 'undelivered', 'canceled']);

/** It was taken then; whether it also arrived is told by its state, because the receipts of that time are lost. */
function sent(ref: string, status: string, code?: number | null): Sending {
  if (!DEAD.has(status)) return { kind: 'sent', ref, lookedUp: true };
  const why = code ? sendingOf(code) : undefined;
  return why ?? { kind: 'retry', error: `Twilio could not deliver it${code ? `: ${reasonOf(code)}` : ''}` };
}
