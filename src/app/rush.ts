/** So many alarms within the span are a rush. */
const RUSH = { alarms: 150, withinMs: 100 } as const;

/** Whether alarms pour in right now, at more than 1,500 a second. */
export function createRush(steady: () => number = () => performance.now()) {
  let span = { from: Number.NEGATIVE_INFINITY, count: 0 };
  let last = { until: Number.NEGATIVE_INFINITY };

  return {
    came(): void {
      const now = steady();
      if (now - span.from >= RUSH.withinMs) span = { from: now, count: 0 };
      span.count += 1;
      if (span.count >= RUSH.alarms) last = { until: now + 2 * RUSH.withinMs };
    },
    busy: (): boolean => steady() < last.until,
  };
}
