import { type EscalationClock, fired, hastened, nextRung, type Rung } from './escalation.js';
import type { IncidentEvent } from './event.js';
import type { IncidentState } from './incident.js';
import { isWatched, needsSomebody } from './need.js';
import { type Paged, pagedAs, pagesFor } from './page-all.js';
import type { Page, PageRecord, PageWhy, Recipients } from './paging.js';
import { isSettled, meantForOne } from './paging.js';
import type { Destination } from './place.js';
import type { PageVia, TargetName } from './plan.js';
import type { Known, Question } from './world.js';

/** After a long sleep of the bot so many rungs fire at once. */
const AT_ONCE = 12;

interface Due {
  readonly question: Extract<Question, { ask: 'recipients' }>;
  readonly why: PageWhy;
  /** Where the ladder stands once it is done. */
  readonly clock?: EscalationClock;
  readonly deliveredWithinMs: number;
  /** Who comes after, when the person was reached by name. */
  readonly next?: Page['next'];
}

/**
 * Pages that failed and whose place another way, or somebody else, has to take: of each group the strongest, and only
 * while no stronger one is on its way.
 */
export function unfollowed(state: IncidentState): PageRecord[] {
  const failed = state.pages.filter(
    (page) => page.state === 'failed' && !page.followed && page.to.kind === 'person' && isWanted(state, page),
  );
  return failed.filter((page) =>
    state.pages.every((other) => {
      if (other === page || other.group !== page.group) return true;
      if (other.state === 'failed')
        return stronger(page.via, other.via) || (other.via === page.via && other.id > page.id);
      return other.state === 'stopped' || !stronger(other.via, page.via) || other.notBefore > page.at;
    }),
  );
}

/** What the ladder asks of the book now. */
export function dueOf(state: IncidentState, now: Date): Due[] {
  const due: Due[] = unfollowed(state).map((page) => followUp(state, page));
  const policy = state.plan.escalation;
  let { clock } = state;
  if (!needsSomebody(state)) return due;
  for (let turn = 0; turn < AT_ONCE; turn++) {
    const rung = nextRung(policy, clock);
    if (!rung || rung.at > now) break;
    clock = fired(policy, clock, rung, now);
    due.push(rungDue(state, rung, clock));
    // The last resort repeats for ever: once is enough for the time that was slept through.
    if (rung.what === 'last-resort') break;
  }
  return due;
}

/** Whether it still matters that this page did not arrive. Mails of record are not chased by telephone. */
function isWanted(state: IncidentState, page: PageRecord): boolean {
  if (page.why === 'notice' || page.why === 'skipped-step') return false;
  if (!meantForOne(page)) return needsSomebody(state);
  return isWatched(state) && waysLeft(state, page).length > 0;
}

/** Ways to them that are stronger than the one that failed, and were not tried. */
function waysLeft(state: IncidentState, page: PageRecord): PageVia[] {
  if (page.final) return [];
  const group = state.pages.filter((each) => each.group === page.group);
  // What was planned for later does not count as tried: it is due now.
  const tried = new Set(group.filter((each) => each.state !== 'due').map((each) => each.via));
  return page.can.filter((each) => !tried.has(each) && stronger(each, page.via));
}

function rungDue(state: IncidentState, rung: Rung, clock: EscalationClock): Due {
  const policy = state.plan.escalation;
  if (rung.what === 'last-resort') {
    const why = { code: 'last-resort', times: rung.times } as const;
    return {
      why,
      clock,
      deliveredWithinMs: policy.steps.at(-1)?.deliveredWithinMs ?? 60_000,
      question: ask(`last:${rung.times}`, policy.lastResort, policy.lastResortVia, true),
    };
  }
  const step = policy.steps[rung.step];
  const { round } = rung;
  const place = { policy: policy.id, round, step: rung.step };
  const why: PageWhy =
    rung.what === 'repeat' ? { code: 'repeat', ...place, times: rung.times } : { code: 'step', ...place };
  const key = `${rung.what}:${round}.${rung.step}${rung.what === 'repeat' ? `.${rung.times}` : ''}`;
  return {
    why,
    clock,
    deliveredWithinMs: step?.deliveredWithinMs ?? 60_000,
    question: ask(key, step?.notify ?? [], step?.via ?? [], state.lifeSafety),
  };
}

/** A text that did not arrive becomes a call; who cannot be called either gives way to the next one. */
function followUp(state: IncidentState, page: PageRecord): Due {
  const { to, via, id } = page;
  const name = to.kind === 'person' ? to.name : to.address;
  const why: PageWhy = { code: 'unreachable', page: id, name, via };
  const deliveredWithinMs = page.deliveredWithinMs ?? 60_000;
  const left = waysLeft(state, page);
  const self = to.kind === 'person' ? `person:${to.id}` : '';
  if (left.length > 0) {
    return { why, deliveredWithinMs, question: ask(`follow:${id}`, [self], left, true), next: page.next };
  }
  const [first, ...rest] = page.next;
  const targets = first ? [`person:${first.id}`] : [];
  return { why, deliveredWithinMs, question: ask(`follow:${id}`, targets, ['chat', 'sms', 'voice'], true), next: rest };
}

const STRENGTH: Record<PageVia, number> = { email: 0, chat: 1, sms: 2, voice: 3 };
const stronger = (a: PageVia, b: PageVia): boolean => STRENGTH[a] > STRENGTH[b];

const ask = (
  key: string,
  targets: readonly TargetName[],
  via: readonly PageVia[],
  hurry: boolean,
): Due['question'] => ({ ask: 'recipients', key, targets, via, hurry });

/** Goes up the ladder as far as it is due and known. */
export function climb(state: IncidentState, now: Date, known: Known): IncidentEvent[] {
  const events: Paged[] = [];
  let made = state.paged;
  for (const due of dueOf(state, now)) {
    const recipients = known.recipients[due.question.key];
    if (!recipients) break;
    const event = pagedFor(due, recipients, made, now, state, events);
    made += event.pages.length;
    events.push(event);
  }
  return events;
}

function pagedFor(
  due: Due,
  recipients: Recipients,
  made: number,
  now: Date,
  state: IncidentState,
  before: readonly Paged[],
): Paged {
  const asked = new Set(before.flatMap(({ pages }) => pages.map(waysKey)));
  const pages = pagesFor(recipients, { made, now, deliveredWithinMs: due.deliveredWithinMs, next: due.next }).filter(
    // Two rungs that fire at once reach one person once.
    (page) => !asked.has(waysKey(page)),
  );
  const clock = clockAfter(due, { pages, channels: recipients.channels ?? [] }, now, state);
  return { ...pagedAs(due.why, recipients, pages), ...(clock ? { clock } : {}) };
}

/** Where a rung reaches nobody, or the last of those whom it named is out of reach, the next one does not wait. */
function clockAfter(
  due: Due,
  { pages, channels }: { readonly pages: readonly Page[]; readonly channels: readonly Destination[] },
  now: Date,
  state: IncidentState,
): EscalationClock | undefined {
  const policy = state.plan.escalation;
  if (due.why.code !== 'unreachable') {
    return due.clock && pages.length + channels.length === 0 ? hastened(policy, due.clock, now) : due.clock;
  }
  return pages.length === 0 && state.pages.every(isSettled) ? hastened(policy, state.clock, now) : undefined;
}

const waysKey = ({ to, via }: Page): string => `${via} ${to.kind === 'person' ? to.id : to.address}`;
