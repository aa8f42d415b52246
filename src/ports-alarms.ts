import type { Kind } from './incident/index.js';

/** An alarm that Tocsin raises itself: it takes the way of every other one, durable first. */
export interface OwnAlarm {
  /** The same key is the same alarm, however often it is raised. */
  readonly key: string;
  readonly kind: Kind;
  readonly siteId: string;
  readonly zoneId?: string | undefined;
  /** The device of the book that it is about. */
  readonly deviceId?: string;
  /** Whoever needs help: nobody calls or sends them to their own alarm. */
  readonly about?: string;
  readonly subject: string;
  readonly details?: string;
  /** Key of an earlier one that is over. This one then opens nothing, and is noted on that. */
  readonly clears?: string;
}

/** Durable when it resolves. */
export type RaiseAlarm = (alarm: OwnAlarm) => Promise<void>;
