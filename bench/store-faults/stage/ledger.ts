/** A document of a storm; its text follows from its name and its revision. */
export interface Doc {
  readonly _id: string;
  readonly rev: number;
  readonly text: string;
}

/** What a document should be: a revision, or gone. */
type State = number | 'gone';

interface Entry {
  /** What was acknowledged; undefined before the first answer. */
  known: State | undefined;
  /** What was sent and not answered: it may have happened or not. */
  sent: State | undefined;
}

/** 20 to 3,000 characters that no other revision has. */
export function textOf(id: string, rev: number): string {
  const mark = `${id}/${rev} `;
  let hash = rev + 1;
  for (const char of id) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) >>> 0;
  return mark.repeat(Math.max(2, Math.ceil((hash % 3_000) / mark.length)));
}

export const docOf = (id: string, rev: number): Doc => ({ _id: id, rev, text: textOf(id, rev) });

/** Holds a store to what it acknowledged. */
export class Ledger {
  acknowledged = 0;
  private readonly entries = new Map<string, Entry>();

  /** A write is on its way. */
  send(id: string, state: State): void {
    const entry = this.entries.get(id) ?? { known: undefined, sent: undefined };
    entry.sent = state;
    this.entries.set(id, entry);
  }

  /** The write was acknowledged. */
  done(id: string): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    entry.known = entry.sent;
    entry.sent = undefined;
    this.acknowledged++;
  }

  /** The documents whose names begin so. */
  idsOf(prefix: string): string[] {
    return [...this.entries.keys()].filter((id) => id.startsWith(prefix));
  }

  /** Begins with another, empty store. */
  forget(): void {
    this.entries.clear();
  }

  /**
   * Compares with everything that a store has. Gives a line for each acknowledged write that is not there, and for what is
   * there and was never written. What was in doubt is from now on as it was found.
   */
  check(found: Iterable<Doc>): string[] {
    const wrong: string[] = [];
    const there = new Map<string, Doc>();
    for (const doc of found) {
      if (there.has(doc._id)) wrong.push(`${doc._id} is there twice`);
      there.set(doc._id, doc);
      if (!this.entries.has(doc._id)) wrong.push(`${doc._id} was never written`);
      else if (doc.text !== textOf(doc._id, doc.rev))
        wrong.push(`${doc._id}: the text is not that of revision ${doc.rev}`);
    }
    for (const [id, entry] of this.entries) {
      const is: State = there.get(id)?.rev ?? 'gone';
      const before = entry.known ?? 'gone';
      if (is !== before && (entry.sent === undefined || is !== entry.sent))
        wrong.push(
          `${id}: revision ${is}, acknowledged was ${before}${entry.sent === undefined ? '' : `, sent ${entry.sent}`}`,
        );
      entry.known = is;
      entry.sent = undefined;
      if (is === 'gone') this.entries.delete(id);
    }
    return wrong;
  }
}
