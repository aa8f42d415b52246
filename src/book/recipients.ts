import type { Destination, PageVia, Recipient, Recipients, TargetName } from '../incident/index.js';
import type { OnCall } from '../oncall/index.js';
import type { Book } from './book.js';
import { destinationOf, isSeen, spoken } from './routes.js';
import type { Person } from './schema.js';

/** What can be used to reach people at all, now. */
export interface WaysOn {
  /** Chats in which the incident stands in a channel of our own people, and that take something now. */
  readonly chats: ReadonlySet<Destination['surface']>;
  /** What a chat calls somebody of the book; nothing for whom it does not know. */
  readonly chatId: (personId: string, surface: Destination['surface']) => string | undefined;
  /** Where somebody talks with Tocsin alone, in a chat that takes something now. */
  readonly ownChat?: (personId: string) => Pick<Destination, 'surface' | 'to'> | undefined;
  /** Surfaces that are switched on. */
  readonly surfaces?: ReadonlySet<Destination['surface']>;
  readonly sms: boolean;
  readonly voice: boolean;
  readonly email: boolean;
  /** Somebody answered STOP, or the provider says so. */
  readonly optedOut: (phone: string) => boolean;
}

export interface Asking {
  readonly targets: readonly TargetName[];
  readonly via: readonly PageVia[];
  /** Every way at once, whatever people wish for quieter times. */
  readonly hurry: boolean;
  readonly lifeSafety: boolean;
  readonly siteId: string;
  readonly covert: boolean;
  /** They need help themselves: nobody of these is told. */
  readonly helped: readonly string[];
  /** By these ways or not at all; else somebody who has none of them is reached by another. */
  readonly strict?: boolean;
  readonly at: Date;
}

interface Reaching {
  readonly book: Book;
  readonly ways: WaysOn;
  /** With covers that people took from each other; `undefined` in a gap. */
  readonly onCall: (rotation: string, at: Date) => OnCall | undefined;
}

/** A channel of the book that shows what the ladder sends there. */
type Shown = { readonly channel: Destination };

interface Named {
  readonly person?: Person;
  readonly address?: string;
  readonly next: readonly string[];
  /** They are on call: it is their duty, quiet hours or not. */
  readonly onDuty: boolean;
}

/** People paged because of one target, at most. */
const MOST = 25;
/** A call follows a text that could have been answered. */
const VOICE_AFTER_MS = 30_000;

/** Whom targets of the book stand for at this moment, and the ways to each of them; nobody twice. */
export function recipientsOf(asking: Asking, { book, ways, onCall }: Reaching): Recipients {
  const reach = new Map<string, Recipient>();
  const none: { target: TargetName; why: string }[] = [];
  const channels: Destination[] = [];
  for (const target of asking.targets) {
    const meant = whoIs(target, asking, { book, ways, onCall });
    if (typeof meant === 'string') {
      none.push({ target, why: meant });
      continue;
    }
    if ('channel' in meant) {
      channels.push(meant.channel);
      continue;
    }
    const named = meant.flatMap((each) => inPlaceOf(each, asking, book));
    if (named.length === 0) none.push({ target, why: 'they need help themselves' });
    for (const each of named) {
      const found = each.person ? personTo(each.person, each, asking, book, ways) : addressTo(each.address ?? '', ways);
      if (typeof found === 'string') none.push({ target, why: found });
      else if (!reach.has(keyOf(found))) reach.set(keyOf(found), found);
    }
  }
  return {
    reach: [...reach.values()],
    none: none.slice(0, 20),
    ...(channels.length > 0 ? { channels } : {}),
  };
}

/** Who has a role at a site; somebody of another site is better than nobody. */
export function peopleWith(book: Book, role: string, siteId: string): readonly Person[] {
  const all = book.data.people.filter(({ roles }) => roles.some((each) => each === role));
  const here = all.filter(({ sites }) => sites.length === 0 || sites.includes(siteId));
  return (here.length > 0 ? here : all).slice(0, MOST);
}

/** Whoever needs help is not called to it; of a rotation the next one is. */
function inPlaceOf(named: Named, { helped }: Asking, book: Book): Named[] {
  if (named.person === undefined || !helped.includes(named.person.id)) return [named];
  const [first, ...next] = named.next.filter((id) => !helped.includes(id));
  const person = first === undefined ? undefined : book.person(first);
  return person ? [{ ...named, person, next }] : [];
}

const keyOf = ({ to }: Recipient): string => (to.kind === 'person' ? to.id : to.address);

