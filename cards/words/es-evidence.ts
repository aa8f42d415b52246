import { type EvidenceWords, filesNamed as files, namesOf, sizeIn } from './evidence-words.js';

const size = sizeIn('es-ES');

export const evidence: EvidenceWords = {
  field: 'Imágenes y archivos',
  hint: 'Cinco como máximo a la vez, 25 MB cada uno. De cada uno se calcula la huella al llegar.',
  event(event, by) {
    switch (event.type) {
      case 'evidence-given':
        return `${by} aportó ${files(event.files)}`;
      case 'evidence-kept':
        return `${event.name} está guardado: ${size(event.kept.bytes)}, SHA-256 ${event.kept.sha256}`;
      case 'evidence-failed':
        return `No se pudo obtener ${event.name}: ${event.why}`;
      case 'evidence-deleted':
        return `${event.name} se borró, como manda el libro (${event.why}); SHA-256 ${event.kept.sha256}`;
      default:
        return event satisfies never;
    }
  },
  line(items) {
    const names = namesOf(items, { awaited: 'en camino', failed: 'no se pudo obtener', deleted: 'borrado' });
    return `Pruebas: ${names}`;
  },
};
