import express, { type Router } from 'express';
import type { PersonActor } from '../../incident/index.js';
import type { Clock } from '../../ports.js';
import type { ConsoleAccount } from '../../ports-accounts.js';
import type { Guards } from './account-routes.js';
import { Officers, type OfficersDesk } from './officers.js';
import { page } from './page.js';
import { told } from './told.js';

export interface OfficerRouteParts {
  readonly desk: OfficersDesk;
  readonly clock: Clock;
  readonly actorOf: (account: ConsoleAccount) => PersonActor;
}

/** Where people are is for those who work with them, and not for clients. */
const mayLook = ({ roles }: PersonActor): boolean => roles.some((role) => role !== 'client');

const refused = (text: string): string => told('Not for you', text);

/** `/console/officers`: who is on duty and where, and the switch for oneself. */
export function officerRoutes({ desk, clock, actorOf }: OfficerRouteParts, { inside, changing }: Guards): Router {
  const router = express.Router();
  router.get(
    '/',
    inside(async (_request, response, me) => {
      const actor = actorOf(me.account);
      if (!mayLook(actor)) return void response.status(403).send(refused('Only the team sees where its officers are.'));
      const props = { rows: await desk.rows(), now: clock.now(), timezone: desk.timezone() };
      response.send(page('Officers · Tocsin', <Officers {...props} me={actor.id} csrf={me.session.csrf} />));
    }),
  );

  router.post(
    '/duty',
    changing(async (request, response, me) => {
      const { id } = actorOf(me.account);
      const duty = (['available', 'off'] as const).find((each) => each === request.body.duty);
      const mine = (await desk.rows()).some(({ officer }) => officer.id === id);
      if (!duty || !mine)
        return void response.status(403).send(refused('Only who is an officer of the book goes on or off duty.'));
      await desk.setDuty(id, duty);
      response.redirect(303, '/console/officers');
    }),
  );
  return router;
}
