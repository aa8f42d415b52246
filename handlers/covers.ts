import { z } from 'zod';
import {
  askCover,
  type Cover,
  type CoverRefusal,
  dayOf,
  instantOf,
  isRefusal,
  takeCover,
  WHY_LENGTH,
  withdrawCover,
} from '../src/oncall/index.js';
import type { Clock } from '../src/ports.js';
import type { CoverAnswer, CoverStore, Covers, Roster } from '../src/ports-oncall.js';
import { faultsOf } from './faults.js';

export interface CoverParts {
  readonly covers: CoverStore;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Told when somebody else is on call than before, or a cover is offered. */
  readonly changed: () => void;
}

/** What the browser's field for a local time sends. */
const LOCAL = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d)(?::00)?$/;
const local = z.string().regex(LOCAL, 'Please write a day and a time.');

const wishSchema = z.object({
  rotation: z.string().min(1, 'Please choose one.').max(100),
  from: local,
  to: local,
  why: z.string().trim().max(WHY_LENGTH, `At most ${WHY_LENGTH} characters.`).default(''),
});

/** Covers: asked for, taken, withdrawn. Whoever is second to take one is told who was first. */
export function createCovers({ covers, roster, clock, newId, changed }: CoverParts): Covers {
  return {
    async ask(by, wish) {
      const read = wishSchema.safeParse(wish);
      if (!read.success) return { ok: false, faults: faultsOf(read.error) };
      const now = clock.now();
      const bare = await roster.rotation(read.data.rotation, now, now);
      if (!bare) return refused({ code: 'unknown-rotation' });
      const [from, to] = [instantIn(bare.timezone, read.data.from), instantIn(bare.timezone, read.data.to)];
      if (!from || !to) return { ok: false, faults: { [from ? 'to' : 'from']: 'There is no such day.' } };
      const rotation = (await roster.rotation(bare.id, from, to)) ?? bare;
      const open = (await covers.within(from, to)).filter((each) => each.rotation === bare.id);
      const made = askCover(rotation, { id: newId(), asker: by, from, to, why: read.data.why }, open, now);
      if (isRefusal(made)) return refused(made);
      await covers.add(made);
      changed();
      return { ok: true, cover: made };
    },

    take: (by, id) =>
      close(id, async (cover, now) => {
        const rotation = await roster.rotation(cover.rotation, cover.from, cover.to);
        return rotation ? takeCover(rotation, cover, by, now) : { code: 'unknown-rotation' };
      }),

    withdraw: (by, id) => close(id, async (cover, now) => withdrawCover(cover, by, now)),
  };

  async function close(
    id: string,
    decide: (cover: Cover, now: Date) => Promise<Cover | CoverRefusal>,
  ): Promise<CoverAnswer> {
    // Once more when somebody was faster, to say who: by the store, or already by who is on call.
    for (let attempt = 0; attempt < 2; attempt++) {
      const cover = await covers.find(id);
      if (!cover) return refused({ code: 'unknown-cover' });
      const closed = await decide(cover, clock.now());
      if (isRefusal(closed) && closed.code === 'not-on-call' && attempt === 0) continue;
      if (isRefusal(closed)) return refused(closed);
      if (!(await covers.close(closed))) continue;
      changed();
      return { ok: true, cover: closed };
    }
    return refused({ code: 'unknown-cover' });
  }
}

const refused = (refusal: CoverRefusal): CoverAnswer => ({ ok: false, refusal });

function instantIn(zone: string, text: string): Date | undefined {
  const [, date = '', hours, minutes] = LOCAL.exec(text) ?? [];
  const day = dayOf(date);
  return day === undefined ? undefined : new Date(instantOf(zone, day, Number(hours) * 60 + Number(minutes)));
}
