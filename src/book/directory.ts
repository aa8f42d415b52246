import type { Destination, PersonActor, Via } from '../incident/index.js';
import type { Clock, Directory } from '../ports.js';
import type { ConsoleAccount } from '../ports-accounts.js';
import type { ChatUser, Link, LinkStore } from '../ports-chats.js';
import type { Book } from './book.js';
import type { Person } from './schema.js';

export interface DirectoryParts {
  readonly book: () => Book;
  /** Where cards go that no channel of the book takes; its members may act. */
  readonly fallbackChannel: string | undefined;
  readonly links: LinkStore;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

const actorOf = ({ id, name, roles }: Person, via: Via): PersonActor => ({ kind: 'person', id, name, roles, via });

/** Whose mail led nowhere is not asked for again for so long. */
const UNKNOWN_MS = 10 * 60_000;
/** After a failure, for so long: whoever presses must not wait for a chat that does not answer each time. */
const SOON_MS = 60_000;
/** Accounts remembered as unknown; the oldest give way. */
const MOST_UNKNOWN = 2_000;

/**
 * Who somebody is: by the book first; by what links their account to it, which their mail address does once; then as a guest of a
 * channel that takes guests; else nobody.
 */
export async function createDirectory(parts: DirectoryParts): Promise<Directory> {
  const { book, fallbackChannel, links, clock, failed } = parts;
  const byAccount = new Map<string, Link>();
  const byPerson = new Map<string, string>();
  const unknown = new Map<string, number>();

  const accountOf = (surface: string, id: string): string => `${surface}:${id}`;
  function learn(link: Link): void {
    byAccount.set(accountOf(link.surface, link.chatId), link);
    byPerson.set(accountOf(link.surface, link.personId), link.chatId);
    unknown.delete(accountOf(link.surface, link.chatId));
  }
  for (const link of await links.all()) learn(link);

  async function linked({ surface, id }: ChatUser): Promise<Person | undefined> {
    let link = byAccount.get(accountOf(surface, id));
    if (!link) {
      // Another instance may have linked it.
      link = await links.find(surface, id);
      if (link) learn(link);
    }
    return link && book().person(link.personId);
  }

  async function byMail({ surface, id, mail }: ChatUser): Promise<Person | undefined> {
    const account = accountOf(surface, id);
    const now = clock.now();
    const asked = unknown.get(account);
    if (!mail || (asked !== undefined && Math.abs(now.getTime() - asked) < UNKNOWN_MS)) return undefined;
    const address = (await mail())?.trim().toLowerCase();
    const meant = address ? book().data.people.filter(({ email }) => email?.toLowerCase() === address) : [];
    const [person] = meant;
    if (!person || meant.length > 1 || chatIdIn(person, surface) !== undefined) {
      unknown.set(account, now.getTime());
      const [oldest] = unknown.keys();
      if (unknown.size > MOST_UNKNOWN && oldest !== undefined) unknown.delete(oldest);
      return undefined;
    }
    const link: Link = { surface, chatId: id, personId: person.id, by: 'mail', at: now };
    await links.put(link);
    learn(link);
    return person;
  }

  async function known(user: ChatUser): Promise<Person | undefined> {
    const named = [user.id, ...(user.also ?? [])].flatMap((id) => book().personOnChat(user.surface, id) ?? []);
    if (named[0]) {
      // The book may name them by what cannot be called: what the chat calls them here can.
      if (chatIdIn(named[0], user.surface) !== user.id) byPerson.set(accountOf(user.surface, named[0].id), user.id);
      return named[0];
    }
    try {
      return (await linked(user)) ?? (await byMail(user));
    } catch (error) {
      // Whoever is unknown for a moment may still be a guest; nobody is more than that by a failure.
      failed(`finding out who an account of ${user.surface} belongs to`, error);
      unknown.set(accountOf(user.surface, user.id), clock.now().getTime() - UNKNOWN_MS + SOON_MS);
      return undefined;
    }
  }

  return {
    async who(user) {
      const { surface, id, name, channel } = user;
      const person = await known(user);
      if (person) return actorOf(person, surface);
      const listed = book().data.channels.find((each) => each.surface === surface && each.to === channel);
      // Our own people's channels take guests unless the book says otherwise: at night a hand counts. A client's never do.
      const taken = listed
        ? listed.audience === 'team' && listed.guests !== 'none'
        : surface === 'slack' && channel !== '' && channel === fallbackChannel;
      if (!taken) return undefined;
      return {
        kind: 'person',
        id: `${surface}:${id}`,
        name: [...name].slice(0, 80).join(''),
        roles: ['responder'],
        via: surface,
      };
    },
    chatId(personId, surface) {
      const person = book().person(personId);
      return byPerson.get(accountOf(surface, personId)) ?? (person && chatIdIn(person, surface));
    },
    nameOf(surface, chatId) {
      const link = byAccount.get(accountOf(surface, chatId));
      return (book().personOnChat(surface, chatId) ?? (link && book().person(link.personId)))?.name;
    },
    audienceOf: (surface, channel) =>
      book().data.channels.find((each) => each.surface === surface && each.to === channel)?.audience ??
      (surface === 'slack' && channel === fallbackChannel ? 'team' : undefined),
    async link(surface, chatId, personId) {
      const link: Link = { surface, chatId, personId, by: 'code', at: clock.now() };
      await links.put(link);
      learn(link);
    },
    people: () => book().data.people.map(({ id, name, roles }) => ({ id, name, roles })),
  };
}

const chatIdIn = ({ slack, teams }: Person, surface: Destination['surface']): string | undefined =>
  ({ slack, teams })[surface];

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
