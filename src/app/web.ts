import type { AddressInfo } from 'node:net';
import type { Express, NextFunction, Request, Response, Router } from 'express';
import type { Debts } from '../../jobs/debts.js';
import type { Config } from '../config.js';
import type { Register } from '../inventory/index.js';
import type { Metrics } from '../metrics.js';
import { apiRoutes } from '../web/api.js';
import { securityHeaders } from '../web/headers.js';
import { createServer, type Door } from '../web/server.js';
import type { OpenOnCall } from './oncall.js';
import type { Collections, OpenStore } from './store.js';
import { storeState } from './store-state.js';

export interface WebChapter {
  readonly config: Config;
  /** Slack has its routes on it already; it needs its bodies raw, so it comes before every parser. */
  readonly web: Express;
  readonly console: Router;
  /** For readers of clients, who have no account. */
  readonly portal?: Router;
  readonly stores: Collections;
  readonly store: OpenStore;
  readonly metrics: Metrics;
  readonly debts: Debts;
  readonly alarms: Door;
  readonly positions?: Door;
  readonly patrols?: Door;
  readonly access?: Door;
  readonly register: () => Register;
  readonly onCall: OpenOnCall;
  /** Twilio's replies, keys and receipts. */
  readonly phones?: Router;
  readonly failed: (what: string, error: unknown) => void;
}

/** Everything that is reached by HTTP, and the server itself. */
export async function openWeb({
  config,
  web,
  console: desk,
  portal,
  stores,
  store,
  metrics,
  debts,
  alarms,
  positions,
  patrols,
  access,
  register,
  onCall,
  phones,
  failed,
}: WebChapter) {
  web.disable('x-powered-by');
  web.set('trust proxy', config.trustProxy);
  web.use(securityHeaders(config.publicUrl?.startsWith('https:') ?? false));
  web.get('/', (_request, response) => {
    response.redirect(303, '/console');
  });
  web.get('/healthz', (_request, response) => void response.type('text').send('ok'));
  web.get('/readyz', (_request, response) => {
    const { ok, text } = storeState(store);
    response.status(ok ? 200 : 503).json({ ready: ok, store: text });
  });
  web.get('/metrics', async (_request, response) => {
    metrics.inboxDepth.set(await stores.inbox.depth());
    metrics.owedDepth.set(debts.depth());
    metrics.live.reset();
    for (const [band, count] of Object.entries((await stores.incidents.counts()).byBand))
      metrics.live.set({ band }, count);
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  web.use('/api/v1', apiRoutes({ ...stores, register, token: config.apiToken }));
  web.use('/console', desk);
  if (portal) web.use('/portal', portal);
  web.use('/oncall', onCall.feed);
  if (phones) web.use('/twilio', phones);
  web.use(
    (_request: Request, response: Response) => void response.status(404).type('text').send('There is nothing here.'),
  );
  web.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    const status = (error as { status?: number }).status ?? 500;
    if (status >= 500) failed(`${request.method} ${request.path}`, error);
    if (response.headersSent) return next(error);
    response
      .status(status)
      .type('text')
      .send(status >= 500 ? 'Something went wrong here. It is in the log.' : 'This request could not be read.');
  });

  const server = createServer({
    web,
    alarms,
    ...(positions ? { positions } : {}),
    ...(patrols ? { patrols } : {}),
    ...(access ? { access } : {}),
    trustProxy: config.trustProxy,
    failed,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  const { address, port, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    async stop(): Promise<void> {
      const closed = new Promise<void>((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
      server.closeIdleConnections();
      // Open event streams and slow senders do not hold up the end.
      setTimeout(() => {
        server.closeAllConnections();
      }, 1_000).unref();
      await closed;
    },
  };
}
