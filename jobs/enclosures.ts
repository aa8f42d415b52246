import type { Outcome } from '../src/incident/index.js';
import type { Enclosing, Enclosure } from '../src/ports-enclosing.js';
import type { BulletinStore, OwedBulletin } from '../src/ports-news.js';
import { remember } from '../src/remember.js';

export interface EnclosureParts {
  /** A report on paper with its charts; nothing when it is not there any more. */
  readonly papers: (reportId: string) => Promise<readonly Enclosure[] | undefined>;
  readonly bulletins: Pick<BulletinStore, 'brought'>;
}

/** While a channel has to wait its report need not be printed again; so many are kept. */
const READY = 3;

type Calling = (call: () => Promise<Outcome>) => Promise<Outcome | undefined>;

/** Puts the papers of a bulletin that was told below it: once, also when nobody knows whether they were put there. */
export function createEnclosures({ papers, bulletins }: EnclosureParts) {
  const ready = new Map<string, readonly Enclosure[]>();

  return {
    /** What belongs below it, made before the chat is asked for anything; or why it cannot be made now. */
    async made({ report = '' }: OwedBulletin): Promise<readonly Enclosure[] | Outcome> {
      const known = ready.get(report);
      if (known) return known;
      try {
        const all = (await papers(report)) ?? [];
        if (all.length === 0) return { kind: 'skipped', reason: 'nothing belongs below it' };
        remember(ready, report, all, READY);
        return all;
      } catch (error) {
        return { kind: 'retry', error: error instanceof Error ? error.message : String(error), inDoubt: true };
      }
    },

    async put(
      { id, to, title, told = '', files }: OwedBulletin,
      all: readonly Enclosure[],
      enclosing: Enclosing,
      calling: Calling,
    ): Promise<Outcome | undefined> {
      const at = { to, under: told };
      if (files) {
        const seen = await calling(() => enclosing.shown(at, files));
        // Whoever could not look knows as little as before.
        if (seen?.kind === 'retry') return { ...seen, inDoubt: true };
        if (seen === undefined || seen.kind === 'delivered') return seen;
      }
      const refs: string[] = [];
      // One call each: together they could take longer than any call may.
      for (const file of all) {
        const brought = await calling(() => enclosing.bring(file));
        if (brought?.kind !== 'delivered') return brought;
        refs.push(brought.ref);
      }
      await bulletins.brought(id, refs);
      return await calling(() => enclosing.show(at, refs, all, title));
    },
  };
}

export type Enclosures = ReturnType<typeof createEnclosures>;
