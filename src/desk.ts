import type {
  Command,
  Digest,
  Incident,
  IncidentEvent,
  IncidentState,
  Outcome,
  PageAttempt,
  PageOutcome,
  Refusal,
  Report,
} from './incident/index.js';
import {
  apply,
  beginAttempt,
  beginPage,
  decide,
  missed,
  pageOf,
  settle,
  settlePage,
  turnPage,
} from './incident/index.js';
import type { Attempted, Missed } from './incident/settle.js';
import type { Bell, Clock, IncidentStore } from './ports.js';
import { createSerial } from './serial.js';

export type Result =
  | { readonly ok: true; readonly incident: Incident; readonly events: readonly IncidentEvent[] }
  | { readonly ok: false; readonly refusal: Refusal; readonly incident?: Incident };

/** A command, or how to make it from the state that it will meet. */
type Asked = Exclude<Command, Report> | ((state: IncidentState) => Exclude<Command, Report>);

/** The one place that turns commands into saved events and owed deliveries. */
export interface Desk {
  /** Opens an incident under an id that its first signal determines; opened twice, it is opened once. */
  report(id: string, command: Report): Promise<Result>;
  execute(id: string, asked: Asked): Promise<Result>;
  /** Writes down that a first post is about to leave. `undefined` when nothing of the sort is owed any more. */
  beginAttempt(id: string, owedId: string, token: string): Promise<Incident | undefined>;
  settle(id: string, attempted: Attempted, outcome: Outcome): Promise<Incident | undefined>;
  /** Writes down that a page is about to leave. `undefined` when it is not wanted any more. */
  beginPage(id: string, page: string, attempt: PageAttempt): Promise<Incident | undefined>;
  settlePage(id: string, page: string, outcome: PageOutcome): Promise<Incident | undefined>;
  /** A card that the provider had confirmed is not in its channel, or not as it was confirmed. */
  missed(id: string, missed: Missed): Promise<Incident | undefined>;
}

export interface DeskParts {
  readonly incidents: IncidentStore;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly bell: Bell;
}

/** Other instances may be faster so often before the caller is told to try again. */
const TRIES = 20;

export function createDesk({ incidents, clock, digest, bell }: DeskParts): Desk {
  // Commands of one incident queue up here, so that a hundred clicks at once do not race each other to the store.
  const serial = createSerial();
  // What was saved here last: the store refuses a successor of anything older, so it is safe to begin with it.
  const recent = createRecent();

  const saved = (incident: Incident): Incident => {
    recent.keep(incident);
    bell.saved(incident);
    return incident;
  };

  /** Saves the successor; `undefined` when somebody else was faster. */
  async function save(after: Incident, before: Incident): Promise<Incident | undefined> {
    const { incident, page } = turnPage(after);
    if (await incidents.save(incident, { ...(page ? { page } : {}), tells: after.chain.seq > before.chain.seq }))
      return saved({ ...incident, version: incident.version + 1 });
    recent.forget(incident.state.id);
    return undefined;
  }

  /** Saves the successor of what `change` was given; `undefined` from `change` means that there is nothing to save. */
  async function changing(
    id: string,
    change: (incident: Incident) => Incident | undefined,
  ): Promise<Incident | undefined> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const at = recent.of(id);
      const before = at ?? (await incidents.load(id));
      const after = before && change(before);
      if (!after || after === before) {
        if (!at) return before;
        // Nothing to save is an answer that only the store can give.
        recent.forget(id);
        continue;
      }
      const incident = await save(after, before);
      if (incident) return incident;
    }
    throw new Error(`incident ${id} could not be saved: ${TRIES} times another instance was faster`);
  }

  return {
    report: (id, command) =>
      serial(id, async () => {
        const now = clock.now();
        const decision = decide(undefined, command, now);
        if (!decision.ok) return decision;
        const incident = apply(id, undefined, decision.events, { actor: command.actor, now, digest });
        if (await incidents.insert(incident)) return { ok: true, incident: saved(incident), events: decision.events };
        const winner = await incidents.load(id);
        return winner ? { ok: true, incident: winner, events: [] } : { ok: false, refusal: { code: 'busy' } };
      }),

    execute: (id, asked) =>
      serial(id, async () => {
        for (let attempt = 0; attempt < TRIES; attempt++) {
          const at = recent.of(id);
          const before = at ?? (await incidents.load(id));
          if (!before) return { ok: false, refusal: { code: 'unknown-incident' } };
          const now = clock.now();
          const command = typeof asked === 'function' ? asked(before.state) : asked;
          const decision = decide(before.state, command, now);
          const after =
            decision.ok && decision.events.length > 0
              ? apply(id, before, decision.events, { actor: command.actor, now, digest })
              : undefined;
          if (at && !after) {
            // A refusal is an answer that only the store can give.
            recent.forget(id);
            continue;
          }
          if (!decision.ok) return { ...decision, incident: before };
          if (!after) return { ok: true, incident: before, events: [] };
          const incident = await save(after, before);
          if (incident) return { ok: true, incident, events: decision.events };
        }
        return { ok: false, refusal: { code: 'busy' } };
      }),

    beginAttempt: (id, owedId, token) =>
      serial(id, async () => {
        const now = clock.now();
        const incident = await changing(id, (before) =>
          before.owed.some((row) => row.id === owedId) ? beginAttempt(before, owedId, token, now) : undefined,
        );
        return incident?.owed.some((row) => row.id === owedId && row.attempt?.token === token) ? incident : undefined;
      }),

    beginPage: (id, page, attempt) =>
      serial(id, async () => {
        const wanted = (incident: Incident) =>
          incident.calls.some((call) => call.page === page) && pageOf(incident, page)?.state === 'due';
        const incident = await changing(id, (before) =>
          wanted(before) ? beginPage(before, page, attempt) : undefined,
        );
        return incident && wanted(incident) ? incident : undefined;
      }),

    settlePage: (id, page, outcome) =>
      serial(id, () => changing(id, (before) => settlePage(before, page, outcome, { now: clock.now(), digest }))),

    missed: (id, what) => serial(id, () => changing(id, (before) => missed(before, what, clock.now()))),

    settle: (id, attempted, outcome) =>
      serial(id, () => changing(id, (before) => settle(before, attempted, outcome, { now: clock.now(), digest }))),
  };
}

/** Timeline entries kept in memory, over all incidents: about as many kilobytes. */
const KEPT_ENTRIES = 20_000;

/** The incidents that were saved here last, within a bound; those not touched for longest give way. */
function createRecent() {
  const kept = new Map<string, Incident>();
  let entries = 0;

  function forget(id: string): void {
    entries -= kept.get(id)?.timeline.length ?? 0;
    kept.delete(id);
  }

  return {
    of: (id: string): Incident | undefined => kept.get(id),
    keep(incident: Incident): void {
      forget(incident.state.id);
      kept.set(incident.state.id, incident);
      entries += incident.timeline.length;
      for (const id of kept.keys()) {
        if (entries <= KEPT_ENTRIES) return;
        forget(id);
      }
    },
    forget,
  };
}
