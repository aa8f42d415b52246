import { createHmac } from 'node:crypto';
import express, { type Router } from 'express';
import { sameText } from '../digest.js';
import { calendarOf, type Entry, RangeTooLong, type Rotation, shifts } from '../oncall/index.js';
import type { Clock } from '../ports.js';
import type { Roster } from '../ports-oncall.js';

export interface FeedParts {
  readonly roster: Roster;
  readonly clock: Clock;
  /** Key of the tokens. A new one ends every calendar address that was given out. */
  readonly secret: string;
  readonly person: (id: string) => { readonly name: string } | undefined;
}

const AHEAD_DAYS = 180;
/** A rotation that changes so often that half a year of it is too much is shown for a month. */
const SHORT_DAYS = 31;
const DAY_MS = 86_400_000;

/** A calendar program cannot sign in: the address itself is the key, for one rotation or person only. */
export const feedToken = (secret: string, name: string): string =>
  createHmac('sha256', secret).update(`oncall-calendar\n${name}`).digest('base64url');

export const feedPath = (secret: string, name: string): string =>
  `/oncall/${name}.ics?token=${feedToken(secret, name)}`;

/** `GET /oncall/<rotation or person>.ics?token=…`. A wrong token and an unknown name answer alike. */
export function calendarFeed({ roster, clock, secret, person }: FeedParts): Router {
  const router = express.Router();
  router.get('/:name.ics', async (request, response, next) => {
    const { name } = request.params;
    if (!/^[a-z0-9-]{1,64}$/.test(name) || !sameText(String(request.query.token ?? ''), feedToken(secret, name)))
      return next();
    const now = clock.now();
    // From the first of last month, so that what is over keeps its beginning, and its UID, for a month.
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1));
    const to = new Date(now.getTime() + AHEAD_DAYS * DAY_MS);
    const rotations = await roster.rotations(from, to);
    const rotation = rotations.find(({ id }) => id === name);
    const who = person(name);
    if (!rotation && !who) return next();
    const entries = (rotation ? [rotation] : rotations)
      .flatMap((each) => entriesOf(each, from, to, now))
      .filter(({ shift }) => rotation !== undefined || shift.holder?.person === name)
      .sort((a, b) => a.shift.from.getTime() - b.shift.from.getTime());
    const title = rotation ? `On call: ${rotation.name}` : `On call: ${who?.name ?? name}`;
    response
      .type('text/calendar; charset=utf-8')
      .set('cache-control', 'private, no-cache')
      .set('content-disposition', `inline; filename="${name}.ics"`)
      .send(calendarOf({ name: title, entries, nameOf: (id) => person(id)?.name ?? id, now }));
  });
  return router;
}

function entriesOf(rotation: Rotation, from: Date, to: Date, now: Date): Entry[] {
  const laid = (until: Date) => shifts(rotation, from, until).map((shift): Entry => ({ rotation, shift }));
  try {
    return laid(to);
  } catch (error) {
    if (!(error instanceof RangeTooLong)) throw error;
    return shifts(rotation, now, new Date(now.getTime() + SHORT_DAYS * DAY_MS)).map((shift) => ({ rotation, shift }));
  }
}
