import { describe, expect, it } from 'vitest';
import type { Command, Report } from '../../src/incident/index.js';
import { SLACK_CALLS } from '../../src/surfaces/slack/limits.js';
import { plain } from '../cards/plain.js';
import { ana, assessment, claim, opened, stateAfter } from '../incident/given.js';
import type { Message, Night, Weather } from './channel.js';
import { createNight, DESTINATION, keep, postman } from './channel.js';
import type { Way } from './crash.js';
import { untilCrash } from './crash.js';
import { nothingKept } from './kept.js';

const PLACE = stateAfter(opened()).place;
const zoneName = (index: number): string => `Aisle ${index + 1}`;

/** So many incidents of one site in as many zones, all of them new. */
function aStorm(count: number, night: Night = createNight(nothingKept()), site = 'mall'): Night {
  for (let index = 0; index < count; index++)
    keep(night.kept, `i-${site}-${index}`, {
      number: index + 1,
      place: { ...PLACE, siteId: site, siteName: `The ${site}`, zoneId: `z-${index}`, zoneName: zoneName(index) },
      assessment: index === 3 ? assessment(91, 'critical') : assessment(40 + (index % 20), 'medium'),
    });
  return night;
}

const isStorm = ({ card }: Message): boolean => card.about === undefined;
const storms = (night: Night): Message[] => night.channel.shown().filter(isStorm);
const own = (night: Night): Message[] => night.channel.shown().filter((message) => !isStorm(message));
const textOf = (messages: readonly Message[]): string => messages.map(({ card }) => plain(card)).join('\n');

/** Delivers for so long, in steps as long as it says that there is nothing to do. */
async function deliverFor(night: Night, man: ReturnType<typeof postman>, ms: number): Promise<void> {
  const end = night.clock.now().getTime() + ms;
  for (let step = 0; step < 5_000 && night.clock.now().getTime() < end; step++) {
    const wait = (await man.deliverNext(DESTINATION)) ?? 1_000;
    night.clock.wind(Math.min(Math.max(wait, 0), end - night.clock.now().getTime()));
  }
}

const slack = { limits: SLACK_CALLS };

