import { said } from '../cards/words/en-commands.js';
import { sha256 } from '../src/digest.js';
import type { Account, Answer } from '../src/inbound.js';
import { isGuest, type PersonActor } from '../src/incident/index.js';
import type { Clock, Directory } from '../src/ports.js';
import type { LinkCodeStore } from '../src/ports-chats.js';
import { remember } from '../src/remember.js';
import { later } from '../src/time.js';

export interface LinkParts {
  readonly codes: LinkCodeStore;
  readonly directory: Pick<Directory, 'link' | 'people'>;
  /** Eight characters that nobody guesses. */
  readonly newCode: () => string;
  readonly clock: Clock;
}

const HOLDS_MIN = 10;
/** Wrong codes of one account before it has to wait. */
const TRIES = 5;
const MOST_ACCOUNTS = 2_000;

/** One person, two chats: a code of the one, said in the other. */
export function createLinking({ codes, directory, newCode, clock }: LinkParts) {
  const wrong = new Map<string, { readonly count: number; readonly since: number }>();

  async function redeem(given: string, { surface, chatId }: Account): Promise<Answer> {
    const account = `${surface}:${chatId}`;
    const now = clock.now();
    const before = wrong.get(account);
    const tries = before && Math.abs(now.getTime() - before.since) < HOLDS_MIN * 60_000 ? before : undefined;
    if (tries && tries.count >= TRIES) return { kind: 'refused', text: said.link.tooMany };
    const personId = await codes.take(hashOf(given), now);
    const person = directory.people().find(({ id }) => id === personId);
    if (!person) {
      const count = (tries?.count ?? 0) + 1;
      remember(wrong, account, { count, since: tries?.since ?? now.getTime() }, MOST_ACCOUNTS);
      return { kind: 'refused', text: said.link.wrong };
    }
    await directory.link(surface, chatId, person.id);
    return { kind: 'done', text: said.link.linked(person.name) };
  }

  return {
    redeem,

    /** What somebody of the book or a guest gets for `link`. */
    async command(code: string | undefined, who: PersonActor): Promise<Answer> {
      if (isGuest(who)) {
        const [surface = '', ...chatId] = who.id.split(':');
        if (code === undefined) return { kind: 'refused', text: said.link.askWhereKnown };
        return await redeem(code, { surface: surface === 'teams' ? 'teams' : 'slack', chatId: chatId.join(':') });
      }
      if (code !== undefined) return { kind: 'refused', text: said.link.known(who.name) };
      const made = newCode();
      await codes.keep(hashOf(made), who.id, later(clock.now(), HOLDS_MIN * 60_000));
      return { kind: 'done', text: said.link.code(made, HOLDS_MIN) };
    },
  };
}

export type Linking = ReturnType<typeof createLinking>;

const hashOf = (code: string): string => sha256(`link ${code.trim().toUpperCase().slice(0, 40)}`);
