import express, { type Router } from 'express';
import type { PersonActor } from '../../incident/index.js';
import type { ConsoleAccount } from '../../ports-accounts.js';
import type { KeptReport, OwedMail, Rating } from '../../ports-reports.js';
import type { Guards } from './account-routes.js';
import { page } from './page.js';
import { Reports } from './reports.js';
import { told } from './told.js';

/** What the pages need of the house. */
export interface ReportsDesk {
  list(): Promise<readonly KeptReport[]>;
  load(id: string): Promise<KeptReport | undefined>;
  mails(id: string): Promise<readonly OwedMail[]>;
  ratings(id: string): Promise<readonly Rating[]>;
  titleOf(kept: KeptReport): { readonly title: string; readonly period: string };
  print(kept: KeptReport): Promise<Buffer>;
  mayRead(who: PersonActor): boolean;
  /** IANA zone in which the page tells times. */
  timezone(): string;
}

/** `weekly/2026-W47` and `client/riverside/2026-10`, as they stand in an address. */
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
const PERIOD = /^\d{4}-[W\d-]{2,6}$/;

/** `/console/reports`: the list, and each report as a PDF. */
export function reportRoutes(
  desk: ReportsDesk,
  actorOf: (account: ConsoleAccount) => PersonActor,
  { inside }: Pick<Guards, 'inside'>,
): Router {
  const router = express.Router();
  const reading: Guards['inside'] = (run) =>
    inside(async (request, response, me) => {
      if (desk.mayRead(actorOf(me.account))) return await run(request, response, me);
      response.status(403).send(told('Not for you', 'Reports are for whoever leads, or works on losses.'));
    });

  router.get(
    '/',
    reading(async (_request, response) => {
      const kept = await desk.list();
      const rows = await Promise.all(
        kept.map(async (each) => ({
          kept: each,
          ...desk.titleOf(each),
          mails: await desk.mails(each.id),
          ratings: await desk.ratings(each.id),
        })),
      );
      response.send(page('Reports · Tocsin', <Reports rows={rows} timezone={desk.timezone()} />));
    }),
  );

  const send = (...names: readonly string[]) =>
    reading(async (request, response) => {
      const parts = names.map((name) => String(request.params[name]).replace(/\.pdf$/, ''));
      const period = parts.at(-1) ?? '';
      const good = parts.slice(0, -1).every((part) => NAME.test(part)) && PERIOD.test(period);
      const known = good ? await desk.load(parts.join('/')) : undefined;
      if (!known) return void response.status(404).send(told('No such report', 'It was not made, or was deleted.'));
      const bytes = await desk.print(known);
      response
        .set('content-type', 'application/pdf')
        .set('content-disposition', `inline; filename="${parts.join('-')}.pdf"`)
        .send(bytes);
    });
  router.get('/:kind/:period', send('kind', 'period'));
  router.get('/:kind/:client/:period', send('kind', 'client', 'period'));
  return router;
}
