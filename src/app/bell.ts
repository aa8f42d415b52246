import type { Debts } from '../../jobs/debts.js';
import type { Near } from '../../jobs/near.js';
import type { Incident } from '../incident/index.js';
import { nextDue } from '../incident/index.js';
import type { Bell, Clock } from '../ports.js';

/** Whom a saved incident concerns. They are there later than the desk that rings. */
export interface Hearers {
  owed(): void;
  due(): void;
  /** Pages may have to be sent. */
  paging(incident: Incident): void;
  explaining(incident: Incident): void;
  /** It may wait for a file. */
  evidence(incident: Incident): void;
  /** Its protocol may want tasks. */
  tasks(incident: Incident): void;
  /** How threatened a place is may have changed. */
  news(): void;
  /** Whoever looks at the console sees it change. */
  live(number: number): void;
}

/** Tells every part that an incident was saved; never waits for any of them. */
export function createBell(parts: { readonly debts: Debts; readonly near: Near; readonly clock: Clock }) {
  const nobody = (): void => undefined;
  const hearers: Hearers = {
    owed: nobody,
    due: nobody,
    paging: nobody,
    explaining: nobody,
    evidence: nobody,
    tasks: nobody,
    news: nobody,
    live: nobody,
  };
  const bell: Bell = {
    saved(incident) {
      parts.debts.learn(incident);
      parts.near.saved(incident.state);
      hearers.owed();
      const due = nextDue(incident.state);
      if (due && due <= parts.clock.now()) hearers.due();
      hearers.paging(incident);
      hearers.explaining(incident);
      hearers.evidence(incident);
      hearers.tasks(incident);
      hearers.news();
      hearers.live(incident.state.number);
    },
  };
  return { bell, hearers };
}
