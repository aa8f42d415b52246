import type { PersonActor, Via } from '../incident/index.js';
import type { Directory } from '../ports.js';
import type { ConsoleAccount } from '../ports-accounts.js';
import type { Book } from './book.js';
import type { Person } from './schema.js';

const actorOf = ({ id, name, roles }: Person, via: Via): PersonActor => ({ kind: 'person', id, name, roles, via });

/** Who somebody is: by the book first; then as a guest of a channel that takes guests; else nobody. */
export function createDirectory(book: () => Book, fallbackChannel: string | undefined): Directory {
  return {
    onSlack({ id, name, channel }) {
      const known = book().personOnSlack(id);
      if (known) return actorOf(known, 'slack');
      const listed = book().data.channels.find((each) => each.surface === 'slack' && each.to === channel);
      // Our own people's channels take guests unless the book says otherwise: at night a hand counts. A client's never do.
      const taken = listed ? listed.audience === 'team' && listed.guests !== 'none' : channel === fallbackChannel;
      return taken
        ? {
            kind: 'person',
            id: `slack:${id}`,
            name: [...name].slice(0, 80).join(''),
            roles: ['responder'],
            via: 'slack',
          }
        : undefined;
    },
    chatId(personId, surface) {
      const person = book().person(personId);
      return surface === 'slack' ? person?.slack : person?.teams;
    },
    people: () => book().data.people.map(({ id, name, roles }) => ({ id, name, roles })),
  };
}

/** The person behind a console account: the one of the book when they are linked. */
export function accountActor(book: Book, account: ConsoleAccount): PersonActor {
  const person = account.personId ? book.person(account.personId) : undefined;
  const roles = [...new Set([...account.roles, ...(person?.roles ?? [])])];
  return {
    kind: 'person',
    id: person?.id ?? `console:${account.login}`,
    name: person?.name ?? account.name,
    roles,
    via: 'console',
  };
}
