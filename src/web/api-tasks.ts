import express, { type Router } from 'express';
import { z } from 'zod';
import { timesIn } from '../../cards/times.js';
import { en } from '../../cards/words/en.js';
import { problem } from '../http.js';
import { TASK_KINDS } from '../incident/index.js';
import type { TaskStore } from '../ports-tasks.js';
import { statusOf, type Task, type TaskState, taskLabel } from '../task/index.js';
import { answer } from './answer.js';
import { evidenceOf } from './api-evidence.js';

const query = z.object({
  status: z.enum(['live', 'overdue', 'over']).optional(),
  kind: z.enum(TASK_KINDS).optional(),
  site: z.string().max(64).optional(),
  assignee: z.string().max(100).optional(),
  since: z.coerce.date().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(50).optional(),
});

const STATUS = { live: { live: true }, overdue: { live: true, overdue: true }, over: { live: false } } as const;

/** `/api/v1/tasks`: newest first, with filters `status` (live, overdue, over), `kind`, `site`, `since`, `limit`. */
export function apiTasks(tasks: Pick<TaskStore, 'list' | 'loadByNumber'>): Router {
  const router = express.Router();

  router.get('/', async (request, response) => {
    const parsed = query.safeParse(request.query);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const why = `${issue?.path.join('.')}: ${issue?.message}`;
      return answer(response, problem(422, 'bad-query', 'The query could not be read', why));
    }
    const { status, kind, site, assignee, since, limit, cursor } = parsed.data;
    const { items, next } = await tasks.list({
      order: 'newest',
      limit,
      ...(status ? STATUS[status] : {}),
      ...(kind ? { kinds: [kind] } : {}),
      ...(site ? { siteId: site } : {}),
      ...(assignee ? { of: { personId: assignee, roles: [] } } : {}),
      ...(since ? { since } : {}),
      ...(cursor ? { after: cursor } : {}),
    });
    response.json({ items: items.map(({ state }) => summary(state)), nextCursor: next ?? null });
  });

  router.get('/:number', async (request, response) => {
    const number = Number(request.params.number.replace(/^TASK-/i, ''));
    const task = Number.isSafeInteger(number) ? await tasks.loadByNumber(number) : undefined;
    if (task) return void response.json(whole(task));
    const detail = `No task has the number ${request.params.number.slice(0, 20)}.`;
    answer(response, problem(404, 'unknown-task', 'There is no such task', detail));
  });
  return router;
}

function summary(state: TaskState) {
  const { number, kind, title, details, place, incident, to, from, rule, openedAt, dueAt, checklist, checks } = state;
  return {
    number,
    label: taskLabel(number),
    kind,
    status: statusOf(state),
    title,
    details: details ?? null,
    site: { id: place.siteId, name: place.siteName },
    zone: place.zoneId ? { id: place.zoneId, name: place.zoneName ?? place.zoneId } : null,
    incident: incident?.number ?? null,
    to,
    from: from ?? null,
    rule: rule ?? null,
    acceptedBy: state.status === 'accepted' ? { ...state.accepted.by, at: state.accepted.at } : null,
    done: state.status === 'done' ? state.done : null,
    cancelled: state.status === 'cancelled' ? state.cancelled : null,
    openedAt,
    dueAt,
    checklist: checklist.map((item) => {
      const check = checks.find((each) => each.item === item.id);
      const { result, note, by, at } = check ?? {};
      return { ...item, check: check ? { result, note, by, at } : null };
    }),
  };
}

function whole({ state, timeline, chain, cards }: Task) {
  const times = timesIn(state.place.timezone);
  return {
    ...summary(state),
    timeline: timeline.map(({ seq, at, actor, event, hash }) => ({
      seq,
      at,
      actor: actor.kind === 'person' ? { id: actor.id, name: actor.name, via: actor.via } : { id: actor.id },
      type: event.type,
      text: en.task.event(event, actor.kind === 'person' ? actor.name : 'Tocsin', times),
      hash,
    })),
    evidence: evidenceOf(state.evidence),
    chain: { entries: chain.seq, head: chain.hash },
    cards: cards.map(({ destination, shown, stuck, lastError }) => ({
      destination: `${destination.surface}:${destination.to}`,
      shown,
      wanted: state.cardVersion,
      current: shown === state.cardVersion,
      stuck: stuck ?? false,
      error: lastError ?? null,
    })),
  };
}
