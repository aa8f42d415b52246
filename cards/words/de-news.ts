import type { NewsWords } from './news-words.js';

export const news: NewsWords = {
  outage: {
    title: (chat, span) => `${chat} war ${span} nicht erreichbar`,
    when: (from, to) => `Von ${from} bis ${to}. Wer gebraucht wurde, bekam SMS und Anruf.`,
    changed: (count) =>
      `${count === 1 ? '1 Vorfall dieses Kanals hat' : `${count} Vorfälle dieses Kanals haben`} sich inzwischen geändert; die Karten werden aktualisiert:`,
    line: ({ label, band, title, standing }) => `${label} ${band} ${title}: ${standing}`,
    has: (name, since, via) => `${name} hat das seit ${since} (${via})`,
    resolved: (name, at) => `${name} hat um ${at} abgeschlossen`,
    nobody: () => 'das hat noch niemand',
  },
  onTest: {
    title: (site, until) => `${site} ist bis ${until} im Testbetrieb`,
    by: (name, why) => `${name}: ${why}`,
    meaning: () =>
      'Alarme, bei denen es nur um Sachwerte geht, zählen bis dahin weniger. Notruftaste, Feuer und alles andere, was Leib und Leben betrifft, wird bearbeitet wie immer.',
    over: (site) => `${site} ist nicht mehr im Testbetrieb`,
    endedBy: (name, at) => `Beendet von ${name}, ${at}`,
  },
  threat: {
    title: (level, place) => `Gefährdungsstufe ${level}${place === undefined ? '' : `: ${place}`}`,
    line: (place, from, to) => `${place ?? 'Gesamte Organisation'}: von ${from} auf ${to} gestiegen`,
    active: (counts) => `Offen: ${counts.map(([band, count]) => `${count} ${band}`).join(', ')}`,
  },
};
