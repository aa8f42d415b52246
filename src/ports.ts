import type {
  Assessment,
  Attach,
  Band,
  Destination,
  Graver,
  Incident,
  IncidentState,
  LossRecord,
  Notice,
  Outcome,
  Owed,
  PersonActor,
  Report,
  Seen,
  Signal,
  Stage,
  Status,
  Storm,
  TimelinePage,
} from './incident/index.js';
import type { ChatUser } from './ports-chats.js';
import type { Enclosing } from './ports-enclosing.js';

export type * from './ports-alarms.js';
export type * from './ports-chats.js';
export type * from './ports-inbox.js';
export type * from './ports-paging.js';
export type * from './ports-planning.js';

/** What the core asks of the world. Types only: `models/`, `src/surfaces/` and `src/outbound/` fulfil them. */

export type Clock = { now(): Date };

/** Incidents that wait for something: tasks of their protocol, or their report. */
export interface IncidentWishes {
  /** Their ids. */
  wanted(limit: number): Promise<readonly string[]>;
}

/** Filters of the board and of the API. */
export interface IncidentQuery {
  readonly status?: readonly Status[];
  readonly siteId?: string;
  readonly clientId?: string;
  readonly band?: Band;
  readonly claimedBy?: string;
  readonly since?: Date;
  /** Opaque, from the page before. */
  readonly after?: string;
  /** 1–200. */
  readonly limit: number;
  /** `urgency` is the order of the queue, `newest` that of lists. */
  readonly order: 'urgency' | 'newest';
}

export interface LiveCounts {
  readonly total: number;
  readonly byBand: Readonly<Partial<Record<Band, number>>>;
  readonly bySite: readonly { readonly siteId: string; readonly band: Band; readonly count: number }[];
}

/** An incident, as far as it says who is busy with it. */
export type Engaged = Pick<IncidentState, 'responders' | 'lifeSafety'> & Stage;

/** An incident, as far as delivery needs it. */
export type Owes = Pick<Incident, 'state' | 'version' | 'owed' | 'cards'>;

export interface Owing {
  /** Whose version is not the one that is known; most urgent first, and bounded: what is left out comes the next time. */
  readonly news: readonly Owes[];
  /** Known ones that owe nothing any more. */
  readonly paid: readonly string[];
}

export interface IncidentStore {
  load(id: string): Promise<Incident | undefined>;
  loadByNumber(number: number): Promise<Incident | undefined>;
  /** `false` when an incident of this id exists already. */
  insert(incident: Incident): Promise<boolean>;
  /**
   * Writes the successor of the version read; `false` when somebody else was faster. A closed page is written first.
   * `tells`: it adds to the timeline, by which it can be known again after others have written over it.
   */
  save(incident: Incident, more: { readonly page?: TimelinePage; readonly tells: boolean }): Promise<boolean>;
  /** Incidents of a site that a signal could belong to: live ones, and those resolved after `since`. Newest first, at most 200. */
  candidates(siteId: string, since: Date): Promise<IncidentState[]>;
  countSince(siteId: string, zoneId: string | undefined, since: Date): Promise<number>;
  list(query: IncidentQuery): Promise<{ items: Incident[]; next?: string }>;
  /** Incidents with a page that is to be sent by then; most urgent first. */
  calling(now: Date, limit: number): Promise<readonly Incident[]>;
  /** Live incidents that somebody has, or was sent to; only what tells who that is. */
  engaged(limit: number): Promise<readonly Engaged[]>;
  /** When the next page is to be sent, if any. */
  nextCallAt(): Promise<Date | undefined>;
  /** Ids of incidents whose clock has run out; by `asOf` for those that were opened after `now`, by a clock since set back. */
  due(now: Date, asOf: Date, limit: number): Promise<string[]>;
  /** Every incident that owes something, now or later, held against what is `known` here of them, by version. */
  owing(known: ReadonlyMap<string, number>): Promise<Owing>;
  /** Of the incidents that owe something as urgent as `priority`, most urgent first, those whose version is not `known`. */
  owingUrgently(priority: number, known: ReadonlyMap<string, number>): Promise<readonly Owes[]>;
  /** Incidents with a delivery that died and waits for a person. */
  deadLetters(limit: number): Promise<{ id: string; number: number; owed: readonly Owed[] }[]>;
  resolvedBefore(before: Date, limit: number): Promise<string[]>;
  pages(incidentId: string): Promise<TimelinePage[]>;
  /** All that are live, counted. */
  counts(): Promise<LiveCounts>;
}

