import { type EvidenceWords, filesNamed as files, namesOf, sizeIn } from './evidence-words.js';

const size = sizeIn('en-GB');

export const evidence: EvidenceWords = {
  field: 'Pictures and files',
  hint: 'At most five at once, 25 MB each. Each is hashed as it arrives.',
  event(event, by) {
    switch (event.type) {
      case 'evidence-given':
        return `${by} gave ${files(event.files)}`;
      case 'evidence-kept':
        return `${event.name} is kept: ${size(event.kept.bytes)}, SHA-256 ${event.kept.sha256}`;
      case 'evidence-failed':
        return `${event.name} could not be had: ${event.why}`;
      case 'evidence-deleted':
        return `${event.name} was deleted, as the book says (${event.why}); SHA-256 ${event.kept.sha256}`;
      default:
        return event satisfies never;
    }
  },
  line(items) {
    const names = namesOf(items, { awaited: 'on its way', failed: 'could not be had', deleted: 'deleted' });
    return `Evidence: ${names}`;
  },
};
