import { Unusable } from './plan-limits.js';
import type { Row } from './plan-row.js';

/** Somebody who may stand in a shift plan. */
export interface Rostered {
  readonly id: string;
  readonly name: string;
  readonly email?: string | undefined;
}

/** Finds whom a row means: by our own id, else by mail, else by the name in its title. */
export function namingOf(people: readonly Rostered[]): (row: Row) => string {
  const ids = new Set(people.map(({ id }) => id));
  const byMail = new Map(people.flatMap(({ id, email }) => (email ? [[email.toLowerCase(), id] as const] : [])));
  const words = people.flatMap(({ id, name, email }) =>
    [id, name, email].flatMap((each) => (each ? [{ id, word: plain(each) }] : [])),
  );
  // The same title stands on hundreds of rows.
  const known = new Map<string, readonly string[]>();
  const inTitle = (summary: string): readonly string[] => {
    const title = plain(summary);
    const have = known.get(title);
    if (have) return have;
    const whole = words.filter(({ word }) => word === title);
    const found = whole.length > 0 ? whole : words.filter(({ word }) => hasWord(title, word));
    const unique = [...new Set(found.map(({ id }) => id))];
    known.set(title, unique);
    return unique;
  };

  return ({ says, line }) => {
    if (says.id !== undefined) {
      if (ids.has(says.id)) return says.id;
      throw new Unusable(line, 'X-TOCSIN-PERSON names nobody of the book');
    }
    const invited = [...new Set(says.mails.flatMap((mail) => byMail.get(mail.trim().toLowerCase()) ?? []))];
    const found = invited.length > 0 ? invited : inTitle(says.summary.slice(0, 300));
    const [person, another] = found;
    if (another !== undefined)
      throw new Unusable(line, `it names more than one person of the book: ${found.join(', ')}`);
    if (person === undefined)
      throw new Unusable(
        line,
        'it names nobody of the book: neither an attendee’s mail nor the title has a known name',
      );
    return person;
  };
}

const plain = (text: string): string => text.normalize('NFC').trim().toLowerCase();

/** Whether a word stands in a title by itself: `Ana Beck` in `Night: Ana Beck`, and not `ana` in `management`. */
function hasWord(title: string, word: string): boolean {
  for (let at = title.indexOf(word); at !== -1; at = title.indexOf(word, at + 1)) {
    const [before, after] = [title[at - 1], title[at + word.length]];
    if (!isLetter(before) && !isLetter(after)) return true;
  }
  return false;
}

const isLetter = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}_-]/u.test(char);
