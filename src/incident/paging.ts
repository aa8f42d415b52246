import type { PersonRef } from './actor.js';
import type { Destination } from './place.js';
import type { PageVia, TargetName } from './plan.js';

/** Who gets a page. An address is one of a list, without a person behind it. */
export type Addressee =
  | ({ readonly kind: 'person' } & PersonRef)
  | { readonly kind: 'address'; readonly address: string };

/** One message to one person by one way. */
export interface Page {
  /** `1`, `2`, … within its incident. */
  readonly id: string;
  readonly to: Addressee;
  readonly via: PageVia;
  /** Not before this: whoever answers the first way is spared the others. */
  readonly notBefore: Date;
  /** The ways that were tried for one person because of one cause have one group. */
  readonly group: string;
  /** Every way to them that there is. */
  readonly can: readonly PageVia[];
  /** Who comes next when this one cannot be reached. */
  readonly next: readonly PersonRef[];
  /** A text without a receipt for so long after it was sent counts as not delivered. */
  readonly deliveredWithinMs?: number;
}

/** Why somebody is paged, as data; `cards/words` says it. */
export type PageWhy =
  | { readonly code: 'step'; readonly policy: string; readonly round: number; readonly step: number }
  | {
      readonly code: 'repeat';
      readonly policy: string;
      readonly round: number;
      readonly step: number;
      readonly times: number;
    }
  | { readonly code: 'last-resort'; readonly times: number }
  | { readonly code: 'unreachable'; readonly page: string; readonly name: string; readonly via: PageVia }
  | { readonly code: 'escalated'; readonly by: string; readonly why: string }
  | { readonly code: 'notice'; readonly notice: string }
  | { readonly code: 'skipped-step'; readonly by: string; readonly step: string }
  | { readonly code: 'dispatched'; readonly by: string }
  | { readonly code: 'welfare'; readonly question: 'claim' | 'officer' };

/** Somebody whom the book names for it, and the ways to them. */
export interface Recipient {
  readonly to: Addressee;
  /** In order of time; none for somebody who cannot be reached at all. */
  readonly ways: readonly { readonly via: PageVia; readonly afterMs: number }[];
  /** Every way that could be taken, asked for or not. */
  readonly can: readonly PageVia[];
  readonly next: readonly PersonRef[];
  /** Their own chat with Tocsin, where the incident is shown to them when a chat is one of the ways. */
  readonly chat?: Destination;
}

/** Whom targets of the book stand for at one moment. */
export interface Recipients {
  readonly reach: readonly Recipient[];
  /** Channels that are to show the incident from now on. */
  readonly channels?: readonly Destination[];
  /** Targets that stand for nobody now, and why: `rotation:night-berlin`, `nobody is on call`. */
  readonly none: readonly { readonly target: TargetName; readonly why: string }[];
}

export const NOBODY: Recipients = { reach: [], none: [] };

/** How far a page came. */
export const PAGE_STATES = ['due', 'sent', 'delivered', 'answered', 'failed', 'stopped'] as const;
export type PageState = (typeof PAGE_STATES)[number];

/** A page as the incident remembers it. */
export interface PageRecord extends Page {
  readonly why: PageWhy['code'];
  /** `cardVersion` from which on a card shows it. */
  readonly version: number;
  readonly state: PageState;
  /** When it came to that. */
  readonly at: Date;
  /** The provider's own id. */
  readonly ref?: string;
  readonly error?: string;
  /** They said no: no other way to them is tried. */
  readonly final?: true;
  /** Somebody else was paged because this one could not be reached. */
  readonly followed?: true;
}

/** What is still to be sent of a page, and how it goes. Bookkeeping beside the chain. */
export interface PageDebt {
  readonly page: string;
  readonly priority: number;
  readonly dueAt: Date;
  readonly attempts: number;
  /** Set in a write before the call leaves, so that after a crash it is looked up before it is repeated. */
  readonly attempt?: PageAttempt;
  readonly lastError?: string;
}

/** A call that left, or was about to: what to look for. */
export interface PageAttempt {
  readonly at: Date;
  /** What the provider's receipts carry. One text can stand for pages of several incidents. */
  readonly token: string;
  /** Of a text: exactly what was sent. */
  readonly text?: string;
}

/** Pages kept on the incident: all that are under way, and the newest others. */
const KEPT = 40;

export const isSettled = ({ state }: Pick<PageRecord, 'state'>): boolean =>
  state === 'answered' || state === 'failed' || state === 'stopped';

export function withPages(
  have: readonly PageRecord[],
  { why, pages }: { readonly why: PageWhy; readonly pages: readonly Page[] },
  { at, version }: { readonly at: Date; readonly version: number },
): PageRecord[] {
  const more = pages.map((page): PageRecord => ({ ...page, why: causeOf(have, why), version, state: 'due', at }));
  const before = why.code === 'unreachable' ? followed(have, why.page, pages, at) : have;
  return bounded([...before, ...more]);
}

