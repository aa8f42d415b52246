import type { Book } from '../book/book.js';
import { OWN_SOURCE } from '../book/locate.js';
import type { Config } from '../config.js';
import { ownSource } from '../own-alarms.js';
import type { MadeSecrets } from '../secrets.js';
import { readySources } from '../sources.js';

/** Chapter two: who may send alarms. The example's missing secrets are made, so that a first alarm can be sent at once. */
export function openSources(book: Book, example: boolean, config: Config, made: MadeSecrets) {
  const secretOf = (reference: string): string | undefined => {
    const name = reference.replace(/^env:/, '');
    return config.secretOf(reference) ?? (example ? made.make(name) : made.get(name));
  };
  const { live, faults } = readySources(book, secretOf);
  // Alarms of our own are understood like all others; no door takes them.
  const understood = new Map([...live, [OWN_SOURCE, ownSource] as const]);
  return { live, understood, faults, why: (source: string) => faults.find((fault) => fault.source === source)?.why };
}