describe('a storm', () => {
  it('is one message that names every zone, the worst incident first', async () => {
    const night = aStorm(60);
    const man = postman(night, {}, slack);
    await man.poll();
    await deliverFor(night, man, 5_000);
    expect(storms(night)).toHaveLength(1);
    const text = plain(storms(night)[0]!.card);
    expect(text).toContain('Storm at The mall: 60 incidents wait for a card');
    expect(text.indexOf('CRITICAL 91 Forced door · Aisle 4')).toBeGreaterThan(0);
    expect(text.indexOf('CRITICAL 91')).toBeLessThan(text.indexOf('MEDIUM'));
    for (let zone = 0; zone < 60; zone++)
      expect(textOf(night.channel.shown())).toMatch(new RegExp(`Aisle ${zone + 1}\\b`));
  });

  it('hides no zone at any moment after its first word, and ends with a card for each incident', async () => {
    const night = aStorm(40);
    const man = postman(night, {}, slack);
    await man.poll();
    await deliverFor(night, man, 2_000);
    for (let second = 0; second < 200; second++) {
      const text = textOf(night.channel.shown());
      for (let zone = 0; zone < 40; zone++) expect(text).toMatch(new RegExp(`Aisle ${zone + 1}\\b`));
      await deliverFor(night, man, 1_000);
    }
    expect(own(night)).toHaveLength(40);
    expect(storms(night)).toHaveLength(1);
    expect(plain(storms(night)[0]!.card)).toContain('The storm at The mall is over');
    expect([...night.kept.storms.values()]).toEqual([]);
    expect(man.debts.depth()).toBe(0);
  });

  it('takes no more than a call a second, while it lasts', async () => {
    const night = aStorm(200);
    const man = postman(night, {}, slack);
    await man.poll();
    await deliverFor(night, man, 60_000);
    expect(night.channel.calls.length).toBeLessThanOrEqual(66);
    expect(night.channel.calls.filter((call) => call === 'post').length).toBeGreaterThan(20);
  });

  it('lets a life-safety card pass within the second of the platform, and without waiting for an answer', async () => {
    const night = aStorm(50);
    const man = postman(night, {}, slack);
    await man.poll();
    await deliverFor(night, man, 7_000);
    const came = night.clock.now().getTime();
    keep(night.kept, 'i-duress', {
      number: 99,
      kind: 'duress',
      lifeSafety: true,
      assessment: assessment(90, 'critical'),
    });
    man.debts.learn(night.kept.incidents.get('i-duress')!);
    await deliverFor(night, man, 1_004);
    const card = own(night).find(({ card: { about } }) => about === 'i-duress');
    expect(card!.shownAt.getTime() - came).toBeLessThanOrEqual(1_004);
  });

  it('lets the first card of a quiet site and a claim pass', async () => {
    const night = aStorm(50);
    const man = postman(night, {}, slack);
    await man.poll();
    await deliverFor(night, man, 9_000);
    aStorm(1, night, 'quiet');
    man.debts.learn(night.kept.incidents.get('i-quiet-0')!);
    const [claimed] = own(night);
    const id = claimed!.card.about!;
    await man.desk.execute(id, claim(ana) as Exclude<Command, Report>);
    await deliverFor(night, man, 4_000);
    expect(own(night).map(({ card }) => card.about)).toContain('i-quiet-0');
    expect(textOf(own(night).filter(({ card }) => card.about === id))).toContain('Ana Beck has this');
  });

  it('says who has what, and how much came since', async () => {
    const night = aStorm(30);
    const man = postman(night, {}, slack);
    await man.poll();
    await deliverFor(night, man, 2_000);
    await man.desk.execute('i-mall-3', claim(ana) as Exclude<Command, Report>);
    // Until the card of that incident itself is posted, the storm card says it.
    await deliverFor(night, man, 16_000);
    const text = textOf(night.channel.shown());
    expect(text).toContain('Ana Beck has this');
  });

  it('is none while six incidents do not wait', async () => {
    const night = aStorm(5);
    const man = postman(night, {}, slack);
    await man.poll();
    await man.run();
    expect(storms(night)).toEqual([]);
    expect(own(night)).toHaveLength(5);
  });

  it('of two sites is two messages', async () => {
    const night = aStorm(20, aStorm(20), 'depot');
    const man = postman(night, {}, slack);
    await man.poll();
    await deliverFor(night, man, 6_000);
    expect(storms(night).map(({ card }) => plain(card).split(':')[0]?.slice(2))).toEqual(
      expect.arrayContaining(['Storm at The mall', 'Storm at The depot']),
    );
    expect(storms(night)).toHaveLength(2);
  });

  it.each<Weather>(['answer lost', 'busy', 'unreachable', 'deleted'])(
    'is told once, though the chat is: %s',
    async (weather) => {
      const night = aStorm(20);
      night.channel.expect(weather, weather, weather);
      const man = postman(night, {}, slack);
      await man.poll();
      await deliverFor(night, man, 400_000);
      expect(storms(night)).toHaveLength(1);
      // A card that somebody deletes is missed at its next change, and none of these has one.
      expect(own(night).length).toBeGreaterThanOrEqual(weather === 'deleted' ? 19 : 20);
      expect(plain(storms(night)[0]!.card)).toContain('is over');
    },
  );

  it('is told once although the process dies at any call', async () => {
    const script = async (night: Night, man: ReturnType<typeof postman>): Promise<void> => {
      await man.poll();
      await man.storms.reload();
      await deliverFor(night, man, 12_000);
    };
    const calm = aStorm(12);
    const whole = postman(calm, {}, slack);
    await script(calm, whole);
    expect(whole.life.calls.length).toBeGreaterThan(40);
    const ways: Way[] = ['before', 'after'];
    for (const way of ways) {
      for (let at = 1; at <= whole.life.calls.length; at++) {
        const night = aStorm(12);
        await untilCrash(() => script(night, postman(night, { at, way }, slack)));
        night.clock.wind(60_000);
        const heir = postman(night, {}, { ...slack, holder: 'two' });
        await heir.poll();
        await heir.storms.reload();
        await deliverFor(night, heir, 60_000);
        expect(storms(night).length, `${way} call ${at}`).toBeLessThanOrEqual(1);
        expect(own(night)).toHaveLength(12);
        expect(storms(night).every(({ card }) => plain(card).includes('is over'))).toBe(true);
        expect(night.kept.storms.size).toBe(0);
      }
    }
  });

  it('is left to the holder of the lease: whoever held it before cannot write over it', async () => {
    const night = aStorm(20);
    const one = postman(night, {}, slack);
    const two = postman(night, {}, { ...slack, holder: 'two' });
    await one.poll();
    await two.poll();
    await deliverFor(night, one, 3_000);
    // One falls silent for as long as a lease lives, and two goes on.
    night.clock.wind(31_000);
    await deliverFor(night, two, 5_000);
    await deliverFor(night, one, 5_000);
    await deliverFor(night, two, 60_000);
    expect(storms(night)).toHaveLength(1);
    expect(own(night)).toHaveLength(20);
  });
});
