import type { InboxRow, Interpretation, Serials } from '../src/ports.js';

/** A row of the inbox and what it means. */
export interface Read {
  readonly row: InboxRow;
  readonly meaning: Interpretation;
}

/** A device that numbers its messages tells by them what never arrived: an alarm of its own. */
export function createGaps(serials: Serials) {
  return {
    /** The same rows, oldest first, with an alarm added where messages were lost before one of them. */
    async told(read: readonly Read[]): Promise<Read[]> {
      const lasts = new Map<string, number | undefined>();
      const out: Read[] = [];
      for (const { row, meaning } of read) {
        const { numbered } = meaning;
        if (!numbered) {
          out.push({ row, meaning });
          continue;
        }
        const device = `${row.source} ${numbered.device}`;
        const last = lasts.has(device) ? lasts.get(device) : await serials.last(row.source, numbered.device);
        lasts.set(device, numbered.serial);
        const lost = last !== undefined && numbered.serial > last && numbered.previous > last;
        out.push({ row, meaning: lost ? { ...meaning, signals: [...meaning.signals, numbered.alarm] } : meaning });
      }
      return out;
    },

    async remember(read: readonly Read[]): Promise<void> {
      for (const { row, meaning } of read) {
        if (meaning.numbered) await serials.set(row.source, meaning.numbered.device, meaning.numbered.serial);
      }
    },
  };
}
