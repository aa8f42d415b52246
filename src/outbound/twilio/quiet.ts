/** Phone numbers as people and providers write them, and nothing shorter: a time or a line number stays readable. */
const NUMBERS = /\+?\d[\d ()./-]{5,}\d/g;

const quiet = (text: string): string => text.replace(NUMBERS, '[number]');

/** The same error for the log, without the phone numbers that stand in its texts. */
export function withoutNumbers(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(quiet(String(error)));
  const told = new Error(quiet(error.message));
  told.name = error.name;
  if (error.stack !== undefined) told.stack = quiet(error.stack);
  return told;
}
