import type { ChatPostMessageArguments, WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Card } from '../../../cards/card.js';
import { clip } from '../../../cards/card.js';
import type { Destination, Outcome } from '../../incident/index.js';
import type { ChatSurface } from '../../ports.js';
import { channelsOf } from './alone.js';
import { SLACK_LIMITS } from './limits.js';
import { isBadBlocks, outcomeOf } from './outcome.js';
import type { SlackMessage } from './render.js';
import { escapeMrkdwn, renderCard, versionIn } from './render.js';

/** What a message of ours is, so that it is found again. Its payload carries the token. */
const EVENT = { card: 'tocsin_card', storm: 'tocsin_storm', bulletin: 'tocsin_bulletin', line: 'tocsin_line' } as const;
const EVENTS: readonly unknown[] = Object.values(EVENT);
const PAGES = 5;
/** How far our clock may be from Slack's for a channel in which more than one page was said meanwhile. */
const SKEW_MS = 60_000;
/** A channel that could not be read is read again after so long, when Slack does not say. */
const UNSEEN_MS = { retry: 60_000, dead: 600_000 } as const;
/** Pictures that Slack could not fetch. */
const REMEMBERED = 500;

const history = z.object({
  messages: z
    .array(
      z.object({
        ts: z.string(),
        // Other apps put their own things here, so nothing is taken for granted.
        metadata: z
          .object({
            event_type: z.unknown(),
            event_payload: z.object({ token: z.unknown(), version: z.unknown() }).partial().catch({}),
          })
          .partial()
          .catch({}),
        blocks: z.array(z.object({ block_id: z.string() }).partial().catch({})).catch([]),
      }),
    )
    .default([]),
  response_metadata: z.object({ next_cursor: z.string() }).partial().optional(),
});

