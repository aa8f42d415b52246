import type { Band, ThreatLevel } from '../src/incident/index.js';
import { BANDS, THREAT_LEVELS } from '../src/incident/index.js';
import type { Bulletin } from '../src/ports-news.js';
import { en } from './words/en.js';
import type { Words } from './words/words.js';

/** A place that is more threatened than it was; without a name it is the whole organisation. */
export interface ThreatRise {
  readonly place: string | undefined;
  readonly from: ThreatLevel;
  readonly to: ThreatLevel;
}

const ACCENT: Readonly<Record<ThreatLevel, Band>> = {
  guarded: 'low',
  elevated: 'medium',
  high: 'high',
  severe: 'critical',
};

/** One message for all that rose at one moment; at least one did. The organisation leads, then the gravest site. */
export function threatNews(
  rises: readonly [ThreatRise, ...ThreatRise[]],
  active: Readonly<Partial<Record<Band, number>>>,
  words: Words = en,
): Pick<Bulletin, 'title' | 'lines' | 'accent'> {
  const rank = ({ to }: ThreatRise): number => THREAT_LEVELS.indexOf(to);
  const whole = (rise: ThreatRise): number => (rise.place === undefined ? 1 : 0);
  const sorted = [...rises].sort((a, b) => whole(b) - whole(a) || rank(b) - rank(a));
  const lead = sorted[0] ?? rises[0];
  const counts = [...BANDS].reverse().flatMap((band) => {
    const count = active[band] ?? 0;
    return count > 0 ? [[words.bands[band], count] as const] : [];
  });
  const { title, line, active: told } = words.news.threat;
  const { levels } = words.threat;
  return {
    accent: ACCENT[lead.to],
    title: title(levels[lead.to], lead.place),
    lines: [
      ...sorted.map(({ place, from, to }) => line(place, levels[from], levels[to])),
      ...(counts.length > 0 ? [told(counts)] : []),
    ],
  };
}
