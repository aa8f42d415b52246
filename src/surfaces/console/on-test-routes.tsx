import express, { type Response, type Router } from 'express';
import { z } from 'zod';
import { timesIn } from '../../../cards/times.js';
import { refusal } from '../../../cards/words/en-refusals.js';
import { leads, type PersonActor } from '../../incident/index.js';
import type { ConsoleAccount } from '../../ports-accounts.js';
import type { OnTestAnswer, OnTestDesk } from '../../ports-ontest.js';
import type { Guards } from './account-routes.js';
import { type NamedTest, OnTestPage, type OnTestView } from './on-test.js';
import { page } from './page.js';
import type { SignedIn } from './session.js';

export interface OnTestParts {
  readonly desk: OnTestDesk;
  readonly now: () => readonly NamedTest[];
  readonly sites: () => OnTestView['sites'];
}

/** `/console/on-test`: sites on whose systems somebody works. */
export function onTestRoutes(
  { desk, now, sites }: OnTestParts,
  actorOf: (account: ConsoleAccount) => PersonActor,
  { inside, changing }: Guards,
): Router {
  const router = express.Router();

  const show = (response: Response, me: SignedIn, status = 200, more: Partial<OnTestView> = {}): void => {
    const view = { tests: now(), sites: sites(), may: leads(actorOf(me.account)), csrf: me.session.csrf, ...more };
    response.status(status).send(page('On test · Tocsin', <OnTestPage {...view} />, { styles: ['oncall.css'] }));
  };

  const reply = async (
    response: Response,
    me: SignedIn,
    answer: OnTestAnswer,
    values: Readonly<Record<string, string>> = {},
  ): Promise<void> => {
    if (answer.ok) return response.redirect(303, '/console/on-test');
    if ('faults' in answer) return show(response, me, 422, { values, faults: answer.faults });
    const text = 'missing' in answer ? 'It was over already.' : refusal(answer.refusal, timesIn('UTC'));
    show(response, me, 409, { values, text });
  };

  router.get(
    '/',
    inside(async (_request, response, me) => {
      show(response, me);
    }),
  );
  router.post(
    '/',
    changing(async (request, response, me) => {
      const read = z.record(z.string(), z.string().max(1_000)).safeParse(request.body);
      const { csrf: _csrf, ...values } = read.success ? read.data : {};
      await reply(response, me, await desk.begin(actorOf(me.account), values), values);
    }),
  );
  router.post(
    '/:site/end',
    changing(async (request, response, me) => {
      await reply(response, me, await desk.end(actorOf(me.account), String(request.params.site).slice(0, 100)));
    }),
  );
  return router;
}
