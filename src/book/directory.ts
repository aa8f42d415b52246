import type { Destination, PersonActor, Via } from '../incident/index.js';
import type { Clock, Directory } from '../ports.js';
import type { ConsoleAccount } from '../ports-accounts.js';
import type { ChatUser, Link, LinkStore } from '../ports-chats.js';
import { remember } from '../remember.js';
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
/** So often what other instances linked is read. */
const READ_EVERY_MS = 30_000;
/** Accounts remembered as unknown; the oldest give way. */
const MOST_UNKNOWN = 2_000;

/**
 * Who somebody is: by the book first; by what links their account to it, which their mail address does once; then as a guest of a
 * channel that takes guests; else nobody.
 */
export async function createDirectory(parts: DirectoryParts): Promise<Directory> {
  const { book, fallbackChannel, links, clock, failed } = parts;
  const byAccount = new Map<string, Link>();
  const byPerson = new Map<string, Map<string, Link>>();
  const unknown = new Map<string, number>();
  let readAt = clock.now().getTime();

  const accountOf = (surface: string, id: string): string => `${surface}:${id}`;
  function learn(link: Link): void {
    byAccount.set(accountOf(link.surface, link.chatId), link);
    const theirs = byPerson.get(accountOf(link.surface, link.personId)) ?? new Map<string, Link>();
    theirs.set(link.chatId, link);
    byPerson.set(accountOf(link.surface, link.personId), theirs);
    unknown.delete(accountOf(link.surface, link.chatId));
  }
  for (const link of await links.all()) learn(link);

  const channelOf = (surface: string, to: string) =>
    book().data.channels.find((each) => each.surface === surface && each.to === to);

  /** What other instances linked is seen a little later. */
  function refresh(): void {
    const now = clock.now().getTime();
    if (Math.abs(now - readAt) < READ_EVERY_MS) return;
    readAt = now;
    links.all().then(
      (all) => {
        for (const link of all) learn(link);
      },
      (error: unknown) => {
        failed('reading whom accounts belong to', error);
      },
    );
  }

  /** Whose it is, while the book agrees: it may have been mended since. */
  function personOf(link: Link | undefined): Person | undefined {
    const person = link && book().person(link.personId);
    if (!link || !person) return undefined;
    const named = chatIdIn(person, link.surface);
    if (link.by === 'book') return named === link.alias ? person : undefined;
    if (named !== undefined && named !== link.chatId) return undefined;
    return link.by === 'code' || person.email?.toLowerCase() === link.mail ? person : undefined;
  }

  const linkTo = (surface: Link['surface'], personId: string): Link | undefined =>
    [...(byPerson.get(accountOf(surface, personId))?.values() ?? [])].find(
      (link) => byAccount.get(accountOf(surface, link.chatId)) === link && personOf(link) !== undefined,
    );

  async function linked({ surface, id, quick }: ChatUser): Promise<Person | undefined> {
    const kept = byAccount.get(accountOf(surface, id));
    if (kept || quick) return personOf(kept);
    // Another instance may have linked it.
    const link = await links.find(surface, id);
    if (link) learn(link);
    return personOf(link);
  }

  async function keep(link: Link): Promise<void> {
    await links.put(link);
    learn(link);
  }

  async function byMail({ surface, id, mail, quick }: ChatUser): Promise<Person | undefined> {
    const account = accountOf(surface, id);
    const now = clock.now();
    const asked = unknown.get(account);
    if (!mail || quick || (asked !== undefined && Math.abs(now.getTime() - asked) < UNKNOWN_MS)) return undefined;
    const address = (await mail())?.trim().toLowerCase();
    const meant = address ? book().data.people.filter(({ email }) => email?.toLowerCase() === address) : [];
    const [person] = meant;
    // Whom the book names otherwise, or who is known by another account already, is not found by an address.
    const taken = person && (chatIdIn(person, surface) !== undefined || linkTo(surface, person.id) !== undefined);
    if (!person || !address || meant.length > 1 || taken) {
      remember(unknown, account, now.getTime(), MOST_UNKNOWN);
      return undefined;
    }
    await keep({ surface, chatId: id, personId: person.id, by: 'mail', mail: address, at: now });
    return person;
  }

  async function named({ surface, id, also = [], quick }: ChatUser): Promise<Person | undefined> {
    for (const name of [id, ...also]) {
      const person = book().personOnChat(surface, name);
      if (!person) continue;
      // The book may name them by what cannot be called: what the chat calls them here can.
      if (name !== id && !quick && byAccount.get(accountOf(surface, id))?.alias !== name)
        await keep({ surface, chatId: id, personId: person.id, by: 'book', alias: name, at: clock.now() });
      return person;
    }
    return undefined;
  }

  async function known(user: ChatUser): Promise<Person | undefined> {
    try {
      return (await named(user)) ?? (await linked(user)) ?? (await byMail(user));
    } catch (error) {
      // Whoever is unknown for a moment may still be a guest; nobody is more than that by a failure.
      failed(`finding out who an account of ${user.surface} belongs to`, error);
      const soon = clock.now().getTime() - UNKNOWN_MS + SOON_MS;
      remember(unknown, accountOf(user.surface, user.id), soon, MOST_UNKNOWN);
      return undefined;
    }
  }

  return {
    async who(user) {
      const { surface, id, name, channel } = user;
      const person = await known(user);
      if (person) return actorOf(person, surface);
      const listed = channelOf(surface, channel);
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
      refresh();
      const person = book().person(personId);
      return linkTo(surface, personId)?.chatId ?? (person && chatIdIn(person, surface));
    },
    nameOf(surface, chatId) {
      refresh();
      return (book().personOnChat(surface, chatId) ?? personOf(byAccount.get(accountOf(surface, chatId))))?.name;
    },
    audienceOf: (surface, channel) =>
      channelOf(surface, channel)?.audience ??
      (surface === 'slack' && channel === fallbackChannel ? 'team' : undefined),
    async link(surface, chatId, personId) {
      await keep({ surface, chatId, personId, by: 'code', at: clock.now() });
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