/** What is said in a thread. */
interface Line {
  readonly thread_ts: string;
  readonly reply_broadcast?: true;
  readonly text: string;
  readonly metadata: { readonly event_type: string; readonly event_payload: { readonly token: string } };
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

type Said = z.output<typeof history>['messages'][number];

/** Slack as delivery sees it. `client` is the background one: it neither retries nor queues by itself. */
export function slackSurface(client: WebClient): ChatSurface<Card> {
  const unfetchable = new Set<string>();
  const channelOf = channelsOf(client);

  return {
    name: 'slack',

    async post(to, card, token, calls = []) {
      const mention = to.mention === 'none' ? {} : { mention: to.mention };
      return await withPictures(card, async (pictures) => {
        const message = renderCard(card, { ...mention, calls, pictures });
        const metadata =
          card.about === undefined
            ? { event_type: EVENT[card.topic ?? 'storm'], event_payload: { token } }
            : { event_type: EVENT.card, event_payload: { token, incident: card.about } };
        return await client.chat.postMessage({
          channel: await channelOf(to),
          ...message,
          metadata,
          unfurl_links: false,
          unfurl_media: false,
        });
      });
    },

    async update(to, ref, card) {
      return await withPictures(
        card,
        async (pictures) =>
          await client.chat.update({
            channel: await channelOf(to),
            ts: ref,
            ...quiet(renderCard(card, { pictures })),
          }),
      );
    },

    async retract(to, ref) {
      try {
        await client.chat.delete({ channel: await channelOf(to), ts: ref });
        return { kind: 'delivered', ref };
      } catch (error) {
        const outcome = outcomeOf(error);
        return outcome.kind === 'lost' ? { kind: 'delivered', ref } : outcome;
      }
    },

    async reply(to, ref, lines, token) {
      const text = lines.map((line) => escapeMrkdwn(clip(line, 600))).join('\n');
      return await say(to, {
        thread_ts: ref,
        text: clip(text, SLACK_LIMITS.messageTotal),
        metadata: { event_type: EVENT.line, event_payload: { token } },
        unfurl_links: false,
        unfurl_media: false,
      });
    },

    async call(to, ref, line, token, calls) {
      const named = calls?.map((id) => `<@${id}> `).join('');
      const mention = named ?? (to.mention === 'none' ? '' : `<!${to.mention}> `);
      return await say(to, {
        thread_ts: ref,
        reply_broadcast: true,
        text: mention + escapeMrkdwn(clip(line, 600)),
        metadata: { event_type: EVENT.line, event_payload: { token } },
        unfurl_links: false,
        unfurl_media: false,
      });
    },

    async audit(to, refs) {
      try {
        return { kind: 'seen', shown: await audit(to, refs) };
      } catch (error) {
        const outcome = outcomeOf(error);
        const afterMs = outcome.kind === 'retry' ? (outcome.afterMs ?? UNSEEN_MS.retry) : UNSEEN_MS.dead;
        return { kind: 'unseen', error: 'error' in outcome ? outcome.error : outcome.kind, afterMs };
      }
    },

    async find(to, token, since, under) {
      try {
        return await find(to, token, since, under);
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };

  /** Pages of the channel, newest first, back to `oldest`; `complete` when that was reached. */
  async function read(to: Destination, oldest: string): Promise<{ messages: Said[]; complete: boolean }> {
    const said: Said[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < PAGES; page++) {
      const answer = await client.conversations.history({
        channel: await channelOf(to),
        oldest,
        inclusive: true,
        include_all_metadata: true,
        limit: 200,
        ...(cursor ? { cursor } : {}),
      });
      const { messages, response_metadata } = history.parse(answer);
      said.push(...messages);
      cursor = response_metadata?.next_cursor;
      if (!cursor) return { messages: said, complete: true };
    }
    return { messages: said, complete: false };
  }

  async function audit(to: Destination, refs: readonly string[]): Promise<Map<string, number | 'gone'>> {
    const oldest = Math.min(...refs.map(Number));
    if (!Number.isFinite(oldest)) return new Map();
    const { messages, complete } = await read(to, oldest.toFixed(6));
    const shown = new Map(messages.map(({ ts, blocks }) => [ts, versionIn(blocks.map(({ block_id }) => block_id))]));
    const reached = complete ? 0 : Math.min(...messages.map(({ ts }) => Number(ts)));
    const sure = refs.filter((ref) => shown.has(ref) || Number(ref) > reached);
    return new Map(sure.map((ref) => [ref, shown.get(ref) ?? 'gone']));
  }

  async function say(to: Destination, message: Line): Promise<Outcome> {
    try {
      const { ts } = await client.chat.postMessage({
        channel: await channelOf(to),
        ...message,
      } as ChatPostMessageArguments);
      return { kind: 'delivered', ref: ts ?? '' };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  /**
   * Slack fetches pictures while it takes the message; one that it cannot fetch must not cost the card. It is
   * remembered, because the second try of a post may meet the limit of one a second, and the third must not begin
   * with the picture again.
   */
  async function withPictures(card: Card, send: (pictures: boolean) => Promise<{ ts?: string }>): Promise<Outcome> {
    const pictures = card.elements.flatMap((element) => (element.kind === 'image' ? [element.url] : []));
    const fetchable = pictures.every((url) => !unfetchable.has(url));
    try {
      try {
        return delivered(await send(fetchable));
      } catch (error) {
        if (!isBadBlocks(error) || pictures.length === 0 || !fetchable) throw error;
        if (unfetchable.size >= REMEMBERED) unfetchable.clear();
        for (const url of pictures) unfetchable.add(url);
        return delivered(await send(false));
      }
    } catch (error) {
      return outcomeOf(error);
    }
  }

  async function find(to: Destination, token: string, since: Date, under?: string): Promise<Outcome> {
    // Our clock and Slack's are two: the newest messages are read in any case, of the thread those of the last day.
    const reached = (messages: readonly Said[]): boolean =>
      under === undefined && messages.some(({ ts }) => Number(ts) * 1_000 < since.getTime() - SKEW_MS);
    const channel = await channelOf(to);
    let cursor: string | undefined;
    for (let read = 0; read < PAGES; read++) {
      const page = { channel, include_all_metadata: true, limit: 200, ...(cursor ? { cursor } : {}) } as const;
      const answer = await (under === undefined
        ? client.conversations.history(page)
        : client.conversations.replies({ ...page, ts: under, oldest: aDayBefore(since) }));
      const { messages, response_metadata } = history.parse(answer);
      const found = messages.find(
        ({ metadata }) => EVENTS.includes(metadata.event_type) && metadata.event_payload?.token === token,
      );
      if (found) return { kind: 'delivered', ref: found.ts };
      cursor = response_metadata?.next_cursor;
      if (!cursor || reached(messages)) return { kind: 'skipped', reason: 'not posted' };
    }
    // Too much has been said since to be sure; a second card is better than none.
    return { kind: 'skipped', reason: `not among the last ${PAGES * 200} messages` };
  }
}

function delivered({ ts }: { ts?: string }): Outcome {
  return ts
    ? { kind: 'delivered', ref: ts }
    : { kind: 'retry', error: 'Slack answered without a message id', inDoubt: true };
}

/** Threads are read from their beginning, and one can be long. */
const aDayBefore = (at: Date): string => ((at.getTime() - 86_400_000) / 1_000).toFixed(6);

const quiet = ({ text, blocks }: SlackMessage) => ({ text, blocks });
