import express, { type Router } from 'express';
import type { PersonActor } from '../../incident/index.js';
import type { ConsoleAccount } from '../../ports-accounts.js';
import type { KeptReport, OwedMail } from '../../ports-reports.js';
import type { Guards } from './account-routes.js';
import { page } from './page.js';
import { Reports } from './reports.js';
import { told } from './told.js';

/** What the pages need of the house. */
export interface ReportsDesk {
  list(): Promise<readonly KeptReport[]>;
  load(id: string): Promise<KeptReport | undefined>;
  mails(id: string): Promise<readonly OwedMail[]>;
  titleOf(kept: KeptReport): string;
  print(kept: KeptReport): Promise<Buffer>;
  mayRead(who: PersonActor): boolean;
  /** IANA zone in which the page tells times. */
  timezone(): string;
}

/** `weekly/2026-W47`, as it stands in an address. */
const NAME = /^[a-z]{1,20}$/;
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
        kept.map(async (each) => ({ kept: each, title: desk.titleOf(each), mails: await desk.mails(each.id) })),
      );
      response.send(page('Reports · Tocsin', <Reports rows={rows} timezone={desk.timezone()} />));
    }),
  );

  router.get(
    '/:kind/:period',
    reading(async (request, response) => {
      const kind = String(request.params.kind);
      const period = String(request.params.period).replace(/\.pdf$/, '');
      const known = NAME.test(kind) && PERIOD.test(period) ? await desk.load(`${kind}/${period}`) : undefined;
      if (!known) return void response.status(404).send(told('No such report', 'It was not made, or was deleted.'));
      const bytes = await desk.print(known);
      response
        .set('content-type', 'application/pdf')
        .set('content-disposition', `inline; filename="${kind}-${period}.pdf"`)
        .send(bytes);
    }),
  );
  return router;
}