function whoIs(
  target: TargetName,
  { siteId, covert, at }: Asking,
  { book, ways, onCall }: Reaching,
): Named[] | Shown | string {
  const [kind = '', name = ''] = target.split(':');
  switch (kind) {
    case 'person': {
      const person = book.person(name);
      return person ? [{ person, next: [], onDuty: false }] : `${name} is not in the book any more`;
    }
    case 'role': {
      const chosen = peopleWith(book, name, siteId);
      return chosen.length > 0
        ? chosen.map((person) => ({ person, next: [], onDuty: false }))
        : `nobody in the book is ${name}`;
    }
    case 'rotation': {
      const now = onCall(name, at);
      const person = now && book.person(now.person);
      return person ? [{ person, next: now.next, onDuty: true }] : 'nobody is on call';
    }
    case 'list': {
      const entries = book.data.lists[name];
      if (!entries) return `there is no list ${name} any more`;
      return entries.slice(0, MOST).map((entry) => {
        const person = book.person(entry);
        return person ? { person, next: [], onDuty: false } : { address: entry, next: [], onDuty: false };
      });
    }
    case 'channel': {
      const channel = book.data.channels.find(({ id }) => id === name);
      if (!channel) return `there is no channel ${name} any more`;
      if (!ways.surfaces?.has(channel.surface)) return `the surface of the channel ${name} is not switched on`;
      if (covert && isSeen(channel)) return `others could see it in the channel ${name}`;
      return { channel: destinationOf(book, channel, book.site(siteId)?.client) };
    }
    default:
      return `"${kind}" cannot be told`;
  }
}

function personTo(person: Person, named: Named, asking: Asking, book: Book, on: WaysOn): Recipient | string {
  // STOP is about texts: it does not forbid a call.
  const texts = person.phone !== undefined && !on.optedOut(person.phone);
  const own = on.ownChat?.(person.id);
  const there: Record<PageVia, boolean> = {
    chat: own !== undefined || [...on.chats].some((surface) => on.chatId(person.id, surface) !== undefined),
    sms: on.sms && texts,
    voice: on.voice && person.phone !== undefined,
    email: on.email && person.email !== undefined,
  };
  const can = (['chat', 'sms', 'voice', 'email'] as const).filter((via) => there[via]);
  if (can.length === 0) return `there is no way to ${person.name}: ${whyNot(person, on)}`;
  const { hurry, lifeSafety, at } = asking;
  const asleep = !hurry && !lifeSafety && !named.onDuty && book.isQuiet(person, at);
  const awake = asleep ? can.filter((via) => via === 'chat' || via === 'email') : can;
  const asked = awake.filter((via) => asking.via.includes(via));
  // Better by another way than not at all.
  const chosen = asked.length > 0 || asking.strict ? asked : awake;
  if (chosen.length === 0)
    return asked.length < awake.length && asking.strict
      ? `${person.name} has no ${asking.via.join(', ')}`
      : `${person.name} has quiet hours`;
  return {
    to: { kind: 'person', id: person.id, name: person.name },
    can,
    ways: hurry || lifeSafety ? chosen.map((via) => ({ via, afterMs: 0 })) : timed(person, chosen),
    next: named.next.flatMap((id) => {
      const next = asking.helped?.includes(id) ? undefined : book.person(id);
      return next ? [{ id: next.id, name: next.name }] : [];
    }),
    ...(own && chosen.includes('chat') ? { chat: chatWith(person, own, book) } : {}),
  };
}

/** Somebody's own chat with Tocsin, in their language. */
export const chatWith = (person: Person, at: Pick<Destination, 'surface' | 'to'>, book: Book): Destination => ({
  ...at,
  name: person.name,
  person: person.id,
  audience: 'team',
  mention: 'none',
  ...spoken(person.language ?? book.data.organisation.language),
});

/** As the person wishes; else at once, and the call a little later. */
function timed(person: Person, chosen: readonly PageVia[]): Recipient['ways'] {
  const own = person.notify
    .filter(({ via }) => chosen.includes(via))
    .map(({ via, after }) => ({ via, afterMs: after }))
    .sort((a, b) => a.afterMs - b.afterMs);
  if (own.length > 0) return own;
  const texted = chosen.some((via) => via === 'chat' || via === 'sms');
  return chosen.map((via) => ({ via, afterMs: via === 'voice' && texted ? VOICE_AFTER_MS : 0 }));
}

function whyNot({ phone, email }: Person, on: WaysOn): string {
  if (phone === undefined && email === undefined) return 'neither a phone nor a mail address is in the book';
  if (phone !== undefined && on.optedOut(phone)) return 'their number takes no texts';
  return !on.sms && !on.voice && !on.email
    ? 'neither phones nor mail are switched on'
    : 'what they have is not switched on';
}

function addressTo(address: string, { email }: WaysOn): Recipient | string {
  if (!address.includes('@')) return `"${address}" is neither a person of the book nor a mail address`;
  if (!email) return 'mail is not switched on';
  return { to: { kind: 'address', address }, can: ['email'], ways: [{ via: 'email', afterMs: 0 }], next: [] };
}
