import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { Accounts } from './accounts.js';
import { newAccount } from './new-account.js';
import { page } from './page.js';
import type { ConsoleParts } from './routes.js';
import type { SignedIn } from './session.js';
import { told } from './told.js';

type Run = (request: Request, response: Response, me: SignedIn) => Promise<void>;

/** Guards of the desk: a session, and for a change its token as well. */
export interface Guards {
  readonly inside: (run: Run) => RequestHandler;
  readonly changing: (run: Run) => RequestHandler;
}

/** `/console/accounts`, for administrators. */
export function accountRoutes(
  { board, accounts, actorOf, people }: Pick<ConsoleParts, 'board' | 'accounts' | 'actorOf' | 'people'>,
  slow: RequestHandler,
  { inside, changing }: Guards,
): Router {
  const router = express.Router();
  router.get(
    '/',
    inside(async (_request, response, me) => {
      if (!actorOf(me.account).roles.includes('admin'))
        return void response.status(403).send(told('Not for you', 'Only an administrator manages accounts.'));
      response.send(
        page(
          'Accounts · Tocsin',
          <Accounts accounts={await accounts.list()} people={people()} csrf={me.session.csrf} />,
        ),
      );
    }),
  );

  router.post(
    '/',
    slow,
    changing(async (request, response, me) => {
      if (!actorOf(me.account).roles.includes('admin'))
        return void response.status(403).send(told('Not for you', 'Only an administrator manages accounts.'));
      const made = await newAccount(request.body, board.clock.now(), request.body.roles, people());
      const fault =
        'fault' in made ? made.fault : (await accounts.add(made.account)) ? undefined : 'This name is taken.';
      if (fault === undefined) return void response.redirect(303, '/console/accounts');
      response
        .status(422)
        .send(
          page(
            'Accounts · Tocsin',
            <Accounts
              accounts={await accounts.list()}
              people={people()}
              csrf={me.session.csrf}
              fault={fault}
              filled={request.body}
            />,
          ),
        );
    }),
  );
  return router;
}
