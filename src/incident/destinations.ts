import { type Destination, destinationKey } from './place.js';

/** People's own chats that show one incident, at most. */
const OWN_CHATS = 25;

/** The same channel twice is one; what is said of it last holds. */
export function addedTo(have: readonly Destination[], more: readonly Destination[]): readonly Destination[] {
  const next = new Map([...have, ...more].map((destination) => [destinationKey(destination), destination]));
  return [...next.values()];
}

/** Somebody whose own chat is not kept is reached by another way when nothing is heard of the page. */
export function withOwnChats(more: readonly Destination[], have: readonly Destination[]): readonly Destination[] {
  const all = addedTo(more, have);
  // A card that stands in somebody's chat goes on being true; whoever comes after the last of them is reached otherwise.
  const there = have.filter(({ person }) => person !== undefined).map(destinationKey);
  const own = all
    .filter(({ person }) => person !== undefined)
    .sort((a, b) => Number(there.includes(destinationKey(b))) - Number(there.includes(destinationKey(a))))
    .slice(0, OWN_CHATS);
  return all.filter((each) => each.person === undefined || own.includes(each));
}
