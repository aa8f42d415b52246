import { answerCard } from '../../cards/answer-card.js';
import { said } from '../../cards/words/en-commands.js';
import { coverRefusal } from '../../cards/words/en-oncall.js';
import type { Answer } from '../../src/inbound.js';
import { type Cover, coverAt, type Rotation, shifts } from '../../src/oncall/index.js';
import type { Clock } from '../../src/ports.js';
import type { CoverAnswer, CoverStore, Covers, Roster } from '../../src/ports-oncall.js';
import { later, localDayTime, localInput } from '../../src/time.js';
import { type Command, done, found, nearest, nearestOf, refused, shown } from './command.js';
import { momentOf } from './times.js';

export interface OnCallCommandParts {
  readonly roster: Roster;
  readonly covers: Covers;
  readonly coverStore: Pick<CoverStore, 'within'>;
  readonly nameOf: (personId: string) => string;
  /** Of the organisation, for times that belong to no rotation. */
  readonly zone: () => string;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;

/** Who is on call, and shifts that somebody wants to be covered. */
export function onCallCommands(parts: OnCallCommandParts): Command[] {
  const { roster, covers, coverStore, nameOf, zone, clock } = parts;

  const offered = async (): Promise<Cover[]> => {
    const now = clock.now();
    const all = await coverStore.within(now, later(now, 366 * DAY_MS));
    return all.filter((cover) => coverAt(cover, now).status === 'offered');
  };

  async function show(words: readonly string[]): Promise<Answer> {
    const now = clock.now();
    const all = await roster.rotations(now, later(now, 8 * DAY_MS));
    const [first = ''] = words;
    const one = found(first, all);
    const when = (one ? words.slice(1) : words).join(' ');
    const at = when === '' ? now : momentOf(when, now, one?.timezone ?? zone());
    if (!at) {
      const near = nearestOf(first, all);
      return refused(near ? said.noRotation(first, near) : said.noTime(when));
    }
    const asked = one ? [one] : all;
    if (asked.length === 0) return refused(said.onCall.none);
    const there = when === '' ? all : await roster.rotations(at, later(at, 8 * DAY_MS));
    const items = asked.flatMap(({ id }) => {
      const rotation = there.find((each) => each.id === id);
      return rotation ? [{ text: onCallLine(rotation, at, nameOf) }] : [];
    });
    const told = when === '' ? undefined : localDayTime(at, one?.timezone ?? zone());
    return shown(answerCard(said.onCall.title(told), items));
  }

  async function list(): Promise<Answer> {
    const rotations = new Map((await roster.rotations(clock.now(), clock.now())).map((each) => [each.id, each]));
    const items = (await offered()).map((cover) => {
      const rotation = rotations.get(cover.rotation);
      const local = (moment: Date) => localDayTime(moment, rotation?.timezone ?? zone());
      return {
        text: said.cover.line({
          code: codeOf(cover),
          name: nameOf(cover.asker),
          rotation: rotation?.name ?? cover.rotation,
          from: local(cover.from),
          to: local(cover.to),
          why: cover.why,
        }),
      };
    });
    return shown(answerCard(said.cover.title(items.length), items, items.length > 0 ? said.cover.how : undefined));
  }

  async function ask(by: string, [named = '', from = '', to = '', ...why]: readonly string[]): Promise<Answer> {
    const now = clock.now();
    const all = await roster.rotations(now, now);
    const rotation = found(named, all);
    if (!rotation)
      return refused(
        said.noRotation(
          named,
          nearest(
            named,
            all.map(({ id }) => id),
          ),
        ),
      );
    const [begin, end] = [momentOf(from, now, rotation.timezone), momentOf(to, now, rotation.timezone)];
    if (!begin || !end) return refused(said.noTime(begin ? to : from));
    const wish = {
      rotation: rotation.id,
      from: localInput(begin, rotation.timezone),
      to: localInput(end, rotation.timezone),
      why: why.join(' '),
    };
    return answerOf(await covers.ask(by, wish), () => said.cover.asked);
  }

  function answerOf(answer: CoverAnswer, good: (cover: Cover) => string): Answer {
    if (answer.ok) return done(good(answer.cover));
    if ('faults' in answer) return refused(Object.values(answer.faults).join(' '));
    return refused(coverRefusal(answer.refusal, nameOf));
  }

  return [
    { name: 'oncall', run: show },
    {
      name: 'cover',
      async run([verb = '', number = '', ...rest], who) {
        if (verb === 'ask') return await ask(who.id, [number, ...rest]);
        if (verb !== 'take' && verb !== 'withdraw') return await list();
        const [cover, other] = (await offered()).filter((each) => codeOf(each) === number.toLowerCase());
        if (!cover || other) return refused(said.cover.noNumber(number.slice(0, 20) || '?'));
        return answerOf(await covers[verb](who.id, cover.id), ({ asker, from, to }) =>
          verb === 'take'
            ? said.cover.taken(nameOf(asker), localDayTime(from, zone()), localDayTime(to, zone()))
            : said.cover.withdrawn,
        );
      },
    },
  ];
}

/** Stays the same while the list moves. */
const codeOf = ({ id }: Pick<Cover, 'id'>): string => id.slice(-4).toLowerCase();

/** Who has it, until when, and who comes after. */
export function onCallLine(rotation: Rotation, at: Date, nameOf: (personId: string) => string): string {
  const laid = shifts(rotation, at, later(at, 7 * DAY_MS));
  const [now, ...rest] = laid;
  const person = now?.holder?.person;
  if (person === undefined) return said.onCall.gap(rotation.name);
  const end = rest.find(({ holder }) => holder?.person !== person);
  const next = rest.find(({ holder }) => holder && holder.person !== person);
  return said.onCall.line(
    rotation.name,
    nameOf(person),
    end && localDayTime(end.from, rotation.timezone),
    next?.holder && nameOf(next.holder.person),
  );
}
