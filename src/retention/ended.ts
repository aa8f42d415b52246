import type { Kind } from '../incident/index.js';

/** What goes some time after an incident is over, when the book says so: all of it, its pictures, its other files. */
export const ENDED = ['incident', 'video', 'evidence'] as const;
export type Ended = (typeof ENDED)[number];

export interface EndedRule {
  readonly class: Ended;
  /** Milliseconds: of an incident since it ended, of a file since it was kept. */
  readonly keepMs: number;
  /** Of one client alone; of everybody when left out. */
  readonly client?: string;
  /** Of incidents of these kinds alone. */
  readonly kinds?: readonly Kind[];
}

/** Whose it is. */
export interface Owner {
  readonly clientId: string | undefined;
  /** Of its incident; where nobody knows them, as of a task, every rule of its class counts. */
  readonly kinds: readonly Kind[] | undefined;
}

/** So long before it goes it is said to be going: a legal hold still keeps it. Ours. */
export const RECYCLE_MS = 7 * 86_400_000;

const UNITS = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
] as const;

/** Pictures and clips are of people; of other files the book speaks apart. */
export const classOfFile = (type: string): Ended => (/^(image|video)\//.test(type) ? 'video' : 'evidence');

/** The longest rule that applies; nothing when none does: then it is kept. */
export function ruleFor(what: Ended, { clientId, kinds }: Owner, rules: readonly EndedRule[]): EndedRule | undefined {
  const applying = rules.filter(
    (rule) =>
      rule.class === what &&
      (rule.client === undefined || rule.client === clientId) &&
      (rule.kinds === undefined || kinds === undefined || rule.kinds.some((kind) => kinds.includes(kind))),
  );
  return applying.reduce<EndedRule | undefined>(
    (longest, rule) => (longest && longest.keepMs >= rule.keepMs ? longest : rule),
    undefined,
  );
}

/** Whether it was kept as long as the book wants. */
export const isDue = (rule: EndedRule | undefined, since: Date, now: Date): rule is EndedRule =>
  rule !== undefined && since.getTime() + rule.keepMs <= now.getTime();

/** `video, 30 days, shoplifting`: the rule, as a history tells it. */
export const saidOf = ({ class: what, keepMs, client, kinds = [] }: EndedRule): string =>
  [what, spanOf(keepMs), ...(client === undefined ? [] : [client]), ...kinds].join(', ');

/** In the largest unit of which it is a whole number. */
function spanOf(ms: number): string {
  const [unit, each] = UNITS.find(([, size]) => ms % size === 0) ?? ['seconds', 1_000];
  return `${Math.round(ms / each)} ${unit}`;
}

/** An incident, or one file of an incident or a task. */
export type Subject =
  | { readonly of: 'incident'; readonly id: string; readonly number: number }
  | {
      readonly of: 'file';
      readonly owner: 'incident' | 'task';
      readonly id: string;
      /** `INC-42`, `TASK-12`: what people call its owner. */
      readonly name: string;
      readonly file: string;
      readonly sha256: string;
    };

/**
 * What says that something goes, and then that it is gone. `marked`: from `goesAt` on. `begun`: before anything of it is deleted.
 * `kept`: something spoke against it after all. `broken`: something did when a part of it was gone already.
 */
export interface EndedReceipt {
  readonly id: string;
  readonly class: Ended;
  readonly siteId: string;
  readonly subject: Subject;
  /** When it ended, or was kept. */
  readonly before: Date;
  /** Entries of the history; of a file one. */
  readonly count: number;
  /** The head of its chain, or the hash of the file: what stays of it. */
  readonly digest: string;
  readonly why: string;
  readonly at: Date;
  readonly goesAt: Date;
  readonly state: 'marked' | 'begun' | 'done' | 'kept' | 'broken';
}

export const incidentReceipt = (number: number): string => `incident/INC-${number}`;
export const fileReceipt = ({ id, file }: Extract<Subject, { of: 'file' }>): string => `file/${id}/${file}`;
