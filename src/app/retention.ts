import { createEndedRetention } from '../../jobs/ended-retention.js';
import { createMessageRetention } from '../../jobs/message-retention.js';
import { createRetention } from '../../jobs/retention.js';
import type { Book } from '../book/book.js';
import type { Desk } from '../desk.js';
import { digest } from '../digest.js';
import { numberIn } from '../incident/index.js';
import type { Clock } from '../ports.js';
import type { EvidenceFiles } from '../ports-evidence.js';
import { ENDED, type EndedRule, RETAINED, type RetentionRule } from '../retention/index.js';
import type { TaskDesk } from '../task-desk.js';
import type { Collections } from './store.js';

export interface RetentionChapter {
  readonly book: () => Book;
  readonly stores: Pick<Collections, 'incidents' | 'tasks' | 'retention' | 'ended' | 'messages' | 'leases' | 'marks'>;
  readonly files: EvidenceFiles;
  readonly desk: Desk;
  readonly taskDesk: TaskDesk;
  readonly holder: string;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

/** Kept so long when the book says nothing: longer than anybody looks for a heartbeat. Ours. */
const MESSAGES_MS = 90 * 86_400_000;

/** Deletes what was kept long enough; one class that fails holds up no other. */
export function openRetention({ book, stores, ...parts }: RetentionChapter): () => Promise<void> {
  const { failed } = parts;
  const held = () => book().data.legalHolds.flatMap(({ incidents }) => incidents.map((name) => numberIn(name, 'INC')));
  /** Rules of these classes, as the book has them. */
  const rules = <Class extends string>(classes: readonly Class[]) =>
    book().data.retention.flatMap(({ class: name, keep, client, kinds }) => {
      const kept = classes.find((each) => each === name);
      return kept === undefined
        ? []
        : [{ class: kept, keepMs: keep, ...(client ? { client } : {}), ...(kinds ? { kinds } : {}) }];
    });
  const shared = { ...parts, ...stores, held, digest };
  const ofSites = createRetention({
    ...shared,
    store: stores.retention,
    rules: (): readonly RetentionRule[] => rules(RETAINED),
    sites: () => book().data.sites,
  });
  const ofEnded = createEndedRetention({
    ...shared,
    store: stores.ended,
    rules: (): readonly EndedRule[] => rules(ENDED),
  });
  const ofMessages = createMessageRetention({
    ...shared,
    receipts: stores.retention,
    keepMs: () => Math.max(...rules(['alarm']).map(({ keepMs }) => keepMs), 0) || MESSAGES_MS,
  });
  return async () => {
    for (const [what, clear] of Object.entries({ ofSites, ofEnded, ofMessages })) {
      try {
        await clear();
      } catch (error) {
        failed(`deleting what was kept long enough (${what})`, error);
      }
    }
  };
}
