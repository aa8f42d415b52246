import type { Kind } from './incident/index.js';

/** An alarm that Tocsin raises itself: it takes the way of every other one, durable first. */
export interface OwnAlarm {
  /** The same key is the same alarm, however often it is raised. */
  readonly key: string;
  readonly kind: Kind;
  readonly siteId: string;
  readonly zoneId?: string | undefined;
  /** Whoever needs help: nobody calls or sends them to their own alarm. */
  /** The device of the book that it is about. */
  readonly deviceId?: string;
  readonly about?: string;
  readonly subject: string;
  readonly details?: string;
}

/** Durable when it resolves. */
export type RaiseAlarm = (alarm: OwnAlarm) => Promise<void>;
