import express, { type RequestHandler, type Router } from 'express';
import { newAccount } from './new-account.js';
import { page } from './page.js';
import { checkPassword, SignInBusy } from './password.js';
import type { ConsoleParts } from './routes.js';
import { FirstAccount, SignIn } from './sign-in.js';
import { told } from './told.js';

const LOCK_AFTER = 10;
const LOCK_MS = 15 * 60_000;

/** The two ways in: the one-time link for the first administrator, and name and password for everybody after. */
export function doorRoutes(
  {
    board,
    accounts,
    sessions,
    firstLink,
    people,
  }: Pick<ConsoleParts, 'board' | 'accounts' | 'sessions' | 'firstLink' | 'people'>,
  slow: RequestHandler,
): Router {
  const router = express.Router();

  router.get('/start', slow, (request, response) => {
    const token = String(request.query.token ?? '');
    if (!firstLink.opens(token))
      return void response.status(403).send(told('This link is used up', 'Restart Tocsin for a new one, or sign in.'));
    response.send(page('Tocsin', <FirstAccount people={people()} token={token} />));
  });

  router.post('/start', slow, async (request, response) => {
    const token = String(request.body?.token ?? '');
    if (!firstLink.opens(token))
      return void response.status(403).send(told('This link is used up', 'Sign in instead.'));
    const made = await newAccount(request.body, board.clock.now(), ['admin'], people());
    if ('fault' in made)
      return void response
        .status(422)
        .send(
          page('Tocsin', <FirstAccount people={people()} token={token} fault={made.fault} filled={request.body} />),
        );
    // The link is spent before the account is made, so that two people cannot both use it.
    if (!firstLink.spend(token) || !(await accounts.add(made.account)))
      return void response.redirect(303, '/console/sign-in');
    await sessions.open(response, made.account.login);
    response.redirect(303, '/console');
  });

  router.get('/sign-in', (_request, response) => void response.send(page('Sign in · Tocsin', <SignIn />)));

  router.post('/sign-in', slow, async (request, response) => {
    const login = String(request.body?.login ?? '')
      .trim()
      .toLowerCase()
      .slice(0, 64);
    const account = await accounts.find(login);
    const now = board.clock.now();
    const again = (status: number, fault: string) =>
      void response.status(status).send(page('Sign in · Tocsin', <SignIn fault={fault} login={login} />));
    if (account?.lockedUntil && account.lockedUntil > now)
      return again(429, 'Too many tries. This name is locked for a quarter of an hour.');
    try {
      if (!(await checkPassword(String(request.body?.password ?? '').slice(0, 500), account?.password))) {
        if (account) await accounts.failed(login, LOCK_AFTER, new Date(now.getTime() + LOCK_MS));
        return again(401, 'Name or password is not right.');
      }
    } catch (error) {
      if (error instanceof SignInBusy)
        return again(503, 'Too many people sign in at this moment. Try again in a few seconds.');
      throw error;
    }
    await accounts.succeeded(login);
    await sessions.open(response, login);
    response.redirect(303, '/console');
  });
  return router;
}
