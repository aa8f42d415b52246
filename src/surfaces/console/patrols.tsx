import express, { type Router } from 'express';
import type { JSX } from 'preact';
import { renderSVG } from 'uqr';
import { timesIn } from '../../../cards/times.js';
import { leads, mayEver, type PersonActor } from '../../incident/index.js';
import type { Checkpoint, KeptScan } from '../../patrol/index.js';
import type { ConsoleAccount } from '../../ports-accounts.js';
import type { ScanStore } from '../../ports-patrol.js';
import type { Guards } from './account-routes.js';
import { Head } from './head.js';
import { page } from './page.js';
import { told } from './told.js';

export interface PatrolsDesk {
  readonly scans: Pick<ScanStore, 'newest'>;
  /** What stands in the code of each point. */
  readonly codes: () => readonly { readonly checkpoint: Checkpoint; readonly token: string }[];
  readonly nameOf: (personId: string) => string;
  readonly siteName: (siteId: string) => string;
  readonly timezone: () => string;
}

const SHOWN = 100;
/** `/console/patrols`: the newest scans with what they prove, and the codes to be printed. */
export function patrolRoutes(
  desk: PatrolsDesk,
  actorOf: (account: ConsoleAccount) => PersonActor,
  { inside }: Pick<Guards, 'inside'>,
): Router {
  const router = express.Router();

  router.get(
    '/',
    inside(async (_request, response, me) => {
      if (!mayEver(actorOf(me.account), 'note'))
        return void response.status(403).send(told('Not for you', 'Patrols are for the desk.'));
      const scans = await desk.scans.newest(SHOWN);
      const body = <Scans scans={scans} desk={desk} />;
      response.send(page('Patrols · Tocsin', body, { styles: ['oncall.css', 'tasks.css'] }));
    }),
  );

  router.get(
    '/codes',
    inside(async (_request, response, me) => {
      // Whoever has a code can print another one like it.
      if (!leads(actorOf(me.account)))
        return void response.status(403).send(told('Not for you', 'Codes are printed by those who lead.'));
      response.send(page('Codes · Tocsin', <Codes desk={desk} />, { styles: ['oncall.css', 'tasks.css'] }));
    }),
  );
  return router;
}

function Scans({ scans, desk }: { scans: readonly KeptScan[]; desk: PatrolsDesk }): JSX.Element {
  const times = timesIn(desk.timezone());
  return (
    <main class="oncall">
      <Head title="Patrols">
        <a href="/console/patrols/codes">Codes to print</a>
        <a href="/console/tasks">Tasks</a>
      </Head>
      {scans.length === 0 ? (
        <p class="hint">
          Nothing was scanned yet. Points stand in the book (checkpoints:), their codes can be printed, and telephones
          send scans to /patrols/ and the name of a source with the adapter patrol.
        </p>
      ) : (
        <div class="wide-table">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">Guard</th>
                <th scope="col">Point</th>
                <th scope="col">Made</th>
                <th scope="col">Clock of the telephone</th>
                <th scope="col">Received</th>
                <th scope="col">Proves it</th>
              </tr>
            </thead>
            <tbody>
              {scans.map((scan) => (
                <tr key={`${scan.source}/${scan.key}`}>
                  <td>{desk.nameOf(scan.guard)}</td>
                  <td>
                    {scan.checkpoint ?? 'none of ours'}
                    {scan.siteId ? `, ${desk.siteName(scan.siteId)}` : ''}
                  </td>
                  <td>{times.dayTime(scan.madeAt)}</td>
                  <td>{times.dayTime(scan.deviceAt)}</td>
                  <td>{times.dayTime(scan.receivedAt)}</td>
                  <td class={scan.proven ? '' : 'bad'}>
                    {scan.proven ? 'yes' : `no: ${scan.reasons.join(', ')}`}
                    {scan.distanceM === undefined ? '' : ` (${scan.distanceM} m)`}
                    {scan.remarks.length > 0 ? `, ${scan.remarks.join(', ')}` : ''}
                    {scan.task === undefined ? null : (
                      <>
                        {' '}
                        <a href={`/console/tasks/${scan.task}`}>TASK-{scan.task}</a>
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </main>
  );
}

function Codes({ desk }: { desk: PatrolsDesk }): JSX.Element {
  const codes = desk.codes();
  return (
    <main class="oncall">
      <Head title="Codes">
        <a href="/console/patrols">Scans</a>
      </Head>
      {codes.length === 0 ? (
        <p class="hint">The book has no points yet (checkpoints:).</p>
      ) : (
        <ul class="codes">
          {codes.map(({ checkpoint, token }) => (
            <li key={checkpoint.id}>
              {/* Made by us from a token of ours: squares, and nothing of the input. */}
              <div class="code" dangerouslySetInnerHTML={{ __html: renderSVG(token, { ecc: 'M', border: 2 }) }} />
              <strong>{checkpoint.name}</strong>
              <small>
                {desk.siteName(checkpoint.siteId)} · {checkpoint.id} · code {checkpoint.code}
              </small>
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}
