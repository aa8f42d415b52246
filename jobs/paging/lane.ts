import type { Desk } from '../../src/desk.js';
import type { PageOutcome, PageVia } from '../../src/incident/index.js';
import type { Rate } from '../../src/limits.js';
import type { Clock, IncidentStore, Lease, Leases } from '../../src/ports.js';
import type { Sending } from '../../src/ports-outbound.js';
import { createThrottle } from '../throttle.js';
import type { DuePage } from './due.js';
import { duePages, tokenOf } from './due.js';

export type PhoneVia = Exclude<PageVia, 'chat'>;

/** What goes out at once: one page, or several to one person as one text. */
export interface Parcel {
  readonly pages: readonly [DuePage, ...DuePage[]];
  /** Of a text, exactly what it says. */
  readonly text?: string;
}

/** How pages of one way are put together and sent. */
export interface Way {
  readonly via: PhoneVia;
  readonly rate: Rate;
  /** The next parcel out of what is due; `undefined` when all of it waits for a quieter moment, and until when. */
  parcel(due: readonly DuePage[], now: Date): Parcel | { readonly waitMs: number };
  /** As it leaves. `repeat`: it may have left already, and says so. */
  compose(parcel: Parcel, repeat: boolean): Parcel;
  /** How much of the rate it takes, as it leaves; 1 when left out. */
  weight?(parcel: Parcel): number;
  send(parcel: Parcel, token: string, repeat: boolean): Promise<Sending>;
  /** The same parcel, if the provider has it already. */
  find(
    parcel: Parcel,
    attempt: { readonly token: string; readonly at: Date; readonly text?: string },
  ): Promise<Sending | undefined>;
  /** Noted before it leaves, so that a receipt finds it. */
  note(parcel: Parcel, token: string, at: Date): Promise<void>;
  sent(parcel: Parcel, at: Date): void;
}

export interface LaneParts {
  readonly incidents: IncidentStore;
  readonly desk: Desk;
  readonly leases: Leases;
  readonly clock: Clock;
  readonly holder: string;
  readonly observe: (via: PhoneVia, outcome: PageOutcome['kind'], error?: string) => void;
}

/** Longer than a look-up and one call may take, so that nobody takes over while one is on its way. */
const LEASE_MS = { sms: 25_000, voice: 25_000, email: 45_000 } as const satisfies Record<PhoneVia, number>;
const FOREIGN_MS = 1_000;
const LOOK = 200;
/** A look-up that fails so often is given up: a page is repeated rather than lost. */
const LOOK_UPS = 3;

/**
 * One way to people, walked by one instance at a time: the most urgent page first, written down before it leaves, and
 * looked for before it is repeated.
 */
export function createLane({ incidents, desk, leases, clock, holder, observe }: LaneParts, way: Way) {
  const throttle = createThrottle();
  const { via, rate } = way;

  return async function next(): Promise<'more' | 'idle' | number> {
    const now = clock.now();
    const due = duePages(await incidents.calling(now, LOOK), via, now);
    if (due.length === 0) return 'idle';
    const waitMs = throttle.waitMs(via, paceOf(rate, due), now.getTime());
    if (waitMs > 0) return waitMs;
    const lease = await leases.take(`pages-${via}`, holder, LEASE_MS[via]);
    if (!lease) return FOREIGN_MS;
    // One that left before a crash goes first, by itself: what it was is known, and it may have arrived.
    const doubtful = due.find(({ call }) => call.attempt !== undefined);
    const parcel = doubtful ? { pages: [doubtful] as const } : way.parcel(due, now);
    if ('waitMs' in parcel) return parcel.waitMs;
    throttle.take(via, rate, now.getTime());
    await deliver(parcel, lease);
    return 'more';
  };

  async function deliver(parcel: Parcel, lease: Lease): Promise<void> {
    const [first] = parcel.pages;
    const { attempt } = first.call;
    const wanted = first.page.state === 'due';
    if (!attempt) return await send(parcel, tokenOf(first), false, lease);
    const found = await way.find(parcel, attempt);
    if (found?.kind === 'sent') return await settle(parcel, { ...found, lookedUp: true });
    if (found?.kind === 'retry' && first.call.attempts < LOOK_UPS)
      return await settle(parcel, { ...found, inDoubt: true });
    if (!wanted) return await settle(parcel, { kind: 'dropped' });
    await send(parcel, tokenOf(first), true, lease);
  }

  async function send(chosen: Parcel, token: string, repeat: boolean, lease: Lease): Promise<void> {
    const at = clock.now();
    const parcel = way.compose(chosen, repeat);
    // One was drawn before it was known how long it is.
    for (let more = 1; more < (way.weight?.(parcel) ?? 1); more++) throttle.take(via, rate, at.getTime());
    await way.note(parcel, token, at);
    const left: DuePage[] = [];
    for (const due of parcel.pages) {
      const attempt = { at, token, ...(parcel.text === undefined ? {} : { text: parcel.text }) };
      const marked = await desk.beginPage(due.incident.state.id, due.page.id, attempt);
      if (marked) left.push({ ...due, incident: marked });
    }
    const [first, ...rest] = left;
    if (!first) return;
    // We were held up: somebody else may be sending it by now.
    if (lease.leftMs() <= 0) return;
    const outcome = await way.send({ ...parcel, pages: [first, ...rest] }, token, repeat);
    throttle.sent(via, clock.now().getTime());
    if (outcome.kind === 'sent') way.sent(parcel, at);
    const told = repeat && outcome.kind === 'sent' ? { ...outcome, repeat } : outcome;
    await settle({ ...parcel, pages: [first, ...rest] }, told);
  }

  async function settle(parcel: Parcel, outcome: PageOutcome): Promise<void> {
    observe(via, outcome.kind, 'error' in outcome ? outcome.error : undefined);
    if (outcome.kind === 'retry' && outcome.afterMs !== undefined)
      throttle.pause(via, outcome.afterMs, clock.now().getTime());
    for (const { incident, page } of parcel.pages) await desk.settlePage(incident.state.id, page.id, outcome);
  }
}

const URGENT = 5;

function paceOf(rate: Rate, due: readonly DuePage[]): Rate {
  const urgent = (due[0]?.call.priority ?? Number.POSITIVE_INFINITY) <= URGENT;
  return urgent && rate.urgentEveryMs !== undefined ? { ...rate, everyMs: rate.urgentEveryMs } : rate;
}
