import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import { ACTION_IDS, FORM_ACTIONS, type Form } from '../../../cards/card.js';
import type { Answer, HandleInbound } from '../../inbound.js';
import type { PersonActor } from '../../incident/index.js';
import type { ConsoleAccount } from '../../ports-accounts.js';
import type { Guards } from './account-routes.js';
import { FormView } from './card.js';
import { fragment, page } from './page.js';
import type { SignedIn } from './session.js';
import { told } from './told.js';

export interface HandParts {
  readonly handle: HandleInbound;
  readonly actorOf: (account: ConsoleAccount) => PersonActor;
  /** Where these things stand: `/console/incidents`. */
  readonly base: string;
  /** The id of the one that a path names; `''` for what is about none yet, nothing for one that is not there. */
  readonly idOf: (name: string) => Promise<string | undefined>;
}

interface Filled {
  readonly values: Readonly<Record<string, string>>;
  readonly faults: Readonly<Record<string, string>>;
}

/** Buttons and forms of what a card stands for, with the script of the page and without it. */
export function handRoutes({ handle, actorOf, base, idOf }: HandParts, { changing }: Pick<Guards, 'changing'>): Router {
  const router = express.Router();

  router.post(
    '/:name/press',
    changing(async (request, response, me) => {
      const action = ACTION_IDS.find((each) => each === request.body.action);
      const about = await idOf(nameOf(request));
      if (!action || about === undefined)
        return void response.status(404).json({ text: 'There is nothing to press any more.' });
      reply(request, response, me, await handle({ kind: 'press', action, about, who: actorOf(me.account) }));
    }),
  );

  router.post(
    '/:name/submit',
    changing(async (request, response, me) => {
      const form = FORM_ACTIONS.find((each) => each === request.body.form);
      const about = await idOf(nameOf(request));
      if (!form || about === undefined)
        return void response.status(404).json({ text: 'There is nothing to fill in any more.' });
      const { csrf: _csrf, form: _form, ...rest } = request.body as Record<string, unknown>;
      const values = z.record(z.string(), z.string().max(20_000)).safeParse(rest);
      const who = actorOf(me.account);
      const given = values.success ? values.data : {};
      const answer = await handle({ kind: 'submit', form, about, values: given, who });
      if (answer.kind !== 'faults') return reply(request, response, me, answer);
      const asked = await handle({ kind: 'press', action: form, about, who });
      reply(request, response, me, asked, { values: given, faults: answer.faults });
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
    const at = `${base}/${encodeURIComponent(nameOf(request))}`;
    const form = (asked: Form) => <FormView form={asked} at={at} csrf={me.session.csrf} {...filled} />;
    const failed = answer.kind === 'refused' || Object.keys(filled.faults).length > 0;
    const status = failed ? (answer.kind === 'ask' ? 422 : 409) : 200;
    if (request.headers['x-live']) {
      return void response
        .status(status)
        .json(answer.kind === 'ask' ? { html: fragment(form(answer.form)) } : { text: textOf(answer) });
    }
    // Without the script: a page for the form, and back to where it was pressed after it.
    if (answer.kind === 'ask')
      return void response.status(status).send(page(answer.form.title, <main class="sheet">{form(answer.form)}</main>));
    if (answer.kind === 'refused') return void response.status(status).send(told('Not done', answer.text));
    response.redirect(303, made(request) ? base : at);
  }
}

/** What was new a moment ago stands in the list now. */
const made = (request: Request): boolean => nameOf(request) === 'new';

const nameOf = (request: Request): string => String(request.params.name).slice(0, 40);

function textOf(answer: Exclude<Answer, { kind: 'ask' }>): string {
  if (answer.kind === 'faults') return Object.values(answer.faults).join(' ');
  return answer.kind === 'shown' ? answer.card.fallback : answer.text;
}
