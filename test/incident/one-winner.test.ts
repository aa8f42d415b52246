import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Desk } from '../../src/desk.js';
import { createDesk } from '../../src/desk.js';
import { digest } from '../../src/digest.js';
import type { Command, Incident, Report } from '../../src/incident/index.js';
import { decide, evolve, NOTHING_KNOWN, verifyChain } from '../../src/incident/index.js';
import type { IncidentStore } from '../../src/ports.js';
import type { Kept } from '../jobs/kept.js';
import { handWound, incidentsIn, nothingKept } from '../jobs/kept.js';
import { anyCommand } from './arbitrary.js';
import { ana, ben, claim, ID, incidentAfter, intake, minute, note, opened, opening, person, resolve } from './given.js';

type Asked = Exclude<Command, Report>;

/** A store in which other instances are faster now and then, as the list says. */
function contested(kept: Kept, losses: readonly boolean[]): IncidentStore {
  const store = incidentsIn(kept);
  let saves = 0;
  return {
    ...store,
    save: async (incident, more) =>
      losses[saves++ % Math.max(1, losses.length)] === true ? false : await store.save(incident, more),
  };
}

function night(losses: readonly boolean[], instances: number): { kept: Kept; desks: Desk[] } {
  const kept = nothingKept();
  kept.incidents.set(ID, incidentAfter(opened()));
  const clock = handWound(minute(1));
  const desks = Array.from({ length: instances }, () =>
    createDesk({ incidents: contested(kept, losses), clock, digest, bell: { saved: () => undefined } }),
  );
  return { kept, desks };
}

const stored = (kept: Kept): Incident => kept.incidents.get(ID)!;
/** Never twenty losses in a row: then a desk answers that too many people changed it at once. */
const losses = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }).filter((each) => each.includes(false));

describe('exactly one claim wins', () => {
  it('of a hundred people on four surfaces and three instances, whatever the conflicts', async () => {
    const people = Array.from({ length: 100 }, (_, index) =>
      person(`p${index}`, `Person ${index}`, 'responder', (['slack', 'teams', 'console', 'sms'] as const)[index % 4]),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(people, { minLength: 2 }),
        losses,
        fc.integer({ min: 1, max: 3 }),
        async (crowd, conflicts, instances) => {
          const { kept, desks } = night(conflicts, instances);
          const results = await Promise.all(
            crowd.map((actor, index) => desks[index % instances]!.execute(ID, claim(actor) as Asked)),
          );
          const { state, timeline, chain } = stored(kept);
          const winners = crowd.filter((_each, index) => results[index]!.ok);
          expect(winners.length).toBe(1);
          const [winner] = winners;
          expect(state).toMatchObject({ status: 'claimed', claim: { by: { id: winner!.id } } });
          for (const result of results) {
            if (!result.ok)
              expect(result.refusal).toEqual({
                code: 'already-claimed',
                by: { id: winner!.id, name: winner!.name },
                since: minute(1),
                via: winner!.via,
              });
          }
          expect(timeline.filter(({ event }) => event.type === 'claimed').length).toBe(1);
          expect(verifyChain(ID, timeline, chain, state, digest)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('when one person presses everywhere at once, too', async () => {
    const { kept, desks } = night([true, false], 2);
    const results = await Promise.all([0, 1, 0, 1].map((desk) => desks[desk]!.execute(ID, claim(ana) as Asked)));
    expect(results.filter(({ ok }) => ok).length).toBe(1);
    expect(results.filter((result) => !result.ok && result.refusal.code === 'already-yours').length).toBe(3);
    expect(stored(kept).timeline.length).toBe(2);
  });
});

describe('the desk', () => {
  it('loses no change of any two instances: the timeline is the order in which they were saved', async () => {
    const commands = fc.array(
      anyCommand.filter(({ type }) => type !== 'report'),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(commands, losses, async (asked, conflicts) => {
        const { kept, desks } = night(conflicts, 2);
        const results = await Promise.all(
          asked.map((command, index) => desks[index % 2]!.execute(ID, command as Asked)),
        );
        const { state, timeline, chain, version } = stored(kept);
        const saved = results.flatMap((result) => (result.ok ? result.events : []));
        expect(timeline.slice(1).length).toBe(saved.length);
        expect(version).toBe(results.filter((result) => result.ok && result.events.length > 0).length);
        expect(verifyChain(ID, timeline, chain, state, digest)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('says that it is busy instead of trying for ever', async () => {
    const { kept, desks } = night([true], 1);
    expect(await desks[0]!.execute(ID, claim(ana) as Asked)).toEqual({ ok: false, refusal: { code: 'busy' } });
    expect(stored(kept).version).toBe(0);
  });

  it('opens an incident once, however often and wherever its alarm is reported', async () => {
    const kept = nothingKept();
    const clock = handWound(minute(1));
    const desks = [1, 2].map(() =>
      createDesk({ incidents: incidentsIn(kept), clock, digest, bell: { saved: () => undefined } }),
    );
    const report = { ...opening(), type: 'report', actor: intake, notices: [], known: NOTHING_KNOWN } as const;
    const results = await Promise.all([0, 1, 0, 1].map((desk) => desks[desk]!.report('i-new', report)));
    expect(results.filter((result) => result.ok && result.events.length === 1).length).toBe(1);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(kept.incidents.get('i-new')!.timeline.length).toBe(1);
  });

  it('tells who asks for what does not exist', async () => {
    const { desks } = night([], 1);
    expect(await desks[0]!.execute('i-none', note(ben, 'hello') as Asked)).toEqual({
      ok: false,
      refusal: { code: 'unknown-incident' },
    });
  });

  it('gives a long timeline to pages without losing an entry', async () => {
    const { kept, desks } = night([false, true], 1);
    for (let index = 0; index < 180; index++) await desks[0]!.execute(ID, note(ana, `note ${index}`) as Asked);
    await desks[0]!.execute(ID, resolve(ana, 'confirmed') as Asked);
    const { state, timeline, chain } = stored(kept);
    const pages = await incidentsIn(kept).pages(ID);
    expect(pages.length).toBe(22);
    expect(verifyChain(ID, [...pages.flatMap(({ entries }) => entries), ...timeline], chain, state, digest)).toEqual(
      [],
    );
  });
});

describe('deciding', () => {
  it('is pure: the same state, command and moment give the same, and nothing is changed in place', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 10 }), (commands) => {
        let state = incidentAfter(opened()).state;
        commands.forEach((command, index) => {
          const [before, now] = [structuredClone(state), minute(index)];
          const first = decide(state, command, now);
          expect(decide(state, command, now)).toEqual(first);
          expect(state).toEqual(before);
          if (first.ok)
            for (const event of first.events) state = evolve(state, { event, actor: command.actor, at: now }, ID);
        });
      }),
    );
  });
});
