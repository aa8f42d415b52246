import express, { type Request, type Response, type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { sameText } from '../../digest.js';
import type { HandleInbound } from '../../inbound.js';
import { type IncidentState, mayEver, type PersonActor } from '../../incident/index.js';
import type { AccountStore, ConsoleAccount } from '../../ports-accounts.js';
import { accountRoutes } from './account-routes.js';
import { assets } from './assets.js';
import { Board } from './board.js';
import { type BoardParts, boardData } from './board-data.js';
import { doorRoutes } from './door.js';
import { type EvidenceDesk, evidenceRoutes } from './evidence-routes.js';
import { filtersOf } from './filters.js';
import type { FirstLink } from './first-link.js';
import { handRoutes } from './hand-routes.js';
import { type AssetsDesk, assetRoutes } from './inventory.js';
import type { Live } from './live.js';
import { type MailLinkParts, mailLinkRoutes } from './mail-link.js';
import { officerRoutes } from './officer-routes.js';
import type { OfficersDesk } from './officers.js';
import { type OnTestParts, onTestRoutes } from './on-test-routes.js';
import type { OnCallParts } from './oncall-data.js';
import { onCallRoutes } from './oncall-routes.js';
import { page } from './page.js';
import { type PatrolsDesk, patrolRoutes } from './patrols.js';
import { type ReportsDesk, reportRoutes } from './report-routes.js';
import { type RetentionDesk, retentionRoutes } from './retention.js';
import type { Sessions, SignedIn } from './session.js';
import { type TasksDesk, taskRoutes } from './task-routes.js';
import { told } from './told.js';

export interface ConsoleParts {
  readonly board: BoardParts;
  readonly handle: HandleInbound;
  readonly incident: (number: number) => Promise<IncidentState | undefined>;
  readonly evidence: EvidenceDesk;
  /** All that is known of an incident, as a PDF. */
  readonly incidentPaper: (number: number) => Promise<Buffer | undefined>;
  readonly accounts: AccountStore;
  readonly sessions: Sessions;
  readonly live: Live;
  readonly officers?: OfficersDesk;
  readonly onCall: OnCallParts;
  readonly onTest?: OnTestParts;
  readonly tasks: Pick<TasksDesk, 'tasks'>;
  readonly patrols: PatrolsDesk;
  readonly assets: Pick<AssetsDesk, 'register' | 'nameOfPlace'>;
  readonly reports: ReportsDesk;
  readonly retention: RetentionDesk;
  readonly mailLink?: MailLinkParts;
  readonly firstLink: FirstLink;
  readonly actorOf: (account: ConsoleAccount) => PersonActor;
  readonly people: () => readonly { readonly id: string; readonly name: string }[];
}

/** `/console`: everything behind a sign-in, every change behind a token of the session. */
export function consoleRoutes(parts: ConsoleParts): Router {
  const { board, handle, incident, sessions, live, actorOf } = parts;
  const router = express.Router();
  router.use('/assets', assets());
  router.use(express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 50 }));
  const slow = rateLimit({
    windowMs: 60_000,
    limit: 20,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    message: 'Too many tries. Wait a minute.',
  });

  router.use(doorRoutes(parts, slow));
  if (parts.mailLink) router.use('/mail', mailLinkRoutes(parts.mailLink, slow));

  const inside =
    (run: (request: Request, response: Response, me: SignedIn) => Promise<void> | void) =>
    async (request: Request, response: Response) => {
      response.set('cache-control', 'no-store');
      const me = await sessions.find(request);
      if (me) return await run(request, response, me);
      if (request.headers['x-live']) return void response.status(401).json({ text: 'You are signed out.' });
      response.redirect(303, '/console/sign-in');
    };
  const changing = (run: (request: Request, response: Response, me: SignedIn) => Promise<void>) =>
    inside(async (request, response, me) => {
      if (sameText(String(request.body?.csrf ?? ''), me.session.csrf)) return await run(request, response, me);
      response.status(403).send(told('Not done', 'This page was too old. Reload it and press again.'));
    });

  const show = async (request: Request, response: Response, me: SignedIn, number?: number) => {
    const data = await boardData(board, actorOf(me.account), filtersOf(request), number);
    const title = data.total > 0 ? `(${data.total}) Tocsin` : 'Tocsin';
    response
      .status(data.missing === undefined ? 200 : 404)
      .send(page(title, <Board data={data} csrf={me.session.csrf} />, { live: true }));
  };

  router.get(
    '/',
    inside((request, response, me) => show(request, response, me)),
  );
  router.get(
    '/incidents/:number',
    inside((request, response, me) => show(request, response, me, numberOf(request))),
  );
  router.get(
    '/events',
    inside((request, response) => {
      live.listen(request, response);
    }),
  );

  router.get(
    '/incidents/:number/report.pdf',
    inside(async (request, response, me) => {
      if (!mayEver(actorOf(me.account), 'note'))
        return void response.status(403).send(told('Not for you', 'This report is for the desk.'));
      const number = numberOf(request);
      const bytes = await parts.incidentPaper(number);
      if (!bytes) return void response.status(404).send(told('No such incident', 'There is none with this number.'));
      response
        .set('content-type', 'application/pdf')
        .set('content-disposition', `inline; filename="INC-${number}.pdf"`)
        .send(bytes);
    }),
  );

  const find = (name: string) => incident(numbered(name));
  const idOf = async (name: string) => (await find(name))?.id;
  const files = { desk: parts.evidence, handle, actorOf, base: '/console/incidents', form: 'note' as const, find };
  router.use('/incidents', evidenceRoutes(files, { inside }));
  router.use('/incidents', handRoutes({ handle, actorOf, base: '/console/incidents', idOf }, { changing }));
  router.use('/patrols', patrolRoutes(parts.patrols, actorOf, { inside }));
  router.use('/inventory', assetRoutes({ ...parts.assets, handle, actorOf }, { inside, changing }));
  router.use(
    '/tasks',
    taskRoutes(
      { ...parts.tasks, evidence: parts.evidence, handle, actorOf, digest: board.digest },
      { inside, changing },
    ),
  );
  router.use('/accounts', accountRoutes(parts, slow, { inside, changing }));
  router.use('/on-call', onCallRoutes(parts.onCall, actorOf, { inside, changing }));
  router.use('/reports', reportRoutes(parts.reports, actorOf, { inside }));
  router.use('/retention', retentionRoutes(parts.retention, actorOf, { inside }));
  if (parts.onTest) router.use('/on-test', onTestRoutes(parts.onTest, actorOf, { inside, changing }));
  if (parts.officers)
    router.use('/officers', officerRoutes({ desk: parts.officers, clock: board.clock, actorOf }, { inside, changing }));

  router.post(
    '/sign-out',
    changing(async (request, response) => {
      await sessions.close(request, response);
      response.redirect(303, '/console/sign-in');
    }),
  );
  return router;
}

const numberOf = (request: Request): number => numbered(String(request.params.number));

function numbered(text: string): number {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}
