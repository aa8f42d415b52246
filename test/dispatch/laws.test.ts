import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EXCLUSIONS,
  FIX_QUALITIES,
  type Fix,
  keysOf,
  type Need,
  OFFICER_STATES,
  type Officer,
  rank,
} from '../../src/dispatch/index.js';
import { MALL, NOW, north, secondsAgo } from './given.js';

const fixes: fc.Arbitrary<Fix> = fc
  .record({
    metres: fc.integer({ min: 0, max: 40_000 }),
    age: fc.integer({ min: 0, max: 2_400 }),
    accuracyM: fc.option(fc.integer({ min: 1, max: 3_000 }), { nil: undefined }),
    speedKmh: fc.option(fc.integer({ min: 0, max: 150 }), { nil: undefined }),
    quality: fc.constantFrom(...FIX_QUALITIES),
  })
  .map(({ metres, age, accuracyM, speedKmh, quality }) => ({
    at: north(metres),
    fixedAt: secondsAgo(age),
    receivedAt: NOW,
    source: 'owntracks',
    quality,
    ...(accuracyM === undefined ? {} : { accuracyM }),
    ...(speedKmh === undefined ? {} : { speedKmh }),
  }));

const bodies: fc.Arbitrary<Omit<Officer, 'id' | 'name'>> = fc.record(
  {
    state: fc.constantFrom(...OFFICER_STATES),
    fix: fixes,
    qualifications: fc.subarray(['first-aid', 'vehicle', keysOf('mall'), 'dog']),
    sites: fc.subarray(['mall', 'hub']),
    onShift: fc.boolean(),
    load: fc.record({ incidents: fc.integer({ min: 0, max: 3 }), lifeSafety: fc.boolean() }),
  },
  { requiredKeys: ['state', 'qualifications', 'sites', 'load'] },
);

const teams: fc.Arbitrary<Officer[]> = fc
  .array(bodies, { maxLength: 12 })
  .map((all) => all.map((body, index) => ({ ...body, id: `o-${index}`, name: `Officer ${index}` })));

const needs: fc.Arbitrary<Need> = fc.record(
  {
    siteId: fc.constantFrom('mall', 'hub'),
    at: fc.constant(MALL),
    keysCount: fc.boolean(),
    required: fc.subarray(['first-aid', 'dog']),
    excluded: fc
      .uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 4 })
      .map((all) => new Map(all.map((index) => [`o-${index}`, EXCLUSIONS[index % EXCLUSIONS.length]!]))),
    lifeSafety: fc.boolean(),
  },
  { requiredKeys: ['keysCount', 'required', 'excluded', 'lifeSafety'] },
);

/** Reasons that speak against sending somebody; one of them stands wherever somebody cannot be sent, and nowhere else. */
const AGAINST: ReadonlySet<string> = new Set(['excluded', 'off-duty', 'lacks', 'on-life-safety', 'busy']);

const ids = (asked: Need, officers: readonly Officer[]): string[] =>
  rank(asked, officers, NOW).map(({ officer }) => officer.id);

/**
 * Two officers who differ in their fix alone. The one that must not be below has the later id, so that it wins by what it
 * is; where both are worth the same, the tie goes to the other.
 */
function duel(asked: Need, body: Omit<Officer, 'id' | 'name'>, better: Fix, worse: Fix): 'better' | 'worse' | 'tie' {
  const one: Officer = { ...body, fix: better, id: 'z', name: 'Z' };
  const two: Officer = { ...body, fix: worse, id: 'a', name: 'A' };
  const swapped = ids(asked, [
    { ...one, id: 'a' },
    { ...two, id: 'z' },
  ])[0];
  if (ids(asked, [one, two])[0] === 'z') return 'better';
  return swapped === 'a' ? 'tie' : 'worse';
}

