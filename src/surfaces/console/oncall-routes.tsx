import express, { type Response, type Router } from 'express';
import { z } from 'zod';
import { coverRefusal } from '../../../cards/words/en-oncall.js';
import type { PersonActor } from '../../incident/index.js';
import type { ConsoleAccount } from '../../ports-accounts.js';
import type { CoverAnswer } from '../../ports-oncall.js';
import type { Guards } from './account-routes.js';
import { OnCallPage, type Trouble } from './oncall.js';
import { type OnCallParts, onCallData } from './oncall-data.js';
import { page } from './page.js';
import type { SignedIn } from './session.js';

/** `/console/on-call`: the plan, and covers. */
export function onCallRoutes(
  parts: OnCallParts,
  actorOf: (account: ConsoleAccount) => PersonActor,
  { inside, changing }: Guards,
): Router {
  const router = express.Router();

  const show = async (response: Response, me: SignedIn, status = 200, trouble: Trouble = {}) => {
    const data = await onCallData(parts, actorOf(me.account).id);
    const body = <OnCallPage data={data} csrf={me.session.csrf} trouble={trouble} />;
    response.status(status).send(page('On call · Tocsin', body, { styles: ['oncall.css'] }));
  };

  const reply = async (
    response: Response,
    me: SignedIn,
    answer: CoverAnswer,
    values: Readonly<Record<string, string>> = {},
  ) => {
    if (answer.ok) return response.redirect(303, `/console/on-call#${answer.cover.rotation}`);
    const filled = { ...(values.rotation ? { rotation: values.rotation } : {}), values };
    if ('faults' in answer) return await show(response, me, 422, { ...filled, faults: answer.faults });
    const names = new Map(parts.people().map(({ id, name }) => [id, name]));
    const text = coverRefusal(answer.refusal, (person) => names.get(person) ?? person);
    await show(response, me, 409, { ...filled, text });
  };

  router.get(
    '/',
    inside((_request, response, me) => show(response, me)),
  );

  router.post(
    '/covers',
    changing(async (request, response, me) => {
      const read = z.record(z.string(), z.string().max(1_000)).safeParse(request.body);
      const { csrf: _csrf, ...values } = read.success ? read.data : {};
      await reply(response, me, await parts.covers.ask(actorOf(me.account).id, values), values);
    }),
  );

  for (const verb of ['take', 'withdraw'] as const)
    router.post(
      `/covers/:id/${verb}`,
      changing(async (request, response, me) => {
        const id = String(request.params.id).slice(0, 100);
        await reply(response, me, await parts.covers[verb](actorOf(me.account).id, id));
      }),
    );
  return router;
}
