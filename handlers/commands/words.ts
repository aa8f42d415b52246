/** At most so many words are looked at. */
const MOST = 60;

/** `ontest "Riverside Mall" 2h camera service` → its words; what stands in quotes is one. Curly quotes are quotes. */
export function wordsOf(text: string): string[] {
  const plain = text.slice(0, 2_000).replace(/[“”„]/g, '"');
  return [...plain.matchAll(/"([^"]*)"|(\S+)/g)].slice(0, MOST).map(([, quoted, bare]) => quoted ?? bare ?? '');
}
