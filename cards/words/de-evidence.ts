import { type EvidenceWords, filesNamed as files, namesOf, sizeIn } from './evidence-words.js';

const size = sizeIn('de-DE');

export const evidence: EvidenceWords = {
  field: 'Bilder und Dateien',
  hint: 'Höchstens fünf auf einmal, je 25 MB. Jede bekommt beim Eingang eine Prüfsumme.',
  event(event, by) {
    switch (event.type) {
      case 'evidence-given':
        return `${by} hat ${files(event.files)} beigefügt`;
      case 'evidence-kept':
        return `${event.name} ist gesichert: ${size(event.kept.bytes)}, SHA-256 ${event.kept.sha256}`;
      case 'evidence-failed':
        return `${event.name} war nicht zu bekommen: ${event.why}`;
      case 'evidence-deleted':
        return `${event.name} wurde gelöscht, wie es das Buch will (${event.why}); SHA-256 ${event.kept.sha256}`;
      default:
        return event satisfies never;
    }
  },
  line(items) {
    const names = namesOf(items, { awaited: 'unterwegs', failed: 'nicht zu bekommen', deleted: 'gelöscht' });
    return `Beweismittel: ${names}`;
  },
};
