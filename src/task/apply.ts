import { type Actor, type Digest, emptyChain, link } from '../incident/index.js';
import { oweTaskCards } from './delivery.js';
import type { TaskEvent } from './event.js';
import { evolveTask } from './evolve.js';
import type { Task } from './task.js';

/**
 * Turns decided events into the next task: state, chained timeline entries and what its chats are owed now, as the one
 * document that is saved in one write. `version` stays that of the task read, which the store compares.
 */
export function applyTask(
  id: string,
  task: Task | undefined,
  events: readonly TaskEvent[],
  { actor, now, digest }: { readonly actor: Actor; readonly now: Date; readonly digest: Digest },
): Task {
  let state = task?.state;
  let chain = task?.chain ?? emptyChain;
  const timeline = [...(task?.timeline ?? [])];
  for (const event of events) {
    const entry = link({ taskId: id }, chain, { at: now, actor, event }, digest);
    chain = { ...chain, seq: entry.seq, hash: entry.hash };
    timeline.push(entry);
    state = evolveTask(state, entry, id);
  }
  if (!state) throw new Error(`no events for the new task ${id}`);
  const cards = oweTaskCards(state, task?.cards ?? [], now);
  return { state, timeline, chain, cards, told: task?.told ?? 0, version: task?.version ?? 0, changedAt: now };
}
