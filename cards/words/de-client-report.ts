import type { ClientReportWords } from './client-report-words.js';

const hour = (of: number): string => `${String(of % 24).padStart(2, '0')}:00`;

export const clientReport: ClientReportWords = {
  titles: {
    day: 'Täglicher Sicherheitsbericht',
    week: 'Wöchentlicher Sicherheitsbericht',
    month: 'Monatlicher Sicherheitsbericht',
  },
  headings: {
    highlights: 'Was am wichtigsten war',
    promises: 'Was der Vertrag zusagt',
    work: 'Wie gearbeitet wurde',
    zones: 'Wo und wann',
    patrols: 'Rundgänge',
    equipment: 'Technik',
    details: 'Vorfälle, die neuesten zuerst',
    evidence: 'Gesicherte Beweise',
    appendix: 'Anhang',
    trend: 'Im Verlauf',
  },
  figures: { promises: 'Zusagen gehalten', patrols: 'Kontrollpunkte belegt', satisfaction: 'Ihre Noten' },
  columns: {
    band: 'Schwere',
    promised: 'Zugesagt',
    kept: 'Gehalten',
    verdict: 'Ergebnis',
    figure: 'Kennzahl',
    value: 'Wert',
    formula: 'Wie sie entsteht',
    opened: 'Eröffnet',
    place: 'Ort',
    outcome: 'Ergebnis',
    claimed: 'Übernommen nach',
    device: 'Gerät',
    times: 'Anzahl',
    type: 'Art',
    hash: 'SHA-256',
  },
  verdicts: { met: 'gehalten', missed: 'NICHT GEHALTEN', 'too-few': 'zu wenige' },
  kpis: {
    meanAcknowledgeMs: {
      name: 'Alarm bis Übernahme, Mittel',
      formula: 'Summe (übernommen − eingegangen) / übernommene Vorfälle',
    },
    meanResolveMs: {
      name: 'Alarm bis Abschluss, Mittel',
      formula: 'Summe (abgeschlossen − eingegangen) / abgeschlossene Vorfälle',
    },
    processing: { name: 'Eingang bis Entsendung', formula: 'Median, und 90 % binnen' },
    travel: { name: 'Entsendung bis Ankunft', formula: 'Median, und 90 % binnen' },
    onScene: { name: 'Ankunft bis frei', formula: 'Median, und 90 % binnen' },
    total: { name: 'Eingang bis frei', formula: 'Median, und 90 % binnen' },
    closedOut: { name: 'Mit Ergebnis abgeschlossen', formula: 'mit Ergebnis abgeschlossen / eröffnet' },
    procedure: {
      name: 'Ablauf eingehalten',
      formula: 'erledigte Pflichtschritte / Pflichtschritte, in abgeschlossenen Vorfällen',
    },
    falseAlarms: { name: 'Fehlalarme', formula: 'als falsch erkannt / abgeschlossen' },
    falseDispatches: { name: 'Fehleinsätze', formula: 'als falsch erkannt / alle, zu denen jemand entsandt wurde' },
    falseAlarmFactor: { name: 'Fehlalarmfaktor', formula: 'Fehleinsätze / bewachte Standorte / Jahre' },
    deployment: { name: 'Einsatzwahl (unsere Kennzahl)', formula: 'Entsandte, die die beste Wahl waren / Entsandte' },
    escalatedRight: {
      name: 'Zu Recht eskaliert (unsere Kennzahl)',
      formula: 'eskaliert und bestätigt oder verhindert / eskaliert und abgeschlossen',
    },
    missed: {
      name: 'Versäumte Eskalationen (unsere Kennzahl)',
      formula: 'ohne Eskalation bestätigt oder verhindert / nie eskaliert und abgeschlossen',
    },
    patrolsOnTime: { name: 'Rundgänge rechtzeitig', formula: 'vor der Frist erledigte / fällige Rundgänge' },
    audits: {
      name: 'Technikprüfungen bestanden',
      formula: 'rechtzeitig bestanden / fällig; überfällig gilt als nicht bestanden',
    },
  },
  highlighted: (n, band, names) =>
    n === 0
      ? `Keiner war ${band} oder schwerer.`
      : `${n} ${n === 1 ? 'war' : 'waren'} ${band} oder schwerer: ${names.join(', ')}${n > names.length ? ' und andere' : ''}.`,
  promised: (share, within) => `${share} binnen ${within}`,
  promisesKept: (kept, of) => `${kept} von ${of}`,
  noPromises: 'Der Vertrag nennt keine Zeiten.',
  noHighlights: 'Nichts, was der Vertrag zuerst genannt haben will.',
  noDetails: 'Es gab keinen Vorfall.',
  noEvidence: 'Es wurde keine Datei gesichert.',
  noPatrols: 'Es war kein Rundgang fällig.',
  patrols: ({ due, proven, byHand, unproven, problems }) =>
    `${due} ${due === 1 ? 'Rundgang war' : 'Rundgänge waren'} fällig. Durch Scan vor Ort belegte Punkte: ${proven}; ` +
    `von Hand bestätigt: ${byHand}. Scans, die nichts belegen und nirgends zählen: ${unproven}. Gefundene Mängel: ${problems}.`,
  equipment: (devices, sites) =>
    `${devices} ${devices === 1 ? 'Gerät' : 'Geräte'} an ${sites} ${sites === 1 ? 'Standort' : 'Standorten'}.`,
  noFaults: 'Kein Gerät wurde als stumm oder manipuliert gemeldet.',
  stillOpen: 'noch offen',
  more: (count) => `und ${count} weitere`,
  satisfaction: (mean, n) => `${mean} von 5 (${n})`,
  charts: {
    zones: (facts) =>
      facts === undefined
        ? 'Vorfälle nach Zone und Stunde'
        : `Am häufigsten in ${facts.zone} zwischen ${hour(facts.hour)} und ${hour(facts.hour + 1)} Uhr: ${facts.count}`,
    response: (facts) =>
      facts === undefined ? 'Anteil innerhalb der Zusage' : `${facts.kept} von ${facts.of} Zusagen wurden gehalten`,
    bands: ({ n, grave }) => `${grave} von ${n} Vorfällen waren hoch oder kritisch`,
    kinds: (most) => (most === undefined ? 'Vorfälle nach Art' : `Am häufigsten: ${most}`),
  },
  inTimeUnit: '% rechtzeitig übernommen',
  rate: 'Wie nützlich war dieser Bericht?',
  method:
    'Eine Zusage gilt der Zeit vom Alarm, bis ein Mensch den Vorfall übernommen hat; einer, der ohne Übernahme endete, zählt nach ' +
    'seinem Ende, und einer, dessen Zeit noch läuft, wird nicht beurteilt. Ein Punkt eines Rundgangs gilt nur als belegt, wenn der ' +
    'Code vor Ort gescannt wurde und Position, Uhr und Tempo stimmten. In diesem Bericht stehen weder Namen von Personen noch ' +
    'Worte eines Alarms.',
  machine: (model) =>
    `Von einer Maschine (${model}) aus den Zahlen dieses Berichts geschrieben; jede Zahl darin steht dort.`,
  seal: (hash) => `Fingerabdruck der Zahlen (SHA-256): ${hash}`,
};
