import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diaryLine } from '../../cards/diary.js';
import { incidentCard } from '../../cards/incident-card.js';
import { digest } from '../../src/digest.js';
import type { Command, Report } from '../../src/incident/index.js';
import { apply, destinationKey, verifyChain } from '../../src/incident/index.js';
import { anyCommand } from '../incident/arbitrary.js';
import { ana, assessment, ben, claim, ID, MINUTE, managers, NIGHT, note, release } from '../incident/given.js';
import type { Night, Weather } from './channel.js';
import { createNight, DESTINATION, keep, postman, RETRY_AFTER_MS } from './channel.js';
import type { Way } from './crash.js';
import { untilCrash } from './crash.js';
import { nothingKept } from './kept.js';

type Asked = Exclude<Command, Report>;
const asked = (command: Command): Asked => command as Asked;

function aNight(): Night {
  const night = createNight(nothingKept());
  keep(night.kept, ID);
  return night;
}

/** Law 3: what the channel shows is the newest state, its thread is the whole diary, and nothing is owed any more. */
function expectTruth({ kept, channel }: Night): void {
  const { state, timeline: newest, chain, owed, cards } = kept.incidents.get(ID)!;
  const older = [...kept.pages.values()].sort((a, b) => a.page - b.page).slice(0, chain.pages);
  const timeline = [...older.flatMap(({ entries }) => entries), ...newest];
  expect(owed.filter(({ destination }) => destinationKey(destination) === DESTINATION)).toEqual([]);
  const card = cards.find(({ destination }) => destination === DESTINATION);
  const message = channel.messages.find(({ ref }) => ref === card?.ref);
  expect(message?.gone).toBe(false);
  expect(message?.card).toEqual(incidentCard(state, { now: message!.shownAt, live: false }));
  const told = timeline.slice(1).flatMap((entry) => diaryLine(entry, state.place.timezone) ?? []);
  for (const line of told) expect(message?.lines).toContain(line);
  expect(verifyChain(ID, timeline, chain, state, digest)).toEqual([]);
}

