import type { Clock, SourceHealthStore } from '../ports.js';

const FLUSH_MS = 2_000;

/** Counts what sources do and writes it down every two seconds, not at every alarm. */
export function watchSources(store: SourceHealthStore, clock: Clock, failed: (error: unknown) => void) {
  const news = new Map<string, { accepted: number; refused: number; lastAt: Date; lastOutcome: string }>();
  const timer = setInterval(() => void flush(), FLUSH_MS);
  timer.unref();

  async function flush(): Promise<void> {
    const batch = [...news];
    news.clear();
    for (const [source, counted] of batch) await store.note({ source, ...counted }).catch(failed);
  }

  return {
    note(source: string, outcome: string): void {
      if (source === 'unknown') return;
      const have = news.get(source) ?? { accepted: 0, refused: 0 };
      const taken = outcome === 'accepted' || outcome === 'duplicate';
      news.set(source, {
        accepted: have.accepted + (taken ? 1 : 0),
        refused: have.refused + (taken ? 0 : 1),
        lastAt: clock.now(),
        lastOutcome: taken ? outcome : `refused with ${outcome}`,
      });
    },
    async stop(): Promise<void> {
      clearInterval(timer);
      await flush();
    },
  };
}