/** Another way to somebody who is sent, or asked, is for the same cause. */
function causeOf(have: readonly PageRecord[], why: PageWhy): PageWhy['code'] {
  const first = why.code === 'unreachable' ? have.find(({ id }) => id === why.page)?.why : undefined;
  return first !== undefined && FOR_ONE.has(first) ? first : why.code;
}

/** The group has been followed up; what it still had planned by the same way is not needed any more. */
function followed(have: readonly PageRecord[], id: string, pages: readonly Page[], at: Date): PageRecord[] {
  const group = have.find((page) => page.id === id)?.group;
  const anew = new Set(pages.map(({ via }) => via));
  return have.map((page) => {
    if (page.group !== group) return page;
    const done = page.state === 'due' && anew.has(page.via) ? ({ state: 'stopped', at } as const) : {};
    return { ...page, ...done, ...(page.state === 'failed' ? { followed: true as const } : {}) };
  });
}

/** Receipts of a page never go back: a late `sent` does not undo `delivered`. */
const RANK = { due: 0, sent: 1, delivered: 2, stopped: 3, failed: 3, answered: 4 } as const satisfies Record<
  PageState,
  number
>;

export const advances = (from: PageState, to: PageState): boolean => RANK[to] > RANK[from];

export function withState(
  have: readonly PageRecord[],
  id: string,
  { ref, ...change }: Pick<PageRecord, 'state' | 'at'> & Partial<Pick<PageRecord, 'ref' | 'error' | 'final'>>,
): PageRecord[] {
  return have.map((page) => {
    if (page.id !== id) return page;
    const receipt = ref === undefined ? {} : { ref };
    return advances(page.state, change.state) ? { ...page, ...change, ...receipt } : { ...page, ...receipt };
  });
}

/**
 * A message in a chat has mentioned those of `called` whom a card of that version, or one before it, was to call. Somebody whom that
 * chat does not know still waits for another one. Nobody said whom: everybody.
 */
export const calledBy = (
  have: readonly PageRecord[],
  { shown, ref, called }: { readonly shown: number; readonly ref: string; readonly called?: readonly string[] },
  at: Date,
): PageRecord[] =>
  have.map((page) => {
    const due = page.via === 'chat' && page.state === 'due' && page.version <= shown;
    const meant = called === undefined || (page.to.kind === 'person' && called.includes(page.to.id));
    return due && meant ? { ...page, state: 'sent', ref, at } : page;
  });

/** Whether somebody may be called in this channel: in somebody's own chat nobody but them. */
export const isFor = ({ person }: Pick<Destination, 'person'>, to: Addressee): boolean =>
  person === undefined || (to.kind === 'person' && to.id === person);

export const toCall = ({ pages }: { readonly pages: readonly PageRecord[] }): PageRecord[] =>
  pages.filter(({ via, state }) => via === 'chat' && state === 'due');

/** Looks for somebody who takes it up: needless once somebody has. */
const LOOKS_FOR_SOMEBODY: ReadonlySet<PageWhy['code']> = new Set([
  'step',
  'repeat',
  'last-resort',
  'unreachable',
  'escalated',
]);
const FOR_ONE: ReadonlySet<PageWhy['code']> = new Set(['dispatched', 'welfare']);

/** It was for this person and nobody else: an officer who was sent, somebody who is asked whether all is well. */
export const meantForOne = ({ why }: Pick<PageRecord, 'why'>): boolean => FOR_ONE.has(why);

/**
 * What looks for somebody and was not sent yet is not sent any more. `out` when it is over: the ids of those who are out there
 * all the same; nobody else is sent, or asked whether all is well. Whoever has to know is told in any case.
 */
export function stopped(have: readonly PageRecord[], at: Date, out?: ReadonlySet<string>): PageRecord[] {
  const needless = (page: PageRecord): boolean => {
    const { why, to } = page;
    if (LOOKS_FOR_SOMEBODY.has(why)) return true;
    if (!out || !meantForOne(page)) return false;
    return why === 'dispatched' || to.kind !== 'person' || !out.has(to.id);
  };
  return have.map((page) => (page.state === 'due' && needless(page) ? { ...page, state: 'stopped', at } : page));
}

/** Of too many pages the oldest leave that nobody waits for any more; then those that arrived; then those on their way. */
const LEAVES: readonly ((page: PageRecord) => boolean)[] = [
  isSettled,
  ({ state }) => state === 'delivered',
  ({ state }) => state === 'sent',
];

function bounded(pages: readonly PageRecord[]): PageRecord[] {
  let kept = [...pages];
  for (const leaves of LEAVES) {
    let spare = kept.length - KEPT;
    if (spare <= 0) break;
    kept = kept.filter((page) => {
      if (spare <= 0 || !leaves(page)) return true;
      spare -= 1;
      return false;
    });
  }
  return kept;
}
