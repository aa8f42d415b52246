import type { Destination, IncidentState } from '../src/incident/index.js';
import { bandRank, label } from '../src/incident/index.js';
import type { Bulletin } from '../src/ports-news.js';
import { spokenDuration } from '../src/time.js';
import { clip } from './card.js';
import { titleOf } from './incident-card.js';
import { timesIn } from './times.js';
import { en } from './words/en.js';
import type { Words } from './words/words.js';

/** What happened to the incidents of a channel while its chat could not be reached, worst first. */
export function outageNews(
  outage: { readonly surface: Destination['surface']; readonly from: Date; readonly to: Date },
  changed: readonly IncidentState[],
  timezone: string,
  words: Words = en,
): Pick<Bulletin, 'title' | 'lines' | 'accent'> {
  const { outage: said } = words.news;
  const times = timesIn(timezone);
  const { from, to, surface } = outage;
  const sorted = [...changed].sort((a, b) => bandRank(b.assessment.band) - bandRank(a.assessment.band));
  const [worst] = sorted;
  return {
    accent: worst?.assessment.band ?? 'done',
    title: said.title(words.vias[surface], spokenDuration(to.getTime() - from.getTime())),
    lines: [
      said.when(times.dayTime(from), times.dayTime(to)),
      said.changed(changed.length),
      ...sorted.map((state) =>
        said.line({
          label: label(state.number),
          band: words.bands[state.assessment.band],
          title: titleOf(state, words),
          standing: standing(state, words),
        }),
      ),
    ],
  };
}

function standing(state: IncidentState, words: Words): string {
  const { outage: said } = words.news;
  const times = timesIn(state.place.timezone);
  switch (state.status) {
    case 'open':
      return said.nobody();
    case 'claimed':
      return said.has(clip(state.claim.by.name, 60), times.time(state.claim.at), words.vias[state.claim.via]);
    case 'resolved':
    case 'archived':
      return said.resolved(clip(state.resolution.by.name, 60), times.time(state.resolution.at));
    default:
      return state satisfies never;
  }
}
