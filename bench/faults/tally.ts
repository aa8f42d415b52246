/** Counts by sort, and tells them in words. */
export class Tally {
  private readonly counts = new Map<string, number>();

  add(sort: string): void {
    this.counts.set(sort, (this.counts.get(sort) ?? 0) + 1);
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** `3 presses: HTTP 503`, one line for each sort. */
  lines(what: string): string[] {
    return [...this.counts].map(([sort, count]) => `${count} ${what}: ${sort}`);
  }
}

/** What an answer was worth that is not 202: its status, or why there was none. */
export const sortOfStatus = (status: number): string => `HTTP ${status}`;

/** The sort of an error of a call, without what differs from call to call: `ECONNRESET`, `HTTP 503`, `no answer in time`. */
export function sortOf(error: unknown): string {
  let inner: unknown = error;
  for (let depth = 0; depth < 5 && inner instanceof Error; depth++) {
    const { code } = inner as { code?: unknown };
    if (typeof code === 'string') return code;
    if (inner.name === 'TimeoutError' || inner.name === 'AbortError') return 'no answer in time';
    inner = inner.cause;
  }
  const text = error instanceof Error ? error.message : String(error);
  const status = /answered HTTP (\d{3})/.exec(text)?.[1];
  if (status) return sortOfStatus(Number(status));
  if (/^The bot answered after \d+ ms/.test(text)) return 'answered later than Slack waits';
  return text.replaceAll(/\d+(\.\d+)?/g, '…');
}

/** Sorts that a process which ends, or whose store has ended, may leave behind with those who spoke to it. */
export const isOfTheDying = (sort: string): boolean =>
  /^(ECONNREFUSED|ECONNRESET|EPIPE|UND_ERR_SOCKET|HTTP 5\d\d|no answer in time|answered later than Slack waits)$/.test(
    sort,
  );
