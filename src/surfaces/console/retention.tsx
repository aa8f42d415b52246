import express, { type Router } from 'express';
import type { JSX } from 'preact';
import { timesIn } from '../../../cards/times.js';
import { label, type PersonActor } from '../../incident/index.js';
import type { ConsoleAccount } from '../../ports-accounts.js';
import type { EndedStore } from '../../ports-retention.js';
import type { EndedReceipt } from '../../retention/index.js';
import type { Guards } from './account-routes.js';
import { page } from './page.js';
import { told } from './told.js';

/** What the page needs of the house. */
export interface RetentionDesk {
  readonly receipts: EndedStore['receipts'];
  mayRead(who: PersonActor): boolean;
  /** IANA zone in which the page tells times. */
  timezone(): string;
}

const LISTED = 200;

/** `/console/retention`: what is going to be deleted, so that somebody can still speak against it, and what was. */
export function retentionRoutes(
  desk: RetentionDesk,
  actorOf: (account: ConsoleAccount) => PersonActor,
  { inside }: Pick<Guards, 'inside'>,
): Router {
  const router = express.Router();
  router.get(
    '/',
    inside(async (_request, response, me) => {
      if (!desk.mayRead(actorOf(me.account)))
        return void response.status(403).send(told('Not for you', 'What is deleted is for whoever leads.'));
      const [going, gone] = await Promise.all([
        desk.receipts(['marked', 'begun', 'broken'], LISTED),
        desk.receipts(['done'], LISTED),
      ]);
      response.send(page('Retention · Tocsin', <Retention going={going} gone={gone} timezone={desk.timezone()} />));
    }),
  );
  return router;
}

type Some = Awaited<ReturnType<RetentionDesk['receipts']>>;

interface Props {
  readonly going: Some;
  readonly gone: Some;
  readonly timezone: string;
}

function Retention({ going, gone, timezone }: Props): JSX.Element {
  return (
    <main class="sheet wide">
      <p class="brand">
        <img src="/console/assets/bell.svg" alt="" width="28" height="28" /> Tocsin
      </p>
      <h1>Retention</h1>
      <h2>Going to be deleted</h2>
      {going.count === 0 ? (
        <p class="empty">Nothing. In the book, retention: says how long incidents and their files are kept.</p>
      ) : (
        <>
          <p class="hint">A legal hold in the book (legalHolds) keeps an incident and all of its files.</p>
          <Receipts of={going} when={({ goesAt }) => goesAt} heading="Goes" timezone={timezone} />
        </>
      )}
      <h2>Deleted</h2>
      {gone.count === 0 ? (
        <p class="empty">Nothing yet.</p>
      ) : (
        <Receipts of={gone} when={({ at }) => at} heading="Deleted" timezone={timezone} />
      )}
      <p>
        <a href="/console">Back to the board</a>
      </p>
    </main>
  );
}

function Receipts({
  of,
  when,
  heading,
  timezone,
}: {
  readonly of: Some;
  readonly when: (receipt: EndedReceipt) => Date;
  readonly heading: string;
  readonly timezone: string;
}): JSX.Element {
  const times = timesIn(timezone);
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">By the rule</th>
          <th scope="col">{heading}</th>
          <th scope="col">What stays of it</th>
        </tr>
      </thead>
      <tbody>
        {of.items.map((receipt) => (
          <tr>
            <td>{nameOf(receipt)}</td>
            <td>
              {receipt.why}
              {receipt.state === 'broken' ? <span class="bad"> broke off: a part of it is gone</span> : null}
            </td>
            <td>{times.dayTime(when(receipt))}</td>
            <td>
              <code title="SHA-256">{receipt.digest.slice(0, 16)}…</code>
            </td>
          </tr>
        ))}
      </tbody>
      {of.count > of.items.length ? (
        <tfoot>
          <tr>
            <td colSpan={4}>and {of.count - of.items.length} more</td>
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}

const nameOf = ({ subject, siteId }: EndedReceipt): string =>
  subject.of === 'incident' ? `${label(subject.number)}, ${siteId}` : `A file of ${subject.name}, ${siteId}`;
