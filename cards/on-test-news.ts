import type { Bulletin } from '../src/ports-news.js';
import type { OnTest } from '../src/ports-ontest.js';
import { clip } from './card.js';
import { timesIn } from './times.js';
import { en } from './words/en.js';
import type { Words } from './words/words.js';

/** A site went on test, or came off it before its time. */
export function onTestNews(
  { by, until, why, ended }: OnTest,
  site: { readonly name: string; readonly timezone: string },
  words: Words = en,
): Pick<Bulletin, 'title' | 'lines' | 'accent'> {
  const said = words.news.onTest;
  const times = timesIn(site.timezone);
  if (ended)
    return {
      accent: 'done',
      title: said.over(site.name),
      lines: [said.endedBy(clip(ended.by.name, 60), times.dayTime(ended.at))],
    };
  return {
    accent: 'low',
    title: said.title(site.name, times.dayTime(until)),
    lines: [said.by(clip(by.name, 60), why), said.meaning()],
  };
}
