import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type mongoose from 'mongoose';
import { launchStore, type RunningStore } from '../../embedded/launch.js';
import {
  accessStore,
  accountStore,
  assetStore,
  awaitedStore,
  bulletinStore,
  connectStore,
  coverStore,
  createIndexes,
  endedStore,
  explanationStore,
  inboxStore,
  incidentStore,
  incidentWishes,
  leaseStore,
  linkCodeStore,
  linkStore,
  markStore,
  messageStore,
  numberStore,
  officerStore,
  onTestStore,
  optOuts,
  outageStore,
  pageLog,
  ratingStore,
  reportMailStore,
  reportStore,
  retentionStore,
  riskStore,
  type StoreWatch,
  scanStore,
  seenStore,
  serialStore,
  sessionStore,
  sightingStore,
  signalStore,
  sourceHealthStore,
  stormStore,
  taskStore,
  teamsPlaceStore,
  threatStore,
} from '../../models/index.js';
import type { Config } from '../config.js';
import { type Logger, told } from '../log.js';

/** Who an instance is among those that share a store: host, process, and a mark that no other start has. */
export const newHolder = (): string => `${host()}/${process.pid}/${randomBytes(4).toString('hex')}`;

/**
 * The host, its boot and the room of its process numbers: two machines can have one name, one machine forgets its
 * processes when it starts anew, and containers of one machine number theirs each by itself.
 */
function host(): string {
  const boot = '/proc/sys/kernel/random/boot_id';
  const mark = existsSync(boot) ? readFileSync(boot, 'utf8').slice(0, 8) : '';
  return `${hostname().replaceAll('/', '_')}.${mark}${existsSync(PIDS) ? readlinkSync(PIDS).replace(/\D/g, '.') : ''}`;
}

/** A holder on this host whose process is no more; of other hosts nobody here can tell. */
export function isGone(holder: string, me: string): boolean {
  const [where, pid] = holder.split('/');
  if (where !== host() || pid === undefined || holder === me) return false;
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as { code?: string }).code === 'ESRCH';
  }
}

const PIDS = '/proc/self/ns/pid';

export interface OpenStore {
  readonly connection: mongoose.Connection;
  readonly embedded: RunningStore | undefined;
  readonly holder: string;
  close(): Promise<void>;
}

/** Chapter one: the store. The embedded one unless `MONGODB_URI` names a server. */
export async function openStore(
  config: Pick<Config, 'mongoUri' | 'dataDir'>,
  log: Logger,
  watch?: StoreWatch,
  lost?: (error: Error) => void,
): Promise<OpenStore> {
  const embedded = config.mongoUri
    ? undefined
    : await launchStore({
        dataDir: config.dataDir,
        onLine: (line) => {
          log.info({ store: true }, line);
        },
      });
  embedded?.onFailure((error) => {
    log.error({ error: told(error) }, 'the embedded store has trouble');
    // A full disk leaves the reads; a store that is gone leaves nothing, and only a new start brings it back.
    if (embedded.health().state === 'dead') lost?.(error);
  });
  try {
    const connection = await connectStore(
      embedded?.uri ?? config.mongoUri ?? '',
      embedded ? 'tocsin' : undefined,
      watch,
    );
    return {
      connection,
      embedded,
      holder: newHolder(),
      async close() {
        await connection.close();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/** Every collection behind its port. */
export async function openCollections({ connection, holder }: OpenStore) {
  const stores = {
    incidents: incidentStore(connection),
    inbox: inboxStore(connection),
    serials: serialStore(connection),
    signals: signalStore(connection),
    leases: leaseStore(connection, (other) => isGone(other, holder)),
    numbers: numberStore(connection),
    officers: officerStore(connection),
    seen: seenStore(connection),
    covers: coverStore(connection),
    accounts: accountStore(connection),
    sessions: sessionStore(connection),
    sourceHealth: sourceHealthStore(connection),
    pageLog: pageLog(connection),
    explanations: explanationStore(connection),
    optOuts: await optOuts(connection),
    onTest: onTestStore(connection),
    storms: stormStore(connection),
    bulletins: bulletinStore(connection),
    threats: threatStore(connection),
    outages: outageStore(connection),
    links: linkStore(connection),
    linkCodes: linkCodeStore(connection),
    teamsPlaces: teamsPlaceStore(connection),
    assets: assetStore(connection),
    scans: scanStore(connection),
    risks: riskStore(connection),
    retention: retentionStore(connection),
    ended: endedStore(connection),
    messages: messageStore(connection),
    sightings: sightingStore(connection),
    access: accessStore(connection),
    awaited: awaitedStore(connection),
    tasks: taskStore(connection),
    marks: markStore(connection),
    taskWishes: incidentWishes(connection, 'tasksWanted'),
    reports: reportStore(connection),
    reportMails: reportMailStore(connection),
    ratings: ratingStore(connection),
    reportWishes: incidentWishes(connection, 'reportWanted'),
  };
  await createIndexes(connection);
  return stores;
}

export type Collections = Awaited<ReturnType<typeof openCollections>>;
