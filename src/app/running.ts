import type mongoose from 'mongoose';
import type { StoreWatch } from '../../models/index.js';
import type { LoadedBook } from '../book/load.js';
import type { Config } from '../config.js';
import type { Logger } from '../log.js';
import type { Clock } from '../ports.js';
import type { SourceFault } from '../sources.js';
import type { Pace } from './jobs.js';

export interface AppOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly pace?: Pace;
  /** A book other than the one that the configuration names. */
  readonly book?: LoadedBook;
  readonly watch?: StoreWatch;
  /** The store is gone for good; only a new start of the program brings it back. */
  readonly lost?: (error: Error) => void;
}

/** Tocsin, running. */
export interface App {
  /** Where it listens: `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly book: LoadedBook;
  readonly sourceFaults: readonly SourceFault[];
  /** The way in for the first administrator, while nobody has an account. */
  readonly firstSignIn: string | undefined;
  readonly store: string;
  readonly surfaces: readonly string[];
  /** Sites whose incidents no channel shows, although a chat is on. */
  readonly unrouted: readonly string[];
  readonly connection: mongoose.Connection;
  /** Hands over what is under way and ends. */
  stop(): Promise<void>;
}

export const systemClock: Clock = { now: () => new Date() };
