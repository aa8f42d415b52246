import type { Paper } from '../../cards/paper.js';
import { printPaper } from '../paper/print.js';

/** Printed one after the other, because each takes a thread and some memory; so many wait at most. */
const WAITING = 4;

export type Print = (key: string, paper: () => Paper, password?: string) => Promise<Buffer>;

/** Puts documents on paper; one that is asked for twice at the same time is printed once. */
export function createPrinting() {
  const printing = new Map<string, Promise<Buffer>>();
  let last: Promise<unknown> = Promise.resolve();

  const print: Print = async (key, paper, password) => {
    const under = printing.get(key);
    if (under) return await under;
    if (printing.size >= WAITING)
      throw new Error(`${WAITING} documents are being printed already: try again in a minute`);
    const printed = last.then(() => printPaper(paper(), password));
    printing.set(key, printed);
    last = printed.catch(() => undefined).finally(() => printing.delete(key));
    return await printed;
  };
  return { print, idle: async (): Promise<void> => void (await last) };
}
