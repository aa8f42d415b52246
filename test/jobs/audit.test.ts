import { describe, expect, it } from 'vitest';
import { createDue } from '../../jobs/due.js';
import { createUnturned } from '../../jobs/unturned.js';
import { createDesk } from '../../src/desk.js';
import { digest } from '../../src/digest.js';
import type { Command, Report } from '../../src/incident/index.js';
import { ana, claim, HOUR, ID, MINUTE, minute, NIGHT } from '../incident/given.js';
import { NOBODY_KNOWN } from '../planning.js';
import { createNight, DESTINATION, keep, postman } from './channel.js';
import { handWound, incidentsIn, nothingKept } from './kept.js';

type Asked = Exclude<Command, Report>;

async function posted() {
  const night = createNight(nothingKept());
  keep(night.kept, ID);
  const man = postman(night);
  await man.poll();
  await man.run();
  return { night, man };
}

describe('a chat that says yes and forgets', () => {
  it('is found out, and the card is posted anew', async () => {
    const { night, man } = await posted();
    night.channel.messages[0]!.gone = true;
    night.clock.wind(MINUTE);
    await man.audit.check();
    await man.run();
    expect(night.channel.calls).toEqual(['post', 'post']);
    expect(night.channel.shown()).toHaveLength(1);
    expect(night.kept.incidents.get(ID)!.cards).toMatchObject([{ destination: DESTINATION, ref: 'ts-2' }]);
  });

  it('is looked at again when what was found could not be written down', async () => {
    const { night, man } = await posted();
    night.channel.messages[0]!.gone = true;
    const { missed } = man.desk;
    Object.assign(man.desk, { missed: () => Promise.reject(new Error('no primary')) });
    night.clock.wind(MINUTE);
    await man.audit.check();
    Object.assign(man.desk, { missed });
    night.clock.wind(MINUTE);
    await man.audit.check();
    await man.run();
    expect(night.channel.shown()).toHaveLength(1);
  });

  it('an update of a card: it is shown again', async () => {
    const { night, man } = await posted();
    const before = night.channel.messages[0]!.card;
    await man.desk.execute(ID, claim(ana) as Asked);
    await man.run();
    night.channel.messages[0]!.card = before;
    night.clock.wind(MINUTE);
    await man.audit.check();
    await man.run();
    expect(night.channel.messages[0]!.card.version).toBe(2);
    expect(night.channel.shown()).toHaveLength(1);
  });

  it('is looked at once for each word of it, and not while the word is young', async () => {
    const { night, man } = await posted();
    night.channel.messages[0]!.gone = true;
    await man.audit.check();
    await man.run();
    expect(night.channel.calls).toEqual(['post']);
    night.channel.messages[0]!.gone = false;
    for (let look = 0; look < 5; look++) {
      night.clock.wind(MINUTE);
      await man.audit.check();
      night.channel.messages[0]!.gone = true;
    }
    await man.run();
    expect(night.channel.calls).toEqual(['post']);
  });
});

describe('a clock that is set back', () => {
  it('takes nothing from the time that deadlines go by', () => {
    const clock = handWound(NIGHT);
    let steady = 0;
    const unturned = createUnturned(clock, () => steady);
    const pass = (ms: number) => {
      clock.wind(ms);
      steady += ms;
    };
    pass(10_000);
    expect(unturned()).toEqual(clock.now());
    clock.wind(-HOUR);
    pass(1_000);
    expect(unturned().getTime()).toBe(NIGHT.getTime() + 11_000);
    pass(MINUTE);
    expect(unturned().getTime()).toBe(NIGHT.getTime() + 71_000);
    // Corrections of a running clock are nobody's concern.
    clock.wind(-500);
    pass(1_000);
    expect(unturned().getTime()).toBe(NIGHT.getTime() + 71_500);
    clock.wind(HOUR);
    expect(unturned().getTime()).toBeGreaterThanOrEqual(clock.now().getTime());
  });

  it('does not put off the moment at which nobody has claimed in time', async () => {
    const kept = nothingKept();
    const clock = handWound(NIGHT);
    let steady = 0;
    const incidents = incidentsIn(kept);
    const desk = createDesk({ incidents, clock, digest, bell: { saved: () => undefined } });
    keep(kept, ID, { respondBy: minute(2) });
    const act = createDue({
      incidents,
      desk,
      clock,
      planning: NOBODY_KNOWN,
      raise: async () => undefined,
      steady: () => steady,
      failed: () => undefined,
    });
    const isOverdue = () => kept.incidents.get(ID)!.state.overdue;
    await act();
    clock.wind(-HOUR);
    await act();
    expect(isOverdue()).toBe(false);
    clock.wind(3 * MINUTE);
    steady += 3 * MINUTE;
    await act();
    expect(isOverdue()).toBe(true);
  });
});
