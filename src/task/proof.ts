import { type ChainFault, type Digest, provenBy } from '../incident/index.js';
import { evolveTask } from './evolve.js';
import type { Task, TaskState } from './task.js';

/** Where the history of a task, and what is kept of it, do not agree. */
export const taskFaults = ({ state, timeline, chain }: Task, digest: Digest): ChainFault[] =>
  provenBy({ taskId: state.id }, { timeline, head: chain, state }, digest, (folded: TaskState | undefined, entry) =>
    evolveTask(folded, entry, state.id),
  );
