import type { Card } from '../../../cards/card.js';
import { clip } from '../../../cards/card.js';
import type { Destination, Outcome } from '../../incident/index.js';
import type { ChatSurface, Directory } from '../../ports.js';
import { remember } from '../../remember.js';
import { cardMessage, textMessage } from './message.js';
import { outcomeOf, postOutcome } from './outcome.js';
import { bare, hasThreads, type Places } from './places.js';
import type { Address, TeamsMessage, TeamsTransport } from './transport.js';

export interface TeamsSurfaceParts {
  readonly transport: TeamsTransport;
  readonly places: Pick<Places, 'addressOf'>;
  readonly directory: Pick<Directory, 'nameOf' | 'chatId' | 'people'>;
}

/** Answers that came after their deadline, kept for whoever looks them up. */
const LATE = 500;

/** Teams as delivery sees it. Nothing is repeated here: that is for delivery to decide. */
export function teamsSurface({ transport, places, directory }: TeamsSurfaceParts): ChatSurface<Card> {
  /** By token, what became of each post: a bot cannot search a channel, but it may be answered late. */
  const posts = new Map<string, Promise<string>>();

  /** Those whose own view Teams asks for when they open the conversation. */
  const viewers = ({ audience }: Destination): string[] =>
    audience === 'team' ? directory.people().flatMap(({ id }) => directory.chatId(id, 'teams') ?? []) : [];

  const called = (calls: readonly string[] = []) =>
    calls.map((id) => ({ id, name: directory.nameOf('teams', id) ?? 'you' }));

  async function at(conversation: string, what: (address: Address) => Promise<Outcome>): Promise<Outcome> {
    const address = await places.addressOf(conversation);
    return address ? await what(address) : NOT_INSTALLED;
  }

  const inThread = (to: Destination, ref: string): string =>
    hasThreads(to.to) ? `${bare(to.to)};messageid=${ref}` : to.to;

  async function posted(
    token: string,
    sending: Promise<string>,
    verdict: (error: unknown) => Outcome = postOutcome,
  ): Promise<Outcome> {
    remember(posts, token, sending, LATE);
    try {
      return { kind: 'delivered', ref: await sending };
    } catch (error) {
      return verdict(error);
    }
  }

  const say = (to: Destination, ref: string, message: TeamsMessage, token: string): Promise<Outcome> =>
    // A thread that is not there any more was the card, which is posted anew; a chat has none.
    at(inThread(to, ref), (address) =>
      posted(token, transport.send(address, message), hasThreads(to.to) ? outcomeOf : postOutcome),
    );

  return {
    name: 'teams',

    post: (to, card, token, calls) =>
      at(to.to, (address) => {
        const message = cardMessage(card, viewers(to), called(calls));
        return posted(
          token,
          hasThreads(to.to) ? transport.startThread(address, message) : transport.send(address, message),
        );
      }),

    update: (to, ref, card) =>
      at(inThread(to, ref), async (address) => {
        try {
          await transport.update(address, ref, cardMessage(card, viewers(to)));
          return { kind: 'delivered', ref };
        } catch (error) {
          return outcomeOf(error);
        }
      }),

    retract: (to, ref) =>
      at(inThread(to, ref), async (address) => {
        try {
          await transport.remove(address, ref);
          return { kind: 'delivered', ref };
        } catch (error) {
          const outcome = outcomeOf(error);
          return outcome.kind === 'lost' ? { kind: 'delivered', ref } : outcome;
        }
      }),

    reply: (to, ref, lines, token) => say(to, ref, textMessage(lines.map((line) => clip(line, 600))), token),

    call: (to, ref, line, token, calls) => say(to, ref, textMessage([clip(line, 600)], called(calls)), token),

    async find(_to, token) {
      const sending = posts.get(token);
      try {
        if (sending) return { kind: 'delivered', ref: await sending };
      } catch {
        // Why it failed was told when it failed; here it counts that it is not there.
        posts.delete(token);
      }
      // A second card is better than none.
      return { kind: 'skipped', reason: 'Teams lets no bot search a channel' };
    },

    // What a channel shows cannot be read: a lost card is found out by its next change.
    audit: () => Promise.resolve({ kind: 'seen', shown: new Map() }),
  };
}

const NOT_INSTALLED: Outcome = {
  kind: 'dead',
  error: 'Tocsin was never told where this conversation is: add the app to the team, or write to it there once',
};
