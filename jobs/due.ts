import type { Desk } from '../src/desk.js';
import type { Incident } from '../src/incident/index.js';
import { missedAnswers, questionsOf } from '../src/incident/index.js';
import type { Clock, IncidentStore, Planning, RaiseAlarm } from '../src/ports.js';
import { createUnturned } from './unturned.js';

const LIMIT = 500;
/** Incidents that time acts on at once: their writes share a flush of the store. */
const AT_ONCE = 16;

export interface DueParts {
  readonly incidents: IncidentStore;
  readonly desk: Desk;
  readonly planning: Pick<Planning, 'known'>;
  readonly raise: RaiseAlarm;
  readonly clock: Clock;
  /** Incidents to be looked at although their own time has not come; each is named once. */
  readonly early?: () => readonly string[];
  /** Milliseconds of a clock that nobody can set. */
  readonly steady?: () => number;
  readonly failed: (what: string, error: unknown) => void;
}

/** Lets time act on the incidents whose clock has run out. Two instances may both try; the desk lets it happen once. */
export function createDue(parts: DueParts) {
  const { incidents, desk, planning, raise, clock } = parts;
  const unturned = createUnturned(clock, parts.steady);

  async function act(id: string, now: Date, asOf: Date): Promise<boolean> {
    const incident = await incidents.load(id);
    if (!incident) return false;
    // One that is from the future was opened before the clock was set back, and its deadlines with it.
    const at = incident.state.openedAt > now ? asOf : now;
    await raiseMissing(incident, at);
    const known = await planning.known(incident.state, questionsOf(incident.state, at), at);
    const result = await desk.execute(id, (state) => ({
      type: 'tick',
      actor: { kind: 'system', id: 'clock' },
      ...(state.openedAt > now ? { asOf } : {}),
      known,
    }));
    return result.ok && result.events.length > 0;
  }

  /** Somebody who does not answer any more is an alarm of their own, durable before it is written down that it was raised. */
  async function raiseMissing({ state }: Incident, at: Date): Promise<void> {
    for (const { who, key } of missedAnswers(state, at)) {
      await raise({
        key,
        kind: 'lone-worker',
        siteId: state.place.siteId,
        zoneId: state.place.zoneId,
        about: who.id,
        subject: `${who.name} does not answer`,
        details: `They were sent to INC-${state.number}, were asked whether all is well, and gave no answer.`,
      });
    }
  }

  return async function actOnDue(): Promise<'more' | 'idle'> {
    const now = clock.now();
    const asOf = unturned();
    const ids = [...new Set([...(parts.early?.() ?? []), ...(await incidents.due(now, asOf, LIMIT))])];
    let acted = 0;
    const queue = [...ids];
    const worker = async () => {
      for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
        try {
          if (await act(id, now, asOf)) acted += 1;
        } catch (error) {
          // One incident that cannot be saved must not stop everybody's clock.
          parts.failed(`the clock of incident ${id}`, error);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, ids.length) }, worker));
    // One step often makes the next one due: whom to page comes after that a page failed.
    return acted > 0 ? 'more' : 'idle';
  };
}
