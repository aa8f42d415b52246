import { totalmem } from 'node:os';
import type { Figures } from './messages.js';

/** Beyond this the store still works, but a MongoDB would do it better. */
export const COMFORTABLE = { documents: 200_000, liveBytes: 1024 ** 3 } as const;
/** A warning ends only when so much of the bound is left, so that a store at its edge does not repeat it. */
const EASED = 0.9;

/** Watches the size of what is in memory, and warns once when it has outgrown a store in memory. */
export class SizeWarning {
  text: string | undefined;
  private readonly liveBytes: number;

  constructor(memoryBytes = totalmem()) {
    // All data is in memory, about twice its size: on a small machine the bound is its own.
    this.liveBytes = Math.min(COMFORTABLE.liveBytes, memoryBytes / 4);
  }

  /** Gives a line to be written when a bound is passed, and none while it stays passed. */
  look({ documents, liveBytes }: Pick<Figures, 'documents' | 'liveBytes'>): string | undefined {
    const share = Math.max(documents / COMFORTABLE.documents, liveBytes / this.liveBytes);
    if (share <= EASED) this.text = undefined;
    if (share <= 1 && this.text === undefined) return undefined;
    const known = this.text !== undefined;
    this.text =
      `The embedded store holds ${documents.toLocaleString('en-GB')} documents, ${Math.round(liveBytes / 1024 ** 2)} MB, all in memory: ` +
      `more than the ${COMFORTABLE.documents.toLocaleString('en-GB')} documents or ${Math.round(this.liveBytes / 1024 ** 2)} MB that it is made for. ` +
      'Move them to a MongoDB: stop the bot, run npm run store -- --export URI, and start it with MONGODB_URI=URI.';
    return known ? undefined : this.text;
  }
}
