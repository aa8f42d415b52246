import { DateTime } from 'luxon';
import type { SystemActor } from '../src/incident/index.js';
import type { Clock } from '../src/ports.js';
import type { RiskDay, RiskStore } from '../src/ports-risk.js';
import type { TaskPlanning } from '../src/ports-tasks.js';
import { movesOf, type RiskMove, type RiskRules, rising, riskSince, risksOf } from '../src/risk/index.js';
import { type Assignee, type TaskPlace, taskId } from '../src/task/index.js';
import type { TaskDesk } from '../src/task-desk.js';
import { later } from '../src/time.js';

export interface RisksParts {
  readonly store: RiskStore;
  readonly rules: () => RiskRules;
  /** IANA, of the organisation. */
  readonly zone: () => string;
  readonly placeOf: (move: RiskMove) => TaskPlace | undefined;
  readonly taskDesk: Pick<TaskDesk, 'open'>;
  readonly planning: Pick<TaskPlanning, 'destinations'>;
  readonly title: (move: RiskMove) => string;
  readonly details: (move: RiskMove) => string;
  readonly digest: (value: unknown) => string;
  readonly clock: Clock;
}

/** Against the risk of so many days before. */
const DAYS = 7;
const DAY_MS = 86_400_000;
const DECIDE_MS = 3 * DAY_MS;
const SUPERVISOR: Assignee = { kind: 'role', id: 'supervisor', name: 'supervisor' };
const CLOCK: SystemActor = { kind: 'system', id: 'clock' };
const ID = 32;
/** Proposals of one day; when everything rises, no list of zones is the answer. */
const PROPOSED = 5;

/** Risk, worked out once a day and kept, and what a rise of it proposes. */
export function createRisks(parts: RisksParts) {
  const { store, rules, zone, placeOf, taskDesk, planning, title, details, digest, clock } = parts;
  const dayOf = (at: Date): string => DateTime.fromJSDate(at, { zone: zone() }).toFormat('yyyy-LL-dd');

  const count = async (now: Date) => {
    const { halfLifeMs } = rules();
    return risksOf(await store.rows(riskSince(now, halfLifeMs)), rules(), now);
  };

  const before = async (day: string): Promise<RiskDay | undefined> => {
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
    return await store.latest(DateTime.utc(year, month, date).minus({ days: DAYS }).toFormat('yyyy-LL-dd'));
  };

  /** More patrols, or eyes on it: whoever leads decides, once in a week for each zone. */
  async function propose(move: RiskMove, now: Date): Promise<void> {
    const place = placeOf(move);
    if (!place) return;
    const week = DateTime.fromJSDate(now, { zone: zone() }).toFormat("kkkk-'W'WW");
    await taskDesk.open(taskId(digest(['risk', move.id, week]).slice(0, ID)), {
      type: 'open',
      actor: CLOCK,
      kind: 'follow-up',
      title: title(move),
      details: details(move),
      place,
      to: SUPERVISOR,
      dueAt: later(now, DECIDE_MS),
      checklist: [],
      destinations: planning.destinations({ place, to: SUPERVISOR }),
    });
  }

  return {
    /** How it stands, against a week before. */
    async now(): Promise<readonly RiskMove[]> {
      const now = clock.now();
      return movesOf(await count(now), (await before(dayOf(now)))?.risks);
    },

    /** As it was on a day, against a week before it; `undefined` when nobody worked it out. */
    async on(at: Date): Promise<readonly RiskMove[] | undefined> {
      const day = dayOf(at);
      const known = await store.latest(day);
      // What is older than a week says nothing of this one.
      if (!known || at.getTime() - known.at.getTime() > DAYS * DAY_MS) return undefined;
      return movesOf(known.risks, (await before(known.day))?.risks);
    },

    /** Works it out once for each day, and proposes what follows. Safe to do again. */
    async daily(): Promise<void> {
      const now = clock.now();
      const day = dayOf(now);
      const known = await store.latest(day);
      if (known?.day === day) return;
      const risks = await count(now);
      const moves = movesOf(risks, (await before(day))?.risks);
      // First the proposals: a crash before the day is kept has them made again, each once.
      for (const move of rising(moves).slice(0, PROPOSED)) await propose(move, now);
      await store.keep({ day, at: now, risks });
    },
  };
}

export type Risks = ReturnType<typeof createRisks>;