describe('delivery', () => {
  it('posts the first card once, and puts its receipt into the evidence', async () => {
    const night = aNight();
    const man = postman(night);
    await man.poll();
    await man.run();
    expect(night.channel.calls).toEqual(['post']);
    expectTruth(night);
    expect(night.kept.incidents.get(ID)!.timeline.at(-1)!.event).toEqual({
      type: 'card-posted',
      destination: DESTINATION,
      ref: 'ts-1',
      lookedUp: false,
      shown: 1,
    });
  });

  it('updates the card and tells the diary for a change', async () => {
    const night = aNight();
    const man = postman(night);
    await man.poll();
    await man.run();
    await man.desk.execute(ID, asked(claim(ana)));
    await man.run();
    expect(night.channel.calls).toEqual(['post', 'update', 'reply']);
    expect(night.channel.messages[0]!.lines).toEqual(['03:10 Ana Beck claimed it (Slack)']);
    expectTruth(night);
  });

  it('makes one update of a hundred changes during a pause', async () => {
    const night = aNight();
    const man = postman(night);
    await man.poll();
    await man.run();
    night.channel.expect('busy');
    await man.desk.execute(ID, asked(claim(ana)));
    await man.deliverNext(DESTINATION);
    const calls = night.channel.calls.length;
    for (let change = 0; change < 100; change++) {
      await man.desk.execute(ID, asked(change % 2 === 0 ? release(ana) : claim(ana)));
      expect(await man.deliverNext(DESTINATION)).not.toBe(undefined);
    }
    expect(night.channel.calls.slice(calls).filter((call) => call === 'update')).toEqual([]);
    night.clock.wind(RETRY_AFTER_MS);
    await man.run();
    expect(night.channel.calls.slice(calls).filter((call) => call === 'update')).toEqual(['update']);
    expectTruth(night);
  });

  it('waits as long as the provider asks, and not a moment longer', async () => {
    const night = aNight();
    night.channel.expect('busy');
    const man = postman(night);
    await man.poll();
    await man.deliverNext(DESTINATION);
    expect(await man.deliverNext(DESTINATION)).toBe(RETRY_AFTER_MS);
    night.clock.wind(RETRY_AFTER_MS - 1);
    expect(await man.deliverNext(DESTINATION)).toBe(1);
    night.clock.wind(1);
    expect(await man.deliverNext(DESTINATION)).toBe(0);
    expect(night.channel.calls).toEqual(['post', 'post']);
  });

  it('never gives up while a card is stale', async () => {
    const night = aNight();
    night.channel.expect(...Array.from({ length: 60 }, (): Weather => 'unreachable'));
    const man = postman(night);
    await man.poll();
    await man.run();
    expectTruth(night);
    expect(night.clock.now().getTime()).toBeLessThan(NIGHT.getTime() + 62 * MINUTE);
  });

  it('looks a post up that is in doubt before it posts again', async () => {
    const night = aNight();
    night.channel.expect('answer lost');
    const man = postman(night);
    await man.poll();
    await man.run();
    expect(night.channel.calls).toEqual(['post', 'find', 'update']);
    expect(night.channel.messages.length).toBe(1);
    expectTruth(night);
    expect(night.kept.incidents.get(ID)!.timeline.map(({ event }) => event)).toContainEqual({
      type: 'card-posted',
      destination: DESTINATION,
      ref: 'ts-1',
      lookedUp: true,
      shown: 0,
    });
  });

  it('keeps looking while the provider does not let it look', async () => {
    const night = aNight();
    night.channel.expect('answer lost', 'busy', 'unreachable', 'busy');
    const man = postman(night);
    await man.poll();
    await man.run();
    expect(night.channel.calls).toEqual(['post', 'find', 'find', 'find', 'find', 'update']);
    expect(night.channel.messages.length).toBe(1);
    expectTruth(night);
  });

  it('posts again where a channel cannot be searched: repeated rather than lost', async () => {
    const night = aNight();
    night.channel.expect('answer lost', 'closed');
    const man = postman(night);
    await man.poll();
    await man.run();
    expect(night.channel.calls).toEqual(['post', 'find', 'post']);
    expectTruth(night);
  });

  it.each(['update', 'reply'])('posts a card anew that somebody deleted before the %s, diary and all', async (call) => {
    const night = aNight();
    const man = postman(night);
    await man.poll();
    await man.run();
    await man.desk.execute(ID, asked(note(ana, 'on my way')));
    night.channel.expect(...((call === 'update' ? ['deleted'] : ['fine', 'deleted']) as Weather[]));
    await man.run();
    expect(night.channel.shown().map(({ lines }) => lines)).toEqual([['03:10 Ana Beck: on my way']]);
    expectTruth(night);
  });

  it('leaves what cannot be delivered for a person to see, and tries again at the next change', async () => {
    const night = aNight();
    night.channel.expect('closed');
    const man = postman(night);
    await man.poll();
    await man.deliverNext(DESTINATION);
    const { owed, timeline } = night.kept.incidents.get(ID)!;
    expect(owed).toMatchObject([{ stuck: true, lastError: 'is_archived' }]);
    expect(timeline.at(-1)!.event).toEqual({
      type: 'delivery-failed',
      destination: DESTINATION,
      what: 'card',
      error: 'is_archived',
    });
    await man.desk.execute(ID, asked(claim(ana)));
    await man.run();
    expectTruth(night);
  });

  it('of a surface that is switched off is dead, with the reason', async () => {
    const night = aNight();
    const man = postman(night, {}, { surfaceOff: true });
    await man.poll();
    await man.deliverNext(DESTINATION);
    expect(night.kept.incidents.get(ID)!.owed).toMatchObject([
      { stuck: true, lastError: 'the surface "slack" is switched off' },
    ]);
  });

  it('of a storm in a surface that is switched off comes to rest', async () => {
    const night = createNight(nothingKept());
    for (let index = 0; index < 8; index++) keep(night.kept, `i-${index}`, { number: index });
    const before = postman(night);
    await before.poll();
    await before.deliverNext(DESTINATION);
    expect([...night.kept.storms.values()]).toHaveLength(1);
    for (let index = 0; index < 8; index++) keep(night.kept, `j-${index}`, { number: 10 + index });
    const man = postman(night, {}, { surfaceOff: true });
    await man.storms.reload();
    await man.poll();
    let wait: number | undefined = 0;
    for (let step = 0; step < 40 && wait === 0; step++) wait = await man.deliverNext(DESTINATION);
    expect(wait).not.toBe(0);
  });

  it('tells of no storm that another instance has delivered meanwhile', async () => {
    const night = createNight(nothingKept());
    for (let index = 0; index < 8; index++) keep(night.kept, `i-${index}`, { number: index });
    const standby = postman(night, {}, { holder: 'two' });
    await standby.poll();
    const first = postman(night, {}, { holder: 'one' });
    await first.poll();
    await first.run();
    night.clock.wind(60_000);
    const told = night.channel.messages.length;
    keep(night.kept, 'i-late', { number: 99 });
    await standby.poll();
    await standby.run();
    expect(night.channel.messages.slice(told).map(({ card }) => card.about)).toEqual(['i-late']);
  });

  it('of a card that another instance has posted meanwhile leaves one card', async () => {
    const night = aNight();
    const slow = postman(night, {}, { holder: 'slow' });
    await slow.poll();
    const { post } = night.channel.surface;
    const quick = postman(night, {}, { holder: 'quick' });
    // The lease has run out while the call was about to leave.
    Object.assign(night.channel.surface, {
      async post(...call: Parameters<typeof post>) {
        Object.assign(night.channel.surface, { post });
        night.clock.wind(120_000);
        await quick.poll();
        await quick.run();
        return await post(...call);
      },
    });
    await slow.run();
    await quick.poll();
    await quick.run();
    expect(night.channel.shown()).toHaveLength(1);
    expectTruth(night);
  });

  it('passes over a long row of entries that a thread does not tell', async () => {
    const night = aNight();
    const man = postman(night);
    await man.poll();
    await man.run();
    const incident = night.kept.incidents.get(ID)!;
    const failed = Array.from(
      { length: 70 },
      () => ({ type: 'delivery-failed', destination: 'slack:C0MGR', what: 'card', error: 'is_archived' }) as const,
    );
    night.kept.incidents.set(
      ID,
      apply(ID, incident, failed, { actor: { kind: 'system', id: 'delivery' }, now: night.clock.now(), digest }),
    );
    await man.desk.execute(ID, asked(note(ana, 'still here')));
    await man.run();
    expectTruth(night);
  });

  it('sends a life-safety card ahead of a storm', async () => {
    const night = createNight(nothingKept());
    for (let index = 0; index < 30; index++)
      keep(night.kept, `i-${index}`, { number: index, assessment: assessment(85, 'critical') });
    keep(night.kept, 'i-duress', {
      number: 99,
      kind: 'duress',
      lifeSafety: true,
      assessment: assessment(90, 'critical'),
    });
    const man = postman(night);
    await man.poll();
    await man.deliverNext(DESTINATION);
    expect(night.channel.messages[0]?.card.about).toBe('i-duress');
  });

  it('keeps to the limit of the platform', async () => {
    const night = createNight(nothingKept());
    for (let index = 0; index < 5; index++) keep(night.kept, `i-${index}`, { number: index });
    const start = night.clock.now().getTime();
    const each = { per: 'channel', name: 'messages', rate: { everyMs: 1_000, burst: 1 } } as const;
    const man = postman(night, {}, { limits: { post: [each], update: [each], reply: [each], find: [] } });
    await man.poll();
    await man.run();
    expect(night.channel.messages.map(({ shownAt }) => shownAt.getTime() - start)).toEqual([
      0, 1_000, 2_000, 3_000, 4_000,
    ]);
  });

  it('keeps destinations apart', async () => {
    const night = createNight(nothingKept());
    keep(night.kept, ID, {}, [{ ...managers, to: 'C0MGR' }]);
    const man = postman(night);
    await man.poll();
    expect(man.debts.destinations()).toEqual(['slack:C0MGR']);
    expect(await man.deliverNext(DESTINATION)).toBeUndefined();
    await man.run('slack:C0MGR');
    expect(night.channel.calls).toEqual(['post']);
  });
});