describe('the laws of ranking', () => {
  it('closer and otherwise equal never ranks below, and within reach of a fix always above', () => {
    fc.assert(
      fc.property(needs, bodies, fixes, fc.integer({ min: 1, max: 20_000 }), (asked, body, fix, metres) => {
        const further: Fix = { ...fix, at: north(metres, fix.at) };
        const outcome = duel(asked, body, fix, further);
        expect(outcome).not.toBe('worse');
        const usable = asked.at !== undefined && NOW.getTime() - fix.fixedAt.getTime() < 30 * 60_000;
        expect(outcome).toBe(usable ? 'better' : 'tie');
      }),
    );
  });

  it('an older fix never ranks above a newer one', () => {
    fc.assert(
      fc.property(needs, bodies, fixes, fc.integer({ min: 1, max: 7_200 }), (asked, body, fix, seconds) => {
        const older: Fix = { ...fix, fixedAt: new Date(fix.fixedAt.getTime() - seconds * 1_000) };
        const outcome = duel(asked, body, fix, older);
        expect(outcome).not.toBe('worse');
        const usable = asked.at !== undefined && NOW.getTime() - fix.fixedAt.getTime() < 30 * 60_000;
        expect(outcome).toBe(usable ? 'better' : 'tie');
      }),
    );
  });

  it('a less accurate fix never ranks above a more accurate one', () => {
    fc.assert(
      fc.property(needs, bodies, fixes, fc.integer({ min: 1, max: 5_000 }), (asked, body, fix, metres) => {
        const told = fix.accuracyM ?? 1;
        const [sharp, blurred] = [told, told + metres].map((accuracyM): Fix => ({ ...fix, accuracyM }));
        expect(duel(asked, body, sharp!, blurred!)).not.toBe('worse');
        expect(duel(asked, body, sharp!, { ...sharp!, quality: 'approximate' })).not.toBe('worse');
      }),
    );
  });

  it('a usable fix ranks above none', () => {
    fc.assert(
      fc.property(needs, bodies, fixes, (asked, body, fix) => {
        const { fix: _fix, ...blind } = body;
        const team: Officer[] = [
          { ...blind, id: 'a', name: 'A' },
          { ...blind, fix, id: 'z', name: 'Z' },
        ];
        const usable = asked.at !== undefined && NOW.getTime() - fix.fixedAt.getTime() < 30 * 60_000;
        expect(ids(asked, team)[0]).toBe(usable ? 'z' : 'a');
      }),
    );
  });

  it('whoever is excluded is never eligible, and first only where everybody is excluded', () => {
    fc.assert(
      fc.property(needs, teams, (asked, team) => {
        const ranked = rank(asked, team, NOW);
        const out = ranked.map(({ officer }) => asked.excluded.has(officer.id));
        expect(ranked.filter(({ eligible }, index) => eligible && out[index])).toEqual([]);
        expect(out).toEqual([...out].sort((one, two) => Number(one) - Number(two)));
      }),
    );
  });

  it('nobody who cannot be sent stands above somebody who can be, and each has a reason', () => {
    fc.assert(
      fc.property(needs, teams, (asked, team) => {
        const ranked = rank(asked, team, NOW);
        const able = ranked.map(({ eligible }) => eligible);
        expect(able).toEqual([...able].sort((one, two) => Number(two) - Number(one)));
        for (const { eligible, reasons, officer } of ranked) {
          const against = reasons.some(({ code }) => AGAINST.has(code));
          expect(against).toBe(!eligible);
          expect(reasons.length).toBeGreaterThan(0);
          if (!eligible) continue;
          expect(officer.state).not.toBe('off');
          expect(officer.load.lifeSafety).toBe(false);
          expect(officer.qualifications).toEqual(expect.arrayContaining([...asked.required]));
          if (!asked.lifeSafety) expect(officer.state).toBe('available');
        }
      }),
    );
  });

  it('somebody more or less never changes the order of the others', () => {
    fc.assert(
      fc.property(needs, teams, fc.nat(), (asked, team, pick) => {
        const gone = `o-${team.length === 0 ? 0 : pick % team.length}`;
        const rest = team.filter(({ id }) => id !== gone);
        expect(ids(asked, rest)).toEqual(ids(asked, team).filter((id) => id !== gone));
      }),
    );
  });

  it('is total, and the same however the list was ordered', () => {
    fc.assert(
      fc.property(needs, teams, (asked, team) => {
        const ranked = ids(asked, team);
        expect([...ranked].sort()).toEqual(team.map(({ id }) => id).sort());
        expect(ids(asked, [...team].reverse())).toEqual(ranked);
      }),
    );
  });
});
