import type { Target } from '../cards/forms.js';
import type { Words } from '../cards/words/words.js';
import { ROLES } from '../src/incident/index.js';
import type { Directory } from '../src/ports.js';

/** Whom an incident can be escalated to: the roles that somebody holds, then the people by name. */
export function targetsOf(directory: Directory, words: Words): Target[] {
  const people = directory.people();
  const held = ROLES.filter((role) => role !== 'client' && people.some((person) => person.roles.includes(role)));
  return [
    ...held.map((role) => ({ value: `role:${role}`, label: capital(words.answering.target(`role:${role}`), words) })),
    ...people.map(({ id, name }) => ({ value: `person:${id}`, label: name })),
  ];
}

const capital = (text: string, { locale }: Words): string => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
