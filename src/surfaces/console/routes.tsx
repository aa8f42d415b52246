import express, { type Request, type Response, type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { z } from 'zod';
import { ACTION_IDS, FORM_ACTIONS, type Form } from '../../../cards/card.js';
import type { Answer, HandleInbound } from '../../inbound.js';
import type { PersonActor } from '../../incident/index.js';
import type { AccountStore, ConsoleAccount } from '../../ports-accounts.js';
import { accountRoutes } from './account-routes.js';
import { assets } from './assets.js';
import { Board } from './board.js';
import { type BoardParts, boardData } from './board-data.js';
import { FormView } from './card.js';
import { doorRoutes } from './door.js';
import { filtersOf } from './filters.js';
import type { FirstLink } from './first-link.js';
import type { Live } from './live.js';
import { type MailLinkParts, mailLinkRoutes } from './mail-link.js';
import { officerRoutes } from './officer-routes.js';
import type { OfficersDesk } from './officers.js';
import { type OnTestParts, onTestRoutes } from './on-test-routes.js';
import type { OnCallParts } from './oncall-data.js';
import { onCallRoutes } from './oncall-routes.js';
import { fragment, page } from './page.js';
import { type ReportsDesk, reportRoutes } from './report-routes.js';
import { type Sessions, type SignedIn, sameToken } from './session.js';
import { Told } from './sign-in.js';

export interface ConsoleParts {
  readonly board: BoardParts;
  readonly handle: HandleInbound;
  readonly incidentId: (number: number) => Promise<string | undefined>;
  readonly accounts: AccountStore;
  readonly sessions: Sessions;
  readonly live: Live;
  readonly officers?: OfficersDesk;
  readonly onCall: OnCallParts;
  readonly onTest?: OnTestParts;
  readonly reports: ReportsDesk;
  readonly mailLink?: MailLinkParts;
  readonly firstLink: FirstLink;
  readonly actorOf: (account: ConsoleAccount) => PersonActor;
  readonly people: () => readonly { readonly id: string; readonly name: string }[];
}

/** `/console`: everything behind a sign-in, every change behind a token of the session. */
export function consoleRoutes(parts: ConsoleParts): Router {
  const { board, handle, incidentId, sessions, live, actorOf } = parts;
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
      if (sameToken(String(request.body?.csrf ?? ''), me.session.csrf)) return await run(request, response, me);
      response
        .status(403)
        .send(page('Tocsin', <Told title="Not done" text="This page was too old. Reload it and press again." />));
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

  router.post(
    '/incidents/:number/press',
    changing(async (request, response, me) => {
      const action = ACTION_IDS.find((each) => each === request.body.action);
      const id = await incidentId(numberOf(request));
      if (!action || !id) return void response.status(404).json({ text: 'There is nothing to press any more.' });
      reply(request, response, me, await handle({ kind: 'press', action, incidentId: id, who: actorOf(me.account) }));
    }),
  );

  router.post(
    '/incidents/:number/submit',
    changing(async (request, response, me) => {
      const form = FORM_ACTIONS.find((each) => each === request.body.form);
      const id = await incidentId(numberOf(request));
      if (!form || !id) return void response.status(404).json({ text: 'There is nothing to fill in any more.' });
      const { csrf: _csrf, form: _form, ...rest } = request.body as Record<string, unknown>;
      const values = z.record(z.string(), z.string().max(10_000)).safeParse(rest);
      const who = actorOf(me.account);
      const given = values.success ? values.data : {};
      const answer = await handle({ kind: 'submit', form, incidentId: id, values: given, who });
      if (answer.kind !== 'faults') return reply(request, response, me, answer);
      const asked = await handle({ kind: 'press', action: form, incidentId: id, who });
      reply(request, response, me, asked, { values: given, faults: answer.faults });
    }),
  );

  router.use('/accounts', accountRoutes(parts, slow, { inside, changing }));
  router.use('/on-call', onCallRoutes(parts.onCall, actorOf, { inside, changing }));
  router.use('/reports', reportRoutes(parts.reports, actorOf, { inside }));
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

  function reply(
    request: Request,
    response: Response,
    me: SignedIn,
    answer: Answer,
    filled: Filled = { values: {}, faults: {} },
  ): void {
    const number = numberOf(request);
    const form = (asked: Form) => <FormView form={asked} number={number} csrf={me.session.csrf} {...filled} />;
    const failed = answer.kind === 'refused' || Object.keys(filled.faults).length > 0;
    const status = failed ? (answer.kind === 'ask' ? 422 : 409) : 200;
    if (request.headers['x-live']) {
      return void response
        .status(status)
        .json(answer.kind === 'ask' ? { html: fragment(form(answer.form)) } : { text: textOf(answer) });
    }
    // Without the script: a page for the form, and back to the incident after it.
    if (answer.kind === 'ask')
      return void response.status(status).send(page(answer.form.title, <main class="sheet">{form(answer.form)}</main>));
    if (answer.kind === 'refused')
      return void response.status(status).send(page('Tocsin', <Told title="Not done" text={answer.text} />));
    response.redirect(303, `/console/incidents/${number}`);
  }
}

interface Filled {
  readonly values: Readonly<Record<string, string>>;
  readonly faults: Readonly<Record<string, string>>;
}

function textOf(answer: Exclude<Answer, { kind: 'ask' }>): string {
  if (answer.kind === 'faults') return Object.values(answer.faults).join(' ');
  return answer.kind === 'shown' ? answer.card.fallback : answer.text;
}

function numberOf(request: Request): number {
  const number = Number(request.params.number);
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}