const WAYS: readonly Way[] = ['before', 'after'];

describe('a crash of the postman', () => {
  it.each(WAYS)('%s any call: never zero posts, never two of which one could have been looked up', async (way) => {
    const script = async (man: ReturnType<typeof postman>): Promise<void> => {
      await man.poll();
      await man.run();
      await man.desk.execute(ID, asked(claim(ana)));
      await man.run();
    };
    const whole = postman(aNight());
    await script(whole);
    expect(whole.life.calls.length).toBeGreaterThan(15);
    for (let at = 1; at <= whole.life.calls.length; at++) {
      const night = aNight();
      expect(await untilCrash(() => script(postman(night, { at, way })))).toBe('crashed');
      night.clock.wind(MINUTE);
      const heir = postman(night, {}, { holder: 'two' });
      await heir.poll();
      await heir.desk.execute(ID, asked(note(ben, 'taking over')));
      await heir.run();
      expectTruth(night);
      expect(night.channel.messages.length, `crash ${way} call ${at}`).toBe(1);
    }
  });

  it('or a change by somebody else at any call, leaves no card behind', async () => {
    const deliverAll = async (man: ReturnType<typeof postman>): Promise<void> => {
      await man.poll();
      await man.run();
    };
    const whole = postman(aNight());
    await deliverAll(whole);
    for (let before = 1; before <= whole.life.calls.length; before++) {
      const night = aNight();
      const other = postman(night, {}, { holder: 'two' });
      const act = () => other.desk.execute(ID, asked(claim(ben)));
      await deliverAll(postman(night, { meanwhile: { before, act } }));
      await deliverAll(other);
      expect(night.kept.incidents.get(ID)!.state.status).toBe('claimed');
      expectTruth(night);
      expect(night.channel.messages.length).toBe(1);
    }
  });

  it('in any weather, with any changes, however often: in the end every card shows what is wanted', async () => {
    const weather = fc.array(
      fc.constantFrom<Weather>('fine', 'fine', 'busy', 'unreachable', 'answer lost', 'deleted'),
      { maxLength: 8 },
    );
    const change = fc.array(
      anyCommand.filter(({ type }) => type !== 'report'),
      { maxLength: 4 },
    );
    const life = fc.record({
      weather,
      changes: change,
      at: fc.integer({ min: 1, max: 60 }),
      way: fc.constantFrom(...WAYS),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 4 }), weather, async (lives, last) => {
        const night = aNight();
        let deletions = 0;
        for (const [index, { weather: forecast, changes, at, way }] of lives.entries()) {
          night.channel.expect(...forecast);
          deletions += forecast.filter((each) => each === 'deleted').length;
          const man = postman(night, { at, way }, { holder: `holder-${index}` });
          await untilCrash(async () => {
            await man.poll();
            for (const command of changes) {
              await man.desk.execute(ID, asked(command));
              await man.deliverNext(DESTINATION);
            }
            await man.run();
          });
          night.clock.wind(MINUTE);
        }
        deletions += last.filter((each) => each === 'deleted').length;
        night.channel.expect(...last);
        const heir = postman(night, {}, { holder: 'heir' });
        await heir.poll();
        await heir.run();
        // Somebody who deletes the last message is found out by the next change only.
        night.channel.expect();
        await heir.desk.execute(ID, asked(note(ana, 'all well')));
        await heir.run();
        const { status } = night.kept.incidents.get(ID)!.state;
        if (status !== 'archived') expectTruth(night);
        expect(night.channel.messages.length).toBeGreaterThan(0);
        expect(night.channel.messages.length).toBeLessThanOrEqual(1 + deletions);
      }),
      { numRuns: 250 },
    );
  });

  it('is no reason for two to post at once: the lease of a destination has one holder', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), async (turns) => {
        const night = aNight();
        const men = [postman(night, {}, { holder: 'one' }), postman(night, {}, { holder: 'two' })] as const;
        for (const man of men) await man.poll();
        for (const both of turns) {
          await Promise.all(both ? men.map((man) => man.deliverNext(DESTINATION)) : [men[0].deliverNext(DESTINATION)]);
          night.clock.wind(1_000);
        }
        expect(night.channel.messages.length).toBe(1);
      }),
      { numRuns: 40 },
    );
  });
});
