import { createHmac } from 'node:crypto';
import express, { type RequestHandler, type Router } from 'express';
import { incidentCard } from '../../../cards/incident-card.js';
import { sameText } from '../../digest.js';
import type { IncidentState } from '../../incident/index.js';
import type { Clock, IncidentStore } from '../../ports.js';
import { CardView } from './card.js';
import { page } from './page.js';
import { told } from './told.js';

export interface MailLinkParts {
  readonly incidents: Pick<IncidentStore, 'loadByNumber'>;
  readonly clock: Clock;
  /** Key of the links. A new one ends all that were given out. */
  readonly secret: string;
}

/** A mail is read the next morning, and after a weekend. */
const VALID_MS = 4 * 86_400_000;

const sign = (secret: string, number: number, to: string, until: number): string =>
  createHmac('sha256', secret).update(`mail-link\n${number}\n${to}\n${until}`).digest('base64url');

/**
 * The way from a mail to its incident, for a reader who may have no account: to look, and not to press. It is for one
 * incident and one reader, and ends by itself.
 */
export function mailLinkPath(secret: string, number: number, to: string, now: Date): string {
  const until = Math.floor((now.getTime() + VALID_MS) / 1_000);
  const query = new URLSearchParams({ to, until: String(until), token: sign(secret, number, to, until) });
  return `/console/mail/${number}?${query}`;
}

/** `GET /console/mail/<number>`: the card as it is now. A wrong link, an old one and an unknown incident answer alike. */
export function mailLinkRoutes({ incidents, clock, secret }: MailLinkParts, slow: RequestHandler): Router {
  const router = express.Router();
  router.get('/:number', slow, async (request, response) => {
    response.set('cache-control', 'no-store').set('referrer-policy', 'no-referrer').set('x-robots-tag', 'noindex');
    const number = Number(request.params.number);
    const { to = '', until = '', token = '' } = request.query;
    const end = Number(until);
    const good =
      Number.isSafeInteger(number) &&
      Number.isSafeInteger(end) &&
      end * 1_000 > clock.now().getTime() &&
      sameText(String(token), sign(secret, number, String(to), end));
    const state = good ? (await incidents.loadByNumber(number))?.state : undefined;
    // What is covert is for people who sign in.
    if (!state || state.covert)
      return void response
        .status(404)
        .send(told('This link leads nowhere', 'It is too old or was cut off. Sign in to look.'));
    // Who was at which door is for our own people, and whoever has the link may be anybody.
    const { access: _badges, ...shareable } = state;
    const { elements, ...card } = incidentCard(shareable as IncidentState, { now: clock.now(), live: true });
    const shown = { ...card, elements: elements.filter(({ kind }) => kind !== 'actions') };
    response.send(
      page(
        `INC-${number} · Tocsin`,
        <main class="sheet wide">
          <CardView card={shown} at={`/console/incidents/${number}`} csrf="" />
          <p class="hint">
            To look only. <a href={`/console/incidents/${number}`}>Sign in</a> to act.
          </p>
        </main>,
      ),
    );
  });
  return router;
}
