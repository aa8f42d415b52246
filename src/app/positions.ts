import type { Alarms } from '../../handlers/alarms.js';
import { createPositions, type PositionOutcome } from '../../handlers/positions.js';
import { type Book, trackerId } from '../book/book.js';
import { nearestSite } from '../book/locate.js';
import { officersOf } from '../book/officers.js';
import type { Officer, OfficerState } from '../dispatch/index.js';
import type { Logger } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { Clock } from '../ports.js';
import type { Engagement, Whereabouts } from '../ports-dispatch.js';
import type { OfficerRow, OfficersDesk } from '../surfaces/console/officers.js';
import type { openSources } from './sources.js';
import type { Collections } from './store.js';

export interface PositionsChapter {
  readonly book: () => Book;
  readonly sources: Pick<ReturnType<typeof openSources>, 'live'>;
  readonly stores: Pick<Collections, 'officers'>;
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly health: { note(source: string, outcome: string): void };
  readonly failed: (what: string, error: unknown) => void;
  /** What officers have in hand, by person, as the live incidents tell it. */
  readonly engagements?: () => Promise<ReadonlyMap<string, Engagement>>;
  /** Whether a rotation has somebody on shift; `undefined` when none names them. */
  readonly onShift?: (personId: string, now: Date) => boolean | undefined;
}

/** Outcomes that a healthy source has. */
const WELL: ReadonlySet<PositionOutcome> = new Set<PositionOutcome>(['newest', 'older', 'other-message']);
/** Who works comes first, who is at home last. */
const ORDER: readonly OfficerState[] = ['on-scene', 'en-route', 'assigned', 'available', 'off'];
/** Trackers that nobody carries are named in the log once each, and at most so many. */
const STRANGERS = 100;

/** Where officers are: the door for their trackers, and the console's page. */
export function openPositions(parts: PositionsChapter) {
  const { book, sources, stores, clock, metrics, log, health, failed } = parts;
  const nothing: ReadonlyMap<string, Engagement> = new Map();
  const strangers = new Set<string>();

  const door = createPositions({
    sources: () => sources.live,
    alarms: parts.alarms,
    officers: stores.officers,
    carrierOf: (source, tracker) => book().personOfTracker(trackerId(source, tracker))?.id,
    clock,
    observe(source, outcome) {
      metrics.positions.inc({ source, outcome });
      health.note(source, WELL.has(outcome) ? 'accepted' : outcome);
    },
    stranger(source, tracker) {
      const id = trackerId(source, tracker);
      if (strangers.has(id) || strangers.size >= STRANGERS) return;
      strangers.add(id);
      log.warn({ source }, `nobody in the book carries the tracker "${id}": add it to the "trackers" of a person`);
    },
    failed: (error) => {
      failed('writing down a position', error);
    },
  });

  async function officers(now: Date): Promise<{ officers: Officer[]; whereabouts: readonly Whereabouts[] }> {
    const whereabouts = await stores.officers.all();
    const engagements = (await parts.engagements?.()) ?? nothing;
    const onShift = (person: string) => parts.onShift?.(person, now);
    return { officers: officersOf(book(), { whereabouts, engagements, onShift }), whereabouts };
  }

  const desk: OfficersDesk = {
    async rows() {
      const now = clock.now();
      const all = await officers(now);
      const duties = new Map(all.whereabouts.map(({ personId, duty }) => [personId, duty]));
      return all.officers.map((officer) => rowOf(book(), officer, duties.get(officer.id), now)).sort(byState);
    },
    setDuty: (person, duty) => stores.officers.setDuty(person, duty, clock.now()),
    timezone: () => book().data.organisation.timezone,
  };

  return { door, desk };
}

function rowOf(book: Book, officer: Officer, duty: Whereabouts['duty'], now: Date): OfficerRow {
  const { fix } = officer;
  const near = fix && nearestSite(book, fix.at);
  return {
    officer,
    sites: officer.sites.map((id) => book.site(id)?.name ?? id),
    ...(near ? { near: { site: near.site.name, metres: near.metres } } : {}),
    lost: fix !== undefined && now.getTime() - fix.fixedAt.getTime() >= book.dispatch.forgetAfterMs,
    ...(duty ? { duty } : {}),
  };
}

const byState = (one: OfficerRow, two: OfficerRow): number =>
  ORDER.indexOf(one.officer.state) - ORDER.indexOf(two.officer.state) ||
  one.officer.name.localeCompare(two.officer.name, 'en');
