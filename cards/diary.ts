import type { TimelineEntry } from '../src/incident/index.js';
import { clip } from './card.js';
import { timesIn } from './times.js';
import { en } from './words/en.js';
import type { Words } from './words/words.js';

/** Bookkeeping of delivery: evidence in the timeline, noise in a thread. */
const SILENT: ReadonlySet<TimelineEntry['event']['type']> = new Set(['card-posted', 'delivery-failed', 'archived']);

/** `02:11 Ana Beck claimed it (Slack)`, or nothing for an entry that a thread does not tell. */
export function diaryLine(entry: TimelineEntry, zone: string, words: Words = en): string | undefined {
  return SILENT.has(entry.event.type) ? undefined : timelineLine(entry, zone, words);
}

/** One line of the timeline, actor first. */
export function timelineLine(entry: TimelineEntry, zone: string, words: Words = en): string {
  const times = timesIn(zone);
  const by = entry.actor.kind === 'person' ? entry.actor.name : 'Tocsin';
  return clip(`${times.time(entry.at)} ${words.event(entry.event, by, times) ?? entry.event.type}`, 2_500);
}
