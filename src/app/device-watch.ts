import type { Book } from '../book/book.js';
import { locate } from '../book/locate.js';
import type { Meaning, Reading } from '../intake/adapter.js';
import type { Clock } from '../ports.js';
import type { SightingStore } from '../ports-devices.js';
import type { LiveSource } from '../sources.js';
import type { DeviceState } from '../surfaces/console/board-data.js';

const FLUSH_MS = 2_000;
/** What tells of a device that is gone does not come from it. */
const ABOUT_ITS_ABSENCE: ReadonlySet<string> = new Set(['device-offline', 'supervision']);

/** Notes which devices are heard of, whatever they say, and writes it down every two seconds. */
export function watchDevices(parts: {
  readonly book: () => Book;
  readonly store: Pick<SightingStore, 'heard'>;
  readonly clock: Clock;
  readonly failed: (error: unknown) => void;
}) {
  const { book, store, clock, failed } = parts;
  let news = new Map<string, Date>();
  const timer = setInterval(() => void flush(), FLUSH_MS);
  timer.unref();

  async function flush(): Promise<void> {
    const heard = news;
    news = new Map();
    await store.heard(heard).catch((error: unknown) => {
      // Nothing that was heard is forgotten: its absence would be an alarm.
      news = new Map([...heard, ...news]);
      failed(error);
    });
  }

  return {
    /** `reading` costs something, and is not asked for when nobody watches a device. */
    heard(live: LiveSource, reading: () => Reading): void {
      if (!watches(book())) return;
      for (const meaning of reading().meanings) {
        const hint = placeOf(meaning);
        const device = hint?.device === undefined ? undefined : locate(book(), live.source, hint).deviceId;
        if (device !== undefined && book().device(device)?.heartbeat !== undefined) news.set(device, clock.now());
      }
    },
    async stop(): Promise<void> {
      clearInterval(timer);
      await flush();
    },
  };
}

function placeOf(meaning: Meaning) {
  switch (meaning.is) {
    case 'signal':
      return ABOUT_ITS_ABSENCE.has(meaning.draft.kind) ? undefined : meaning.draft.place;
    case 'restore':
      return meaning.place;
    case 'ignored':
      return meaning.from;
    case 'unrecognised':
      return undefined;
    default:
      return meaning satisfies never;
  }
}

const watching = new WeakMap<Book, boolean>();

function watches(book: Book): boolean {
  const known = watching.get(book) ?? book.data.devices.some(({ heartbeat }) => heartbeat !== undefined);
  watching.set(book, known);
  return known;
}

/** Devices that the book wants to hear of, the silent ones first, then those that were heard of longest ago. */
export async function watchedDevices(book: Book, store: Pick<SightingStore, 'all'>): Promise<DeviceState[]> {
  const watched = book.data.devices.filter(({ heartbeat }) => heartbeat !== undefined);
  if (watched.length === 0) return [];
  const known = new Map((await store.all()).map((each) => [each.device, each]));
  return watched
    .map(({ id, name, site }): DeviceState => {
      const sighting = known.get(id);
      return {
        name: name ?? id,
        siteName: book.site(site)?.name ?? site,
        ...(sighting?.lastAt ? { lastAt: sighting.lastAt } : {}),
        silent: sighting?.silence !== undefined,
      };
    })
    .sort((a, b) => Number(b.silent) - Number(a.silent) || (a.lastAt?.getTime() ?? 0) - (b.lastAt?.getTime() ?? 0));
}
