import type { EvidenceItem } from '../incident/index.js';

/** Files that people gave; the bytes are in the console. */
export const evidenceOf = (items: readonly EvidenceItem[] = []) =>
  items.map((item) => {
    const { name, from, by, at, state } = item;
    const kept =
      item.state === 'kept'
        ? { ...item.kept, keptAt: item.keptAt }
        : item.state === 'deleted'
          ? { ...item.was, keptAt: item.keptAt, deletedAt: item.deletedAt }
          : {};
    return { name, from, by, at, state, ...kept, ...(item.state === 'failed' ? { error: item.why } : {}) };
  });
