/** What a channel is told beside its incidents. */
export interface NewsWords {
  /** A chat could not be reached, and can be again. */
  readonly outage: {
    title(chat: string, span: string): string;
    when(from: string, to: string): string;
    /** Cards follow by themselves; this is what happened to them. */
    changed(count: number): string;
    line(facts: { label: string; band: string; title: string; standing: string }): string;
    has(name: string, since: string, via: string): string;
    resolved(name: string, at: string): string;
    nobody(): string;
  };
  readonly onTest: {
    title(site: string, until: string): string;
    by(name: string, why: string): string;
    meaning(): string;
    over(site: string): string;
    endedBy(name: string, at: string): string;
  };
  readonly threat: {
    /** Levels and bands come in words; without a name it is the whole organisation. */
    title(level: string, place: string | undefined): string;
    line(place: string | undefined, from: string, to: string): string;
    active(counts: readonly (readonly [band: string, count: number])[]): string;
  };
}
