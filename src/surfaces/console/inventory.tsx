import express, { type Router } from 'express';
import type { JSX } from 'preact';
import { aboutAsset } from '../../../cards/asset-card.js';
import { amountIn } from '../../../cards/words/amount.js';
import { en } from '../../../cards/words/en.js';
import type { HandleInbound } from '../../inbound.js';
import { mayEver, type PersonActor } from '../../incident/index.js';
import { type Asset, assetStatusOf, type Register } from '../../inventory/index.js';
import type { ConsoleAccount } from '../../ports-accounts.js';
import type { Guards } from './account-routes.js';
import { CardView } from './card.js';
import { handRoutes } from './hand-routes.js';
import { Head } from './head.js';
import { page } from './page.js';
import { told } from './told.js';

export interface AssetsDesk {
  readonly register: () => Register;
  readonly nameOfPlace: (asset: Asset) => string;
  readonly handle: HandleInbound;
  readonly actorOf: (account: ConsoleAccount) => PersonActor;
}

const SHOWN = 200;
const BASE = '/console/inventory';
const money = amountIn('en-GB');
/** `/console/inventory`: what is worth most, each with its history, and the form for how it stands. */
export function assetRoutes(
  { register, nameOfPlace, handle, actorOf }: AssetsDesk,
  { inside, changing }: Guards,
): Router {
  const router = express.Router();
  const working: Guards['inside'] = (run) =>
    inside(async (request, response, me) => {
      if (mayEver(actorOf(me.account), 'note')) return await run(request, response, me);
      response.status(403).send(told('Not for you', 'The inventory is for the desk.'));
    });

  router.get(
    '/',
    working(async (request, response) => {
      const text = String(request.query.text ?? '').slice(0, 100);
      const all = register();
      const status = assetStatusOf(text.toLowerCase());
      const found = all.search(status ? { status } : text === '' ? {} : { text }, SHOWN);
      const body = <Assets found={found} register={all} text={text} nameOfPlace={nameOfPlace} />;
      response.send(page('Assets · Tocsin', body, { styles: ['oncall.css', 'tasks.css'] }));
    }),
  );

  router.get(
    '/:name',
    working(async (request, response, me) => {
      const id = String(request.params.name).slice(0, 100);
      const who = actorOf(me.account);
      const answer = await handle({ kind: 'view', about: aboutAsset(id), who });
      if (answer.kind !== 'shown')
        return void response.status(404).send(told('No such asset', 'The inventory has none of this id.'));
      const at = `${BASE}/${encodeURIComponent(id)}`;
      const body = (
        <main class="oncall">
          <Head title="Asset">
            <a href={BASE}>All assets</a>
          </Head>
          <CardView card={answer.card} at={at} csrf={me.session.csrf} />
          <form method="post" action={`${at}/press`}>
            <input type="hidden" name="csrf" value={me.session.csrf} />
            <button type="submit" class="button primary" name="action" value="asset">
              Say how it stands
            </button>
          </form>
        </main>
      );
      response.send(page('Asset · Tocsin', body, { styles: ['oncall.css'] }));
    }),
  );

  const idOf = async (name: string): Promise<string | undefined> => {
    const asset = register().find(name);
    return asset && aboutAsset(asset.id);
  };
  router.use(handRoutes({ handle, actorOf, base: BASE, idOf }, { changing }));
  return router;
}

function Assets(props: {
  found: readonly Asset[];
  register: Register;
  text: string;
  nameOfPlace: (asset: Asset) => string;
}): JSX.Element {
  const { found, register, text, nameOfPlace } = props;
  return (
    <main class="oncall">
      <Head title="Assets" />
      <form method="get" action={BASE}>
        <label for="text">Id, name, tag or status</label>{' '}
        <input id="text" type="search" name="text" value={text} maxLength={100} />{' '}
        <button type="submit" class="button">
          Look
        </button>
      </form>
      {register.size === 0 ? (
        <p class="hint">
          There are none yet. They stand in the book (assets:), or are imported: npm run assets -- import inventory.csv
        </p>
      ) : (
        <p class="hint">
          {found.length} of {register.size.toLocaleString('en')}, what weighs most first.
        </p>
      )}
      <ul class="tasks">
        {found.map((asset) => {
          const status = register.statusOf(asset.id);
          const worth = { amount: asset.unitCost.amount * asset.quantity, currency: asset.unitCost.currency };
          return (
            <li class={status === 'normal' ? '' : 'overdue'}>
              <a href={`${BASE}/${encodeURIComponent(asset.id)}`}>
                <strong>{asset.name}</strong>
                <small>
                  {asset.id} · {nameOfPlace(asset)} · {money(worth)}
                  {asset.highValue ? ' · high value' : ''}
                  {status === 'normal' ? null : <strong class="mark"> · {en.asset.statuses[status]}</strong>}
                </small>
              </a>
            </li>
          );
        })}
      </ul>
    </main>
  );
}
