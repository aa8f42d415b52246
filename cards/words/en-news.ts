import type { NewsWords } from './news-words.js';

export const news: NewsWords = {
  outage: {
    title: (chat, span) => `${chat} could not be reached for ${span}`,
    when: (from, to) => `From ${from} to ${to}. Whoever had to be reached was texted and called.`,
    changed: (count) =>
      `${count} ${count === 1 ? 'incident' : 'incidents'} of this channel changed meanwhile; the cards are being brought up to date:`,
    line: ({ label, band, title, standing }) => `${label} ${band} ${title}: ${standing}`,
    has: (name, since, via) => `${name} has it since ${since} (${via})`,
    resolved: (name, at) => `resolved ${at} by ${name}`,
    nobody: () => 'nobody has it yet',
  },
  onTest: {
    title: (site, until) => `${site} is on test until ${until}`,
    by: (name, why) => `${name}: ${why}`,
    meaning: () =>
      'Alarms of property count for less until then. Panic, fire and all other life safety is answered as always.',
    over: (site) => `${site} is not on test any more`,
    endedBy: (name, at) => `Ended by ${name}, ${at}`,
  },
  threat: {
    title: (level, place) => `Threat level ${level}${place === undefined ? '' : ` at ${place}`}`,
    line: (place, from, to) => `${place ?? 'The whole organisation'} rose from ${from} to ${to}`,
    active: (counts) => `Active: ${counts.map(([band, count]) => `${count} ${band}`).join(', ')}`,
  },
};
