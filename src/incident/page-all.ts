import type { IncidentEvent } from './event.js';
import { later } from './instant.js';
import type { Page, PageWhy, Recipients } from './paging.js';

export type Paged = Extract<IncidentEvent, { type: 'paged' }>;

/** Everybody of them is told at once, numbered on from `made`. */
export const pageAll = (
  why: PageWhy,
  recipients: Recipients,
  about: { readonly made: number; readonly now: Date },
): Paged => pagedAs(why, recipients, pagesFor(recipients, about));

/** These pages, with the channels that the incident is shown in from now on: those that are named, and people's own chats. */
export function pagedAs(why: PageWhy, { reach, none, channels = [] }: Recipients, pages: readonly Page[]): Paged {
  const inChat = new Set(pages.flatMap(({ via, to }) => (via === 'chat' && to.kind === 'person' ? [to.id] : [])));
  const own = reach.flatMap(({ to, chat }) => (chat && to.kind === 'person' && inChat.has(to.id) ? [chat] : []));
  const destinations = [...channels, ...own];
  return { type: 'paged', why, pages, none, ...(destinations.length > 0 ? { destinations } : {}) };
}

/** A page for each way to each recipient, numbered on from `made`. */
export function pagesFor(
  { reach }: Recipients,
  about: {
    readonly made: number;
    readonly now: Date;
    readonly deliveredWithinMs?: number;
    readonly next?: Page['next'] | undefined;
  },
): Page[] {
  const pages: Page[] = [];
  for (const { to, ways, can, next } of reach) {
    const group = String(about.made + pages.length + 1);
    for (const { via, afterMs } of ways) {
      pages.push({
        id: String(about.made + pages.length + 1),
        to,
        via,
        notBefore: later(about.now, afterMs),
        group,
        can,
        next: about.next ?? next,
        ...(via === 'sms' && about.deliveredWithinMs ? { deliveredWithinMs: about.deliveredWithinMs } : {}),
      });
    }
  }
  return pages;
}