/** Makes the commands that signals ask for, with everything the book knows about the place. */
export interface Openings {
  report(signals: readonly [Signal, ...Signal[]], batchId: string, recentIncidents: number): Report;
  /** `state` is that of the incident which they join. */
  attach(signals: readonly [Signal, ...Signal[]], batchId: string, state: IncidentState, flapping: boolean): Attach;
  /** How bad an incident is with what a person found who looked. */
  verified(state: IncidentState, seen: Seen): { readonly assessment: Assessment; readonly graver: Graver };
  /** What the book wants of an incident that a person calls as bad as that. */
  rated(state: IncidentState, band: Band): Graver;
  /** Whoever is to know of such a loss. */
  lost(state: IncidentState, loss: LossRecord): readonly Notice[];
}

/** The right to do something alone, for a while. */
export interface Lease {
  /** Grows with each new holder. */
  readonly fence: number;
  /** Milliseconds for which it is certainly still ours; 0 once it may be somebody else's, as after a long pause. */
  leftMs(): number;
}

/** One holder at a time, by name. */
export interface Leases {
  /** Takes or renews; `undefined` when somebody else holds it. Asks the store only when half of the time is over. */
  take(name: string, holder: string, ttlMs: number): Promise<Lease | undefined>;
  release(name: string, holder: string): Promise<void>;
  /** Names of those that were taken here and not given back. */
  held(): string[];
}

export interface Numbers {
  /** The next number of the sequence `name`, from 1. */
  next(name: string): Promise<number>;
}

/** Remembers for a while what was seen, so that a replayed request is known. */
export interface SeenStore {
  /** `true` the first time. */
  first(key: string, until: Date): Promise<boolean>;
}

/** What a source last did, for the health strip. */
export interface SourceHealth {
  readonly source: string;
  readonly lastAt: Date;
  readonly lastOutcome: string;
  readonly accepted: number;
  readonly refused: number;
}

export interface Bell {
  /** Told when an incident was saved; never throws, never waits. */
  saved(incident: Incident): void;
}

/** The storms that have, or are about to have, a message of their own. */
export interface StormStore {
  all(): Promise<Storm[]>;
  /** Writes it under the fence of the lease on its destination; `false` when a later holder has written already. */
  save(storm: Storm, fence: number): Promise<boolean>;
  /** It is over and its message says so. */
  end(storm: Storm, fence: number): Promise<boolean>;
}

/** A chat product, as delivery sees it. The adapter alone says whether retrying helps. */
export interface ChatSurface<Card> {
  readonly name: Destination['surface'];
  /** Where files can be put into channels. */
  readonly enclosing?: Enclosing;
  /**
   * Posts a first card. `token` is carried in the message, so that `find` can look it up after a crash; `calls` are the
   * surface's own ids of people whom the message calls.
   */
  post(to: Destination, card: Card, token: string, calls?: readonly string[]): Promise<Outcome>;
  update(to: Destination, ref: string, card: Card): Promise<Outcome>;
  /** Takes a message of ours away, because there is another one like it. */
  retract(to: Destination, ref: string): Promise<Outcome>;
  /** Lines into the thread of a card. */
  reply(to: Destination, ref: string, lines: readonly string[], token: string): Promise<Outcome>;
  /** A line in the thread that the whole channel sees: it calls these people, else with the mention that the book wants. */
  call(to: Destination, ref: string, line: string, token: string, calls?: readonly string[]): Promise<Outcome>;
  /** The message that carries the token, in the channel or in the thread of `under`, if it was posted after `since`. */
  find(to: Destination, token: string, since: Date, under?: string): Promise<Outcome>;
  /** What the channel really shows of these messages; one that could not be looked for is left out. */
  audit(to: Destination, refs: readonly string[]): Promise<Sight>;
}

/** The version of the card on each message, or that it is gone; or why nothing was seen and when to look again. */
export type Sight =
  | { readonly kind: 'seen'; readonly shown: ReadonlyMap<string, number | 'gone'> }
  | { readonly kind: 'unseen'; readonly error: string; readonly afterMs: number };

/** Who a person of a surface is in the organisation. */
export interface Directory {
  who(user: ChatUser): Promise<PersonActor | undefined>;
  /** What a surface calls somebody of the book; `undefined` for whom it does not know. */
  chatId(personId: string, surface: Destination['surface']): string | undefined;
  /** The name in the book of whom a surface calls so. */
  nameOf(surface: Destination['surface'], chatId: string): string | undefined;
  /** Whose channel it is; `undefined` for one that the book does not have. */
  audienceOf(surface: Destination['surface'], channel: string): Destination['audience'] | undefined;
  /** They said from both that it is them. */
  link(surface: Destination['surface'], chatId: string, personId: string): Promise<void>;
  /** People and roles that an incident can be handed to, for forms. */
  people(): readonly { readonly id: string; readonly name: string; readonly roles: readonly string[] }[];
}

export interface SourceHealthStore {
  /** Adds up what a source did since the last call. */
  note(health: SourceHealth): Promise<void>;
  all(): Promise<SourceHealth[]>;
}
