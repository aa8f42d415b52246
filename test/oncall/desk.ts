import { rmSync } from 'node:fs';
import express from 'express';
import { createDebts } from '../../jobs/debts.js';
import { openAssets } from '../../src/app/assets.js';
import { openConsole } from '../../src/app/console.js';
import { openOnCall } from '../../src/app/oncall.js';
import { createPrinting } from '../../src/app/printing.js';
import { openReports } from '../../src/app/reports.js';
import { openSources } from '../../src/app/sources.js';
import { openCollections, openStore } from '../../src/app/store.js';
import { openWeb } from '../../src/app/web.js';
import { readConfig } from '../../src/config.js';
import { createRegister } from '../../src/inventory/index.js';
import { createLog } from '../../src/log.js';
import { createMetrics } from '../../src/metrics.js';
import type { Clock } from '../../src/ports.js';
import { madeSecrets } from '../../src/secrets.js';
import { ALARM_SECRETS, exampleBook, newDataDir } from '../house.js';

/** The console and the calendars on a real store, without chat and jobs: what this area is made of. */
export async function openDesk(clock: Clock) {
  const dataDir = newDataDir();
  const config = readConfig({ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent', ...ALARM_SECRETS });
  const log = createLog('silent');
  const loaded = exampleBook();
  const made = madeSecrets(dataDir);
  const secret = made.make('SESSION_SECRET');
  const store = await openStore(config, log);
  const stores = await openCollections(store);
  const failures: unknown[] = [];
  const onCall = openOnCall({ book: () => loaded.book, covers: stores.covers, clock, secret });
  const desktop = await openConsole({
    config,
    secret,
    patrolSecret: secret,
    stores,
    loaded,
    sources: openSources(loaded.book, loaded.example, config, made),
    store,
    handle: async () => ({ kind: 'refused', text: 'not here' }),
    onCall,
    assets: await openAssets({
      book: () => loaded.book,
      stores,
      desk: undefined as never,
      clock,
      failed: () => undefined,
    }),
    print: createPrinting().print,
    evidence: { desk: { keep: async () => '', read: async () => undefined } },
    reports: openReports({
      config,
      book: () => loaded.book,
      stores,
      surfaces: new Set(),
      printing: createPrinting(),
      risk: { on: async () => undefined },
      summarise: async () => undefined,
      clock,
      failed: (_what, error) => failures.push(error),
    }),
    clock,
    level: () => 'guarded',
    surfaces: () => [],
  });
  const server = await openWeb({
    config,
    web: express(),
    console: desktop.router,
    stores,
    register: () => createRegister([], new Map()),
    store,
    metrics: createMetrics(),
    debts: createDebts(),
    alarms: { admit: () => 0, take: async () => ({ status: 404, body: '' }) },
    onCall,
    failed: (_what, error) => failures.push(error),
  });
  const post = (path: string, cookie: string, values: Record<string, string>) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie },
      body: new URLSearchParams(values),
    });
  const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? '';

  /** Makes an account, the first one by the one-time link, and gives the hands of who signs in with it. */
  let admin: Hands | undefined;
  async function signIn(personId: string): Promise<Hands> {
    const account = { login: personId, name: personId, personId, password: 'a long enough sentence' };
    if (admin) {
      await admin.post('/console/accounts', { ...account, roles: 'responder' });
      const hands = await handsOf(cookieOf(await post('/console/sign-in', '', account)));
      return hands;
    }
    admin = await handsOf(cookieOf(await post('/console/start', '', { ...account, token: desktop.firstToken ?? '' })));
    return admin;
  }

  async function handsOf(cookie: string) {
    const get = async (path: string) => {
      const response = await fetch(`${server.url}${path}`, { headers: { cookie }, redirect: 'manual' });
      return { status: response.status, text: await response.text() };
    };
    const csrf = /name="csrf" value="([^"]+)"/.exec((await get('/console')).text)?.[1] ?? '';
    return {
      cookie,
      get,
      post: async (path: string, values: Record<string, string>) => {
        const response = await post(path, cookie, { csrf, ...values });
        return { status: response.status, location: response.headers.get('location'), text: await response.text() };
      },
    };
  }

  return {
    url: server.url,
    onCall,
    failures,
    book: loaded.book,
    firstToken: desktop.firstToken,
    signIn,
    async close(): Promise<void> {
      desktop.live.close();
      await server.stop();
      await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

interface Hands {
  readonly cookie: string;
  get(path: string): Promise<{ status: number; text: string }>;
  post(
    path: string,
    values: Record<string, string>,
  ): Promise<{ status: number; location: string | null; text: string }>;
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;
