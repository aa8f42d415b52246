import type { Outcome } from '../src/incident/index.js';
import type { Enclosing, Enclosure } from '../src/ports-enclosing.js';
import type { BulletinStore, OwedBulletin } from '../src/ports-news.js';

export interface EnclosureParts {
  /** A report on paper with its charts; nothing when it is not there any more. */
  readonly papers: (reportId: string) => Promise<readonly Enclosure[] | undefined>;
  readonly bulletins: Pick<BulletinStore, 'brought'>;
}

type Calling = (call: () => Promise<Outcome>) => Promise<Outcome | undefined>;

/** Puts the papers of a bulletin that was told below it: once, also when nobody knows whether they were put there. */
export function createEnclosures({ papers, bulletins }: EnclosureParts) {
  return async function enclose(
    { id, to, title, report = '', told = '', files }: OwedBulletin,
    enclosing: Enclosing,
    calling: Calling,
  ): Promise<Outcome | undefined> {
    const at = { to, under: told };
    if (files) {
      const seen = await calling(() => enclosing.shown(at, files));
      // Whoever could not look knows as little as before.
      if (seen?.kind === 'retry') return { ...seen, inDoubt: true, at: 'look-up' };
      if (seen === undefined || seen.kind === 'delivered') return seen;
    }
    const all = await papers(report);
    if (!all || all.length === 0) return { kind: 'skipped', reason: 'the report is not there any more' };
    const brought = await calling(() => enclosing.bring(all));
    if (brought?.kind !== 'delivered') return brought;
    const refs = brought.ref.split(' ');
    await bulletins.brought(id, refs);
    return await calling(() => enclosing.show(at, refs, all, title));
  };
}

export type Enclose = ReturnType<typeof createEnclosures>;
