import { Session } from 'node:inspector';
import type { CpuProfile } from './profile.js';
import { answering } from './programs.js';

/**
 * Loaded before the bot by `--profile`: samples the main thread and every worker thread between two messages, so
 * that neither the start nor the waiting is in the figures.
 */
const session = new Session();
session.connect();

const SAMPLE_MICROSECONDS = 500;
const workers = new Map<string, string>();
const pending = new Map<number, (result: { profile?: CpuProfile }) => void>();
let asked = 0;

const here = (method: string, params: object = {}): Promise<{ profile?: CpuProfile }> =>
  new Promise((resolve, reject) => {
    session.post(method, params, (error, result) => (error ? reject(error) : resolve(result ?? {})));
  });

const inWorker = (sessionId: string, method: string, params: object = {}): Promise<{ profile?: CpuProfile }> =>
  new Promise((resolve, reject) => {
    asked += 1;
    pending.set(asked, resolve);
    const message = JSON.stringify({ id: asked, method, params });
    here('NodeWorker.sendMessageToWorker', { sessionId, message }).catch(reject);
  });

session.on('NodeWorker.attachedToWorker', ({ params }) => {
  workers.set(params.sessionId, params.workerInfo.title);
});
session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
  const { id, result } = JSON.parse(params.message) as { id: number; result: { profile?: CpuProfile } };
  pending.get(id)?.(result);
  pending.delete(id);
});

async function start(): Promise<void> {
  await here('NodeWorker.enable', { waitForDebuggerOnStart: false });
  const settings = { interval: SAMPLE_MICROSECONDS };
  for (const sessionId of workers.keys()) {
    await inWorker(sessionId, 'Profiler.enable');
    await inWorker(sessionId, 'Profiler.setSamplingInterval', settings);
    await inWorker(sessionId, 'Profiler.start');
  }
  await here('Profiler.enable');
  await here('Profiler.setSamplingInterval', settings);
  await here('Profiler.start');
}

async function stop(): Promise<Record<string, CpuProfile | undefined>> {
  const profiles: Record<string, CpuProfile | undefined> = { main: (await here('Profiler.stop')).profile };
  for (const [sessionId, title] of workers)
    profiles[`worker ${title}`] = (await inWorker(sessionId, 'Profiler.stop')).profile;
  await here('NodeWorker.disable');
  workers.clear();
  return profiles;
}

answering(async ({ profile }) => {
  if (profile === 'start') return await start();
  if (profile === 'stop') return await stop();
  throw new Error(`the profiler does not know "${String(profile)}"`);
});
