import { parentPort, workerData } from 'node:worker_threads';
import { type Sent, send } from './alarms.js';
import { pause } from './dice.js';
import type { Volley } from './volley.js';

const { url, alarms, perSecond } = workerData as Volley;

const startedAt = Date.now();
parentPort?.postMessage({ kind: 'started', value: startedAt });
const answers: Promise<Sent>[] = [];
for (const [index, alarm] of alarms.entries()) {
  const wait = startedAt + (index * 1_000) / perSecond - Date.now();
  if (wait > 0) await pause(wait);
  answers.push(send(url, alarm));
}
parentPort?.postMessage({ kind: 'done', value: await Promise.all(answers) });
