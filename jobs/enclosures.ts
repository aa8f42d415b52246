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
    { id, to, title, report = '', files }: OwedBulletin,
    enclosing: Enclosing,
    calling: Calling,
  ): Promise<Outcome | undefined> {
    if (files) {
      const seen = await calling(() => enclosing.shown(to, files));
      if (seen === undefined || seen.kind === 'delivered' || seen.kind === 'retry') return seen;
    }
    const all = await papers(report);
    if (!all || all.length === 0) return { kind: 'skipped', reason: 'the report is not there any more' };
    const brought = await calling(() => enclosing.bring(all));
    if (brought?.kind !== 'delivered') return brought;
    const refs = brought.ref.split(' ');
    await bulletins.brought(id, refs);
    const titles = all.map((each) => each.title);
    return await calling(() => enclosing.show(to, refs, titles, title));
  };
}

export type Enclose = ReturnType<typeof createEnclosures>;
