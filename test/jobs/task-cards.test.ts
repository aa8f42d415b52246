import { describe, expect, it } from 'vitest';
import { plain } from '../cards/plain.js';
import { ana, clock, minute, sam } from '../incident/given.js';
import { anaAlone, openTask, TASK } from '../task/given.js';
import { createNight, type Night, postman, RETRY_AFTER_MS, type Weather } from './channel.js';
import { untilCrash } from './crash.js';
import { nothingKept } from './kept.js';
import { telling } from './telling.js';

const TICK = { type: 'tick', actor: clock, leads: { people: [], destinations: [] } } as const;
const { number: _number, ...GIVEN } = openTask();

async function aNight(...weather: Weather[]): Promise<Night> {
  const night = createNight(nothingKept());
  await postman(night).taskDesk.open(TASK, GIVEN);
  night.channel.expect(...weather);
  return night;
}

const tellFor = telling('tellTasks');

const windTo = ({ clock: hands }: Night, to: number): void => {
  hands.wind(minute(to).getTime() - hands.now().getTime());
};

const shown = (night: Night) => night.channel.shown();

describe('the card of a task', () => {
  it('is posted once, and changes in place', async () => {
    const night = await aNight();
    const man = postman(night);
    await tellFor(night, man, 5_000);
    expect(shown(night).map(({ card }) => plain(card))).toEqual([expect.stringContaining('Ana Beck is to do this')]);
    await man.taskDesk.execute(TASK, { type: 'accept', actor: ana });
    await tellFor(night, man, 5_000);
    expect(shown(night)).toHaveLength(1);
    expect(plain(shown(night)[0]!.card)).toContain('Ana Beck does this since');
    expect(night.channel.calls.filter((call) => call === 'post')).toHaveLength(1);
  });

  it.each<Weather>(['unreachable', 'answer lost', 'busy', 'closed', 'deleted'])(
    'is there once, and true, when its calls meet this: %s',
    async (weather) => {
      const night = await aNight(weather, weather);
      const man = postman(night);
      await tellFor(night, man, RETRY_AFTER_MS * 3 + 300_000);
      await man.taskDesk.execute(TASK, { type: 'accept', actor: ana });
      night.channel.expect(weather);
      await tellFor(night, man, RETRY_AFTER_MS * 2 + 300_000);
      expect(shown(night)).toHaveLength(1);
      expect(plain(shown(night)[0]!.card)).toContain('Ana Beck does this since');
    },
  );

  it('is there once, and true, and has called, whenever the one who shows it dies', async () => {
    for (const way of ['before', 'after'] as const) {
      for (let at = 1; at < 24; at += 1) {
        const night = await aNight();
        await untilCrash(async () => {
          const man = postman(night, { at, way });
          await tellFor(night, man, 3_000);
          await man.taskDesk.execute(TASK, { type: 'accept', actor: ana });
          await tellFor(night, man, 3_000);
          windTo(night, 50);
          await man.taskDesk.execute(TASK, TICK);
          await tellFor(night, man, 3_000);
        });
        windTo(night, 62);
        const next = postman(night, {}, { holder: 'two' });
        await next.taskDesk.execute(TASK, { type: 'accept', actor: ana });
        await next.taskDesk.execute(TASK, TICK);
        await tellFor(night, next, 5_000);
        const [message, ...others] = shown(night);
        expect(others, `${way} call ${at}`).toEqual([]);
        expect(plain(message!.card), `${way} call ${at}`).toMatch(/OVERDUE since .* Ana Beck was to do it/);
        // Repeated rather than lost: the last ring was heard, by a line or by the post itself, and none oftener than twice.
        const task = night.kept.tasks.get(TASK);
        expect(task?.cards[0]?.rung, `${way} call ${at}`).toBe(task?.state.ring?.seq);
        expect(message!.lines.length, `${way} call ${at}`).toBeLessThanOrEqual(3);
      }
    }
  });

  it('is followed by the reminder that fell due while nobody knew whether it had arrived', async () => {
    const night = await aNight('answer lost');
    const man = postman(night);
    await man.tellTasks();
    windTo(night, 50);
    await man.taskDesk.execute(TASK, TICK);
    await tellFor(night, man, 60_000);
    expect(shown(night)).toHaveLength(1);
    expect(shown(night)[0]!.lines).toEqual([expect.stringContaining('TASK-1 Patrol: Walk the perimeter')]);
  });

  it('rings in its thread when it is due and when it is overdue, once each on a quiet night', async () => {
    const night = await aNight();
    const man = postman(night);
    await tellFor(night, man, 2_000);
    for (const at of [50, 61]) {
      windTo(night, at);
      await man.taskDesk.execute(TASK, TICK);
      await tellFor(night, man, 2_000);
    }
    expect(shown(night)[0]!.lines).toEqual([
      expect.stringMatching(/^Ana Beck: TASK-1 .* is due /),
      expect.stringMatching(/^Ana Beck: TASK-1 .* is OVERDUE since /),
    ]);
  });

  it('stands where others see it when the chat of whoever is to do it takes nothing', async () => {
    const night = createNight(nothingKept());
    const man = postman(night);
    await man.taskDesk.open(TASK, { ...GIVEN, destinations: [anaAlone] });
    night.channel.expect('closed');
    await tellFor(night, man, 3_000);
    const { state } = night.kept.tasks.get(TASK)!;
    expect(state.destinations.map(({ name }) => name)).toEqual(['Ana Beck', 'ops']);
    expect(shown(night)).toHaveLength(1);
  });

  it('of a surface that is switched off is no reason to fail, and is seen', async () => {
    const night = await aNight();
    await tellFor(night, postman(night, {}, { surfaceOff: true }), 5_000);
    expect(night.kept.tasks.get(TASK)?.cards[0]).toMatchObject({
      stuck: true,
      lastError: 'the surface "slack" is switched off',
    });
  });

  it('that nobody can be shown any more is left alone once the task is over', async () => {
    const night = await aNight(...Array.from({ length: 200 }, (): Weather => 'closed'));
    const man = postman(night);
    await man.taskDesk.execute(TASK, { type: 'cancel', actor: sam, why: 'given twice' });
    for (let round = 0; round < 60; round++) {
      await man.tellTasks();
      night.clock.wind(130_000);
    }
    expect(night.channel.calls.length).toBeLessThan(35);
  });
});
