import { deserialize, serialize } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digest } from '../../src/digest.js';
import type { ChainFault, Incident, IncidentState, TimelineEntry, TimelinePage } from '../../src/incident/index.js';
import { apply, turnPage, verifyChain } from '../../src/incident/index.js';
import { anyIncident } from './arbitrary.js';
import { ana, claimed, ID, incidentAfter, minute, opened, resolved } from './given.js';

const prove = ({ timeline, chain, state }: Pick<Incident, 'timeline' | 'chain' | 'state'>, id = ID): ChainFault[] =>
  verifyChain(id, timeline, chain, state, digest);

/** As it comes back from the store: through the bytes of the real driver, which turns `undefined` into `null`. */
const throughBson = <T>(value: T): T => deserialize(serialize({ value }, { ignoreUndefined: false })).value as T;

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const throughJson = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_key, each: unknown) =>
    typeof each === 'string' && ISO.test(each) ? new Date(each) : each,
  ) as T;

type Path = readonly (string | number)[];

/** Every place in a value: of each field, list item and leaf. */
function places(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || value instanceof Date) return [path];
  const inner = Object.entries(value).flatMap(([key, each]) =>
    places(each, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? inner : [path, ...inner];
}

/** Another value of the same sort, as small a change as there is. */
function other(value: unknown, at: number): unknown {
  if (typeof value === 'string') {
    if (value === '') return ' ';
    const index = at % value.length;
    return `${value.slice(0, index)}${value[index] === 'x' ? 'y' : 'x'}${value.slice(index + 1)}`;
  }
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (value instanceof Date) return new Date(value.getTime() + 1);
  if (Array.isArray(value)) return [...value, 'one more'];
  if (typeof value === 'object' && value !== null) return { ...value, more: true };
  return 'something';
}

/** A copy in which the place is gone or holds something else. */
function tampered<T>(value: T, path: Path, how: 'change' | 'remove', at: number): T {
  // Through JSON, so that two fields which share an object in memory do not share it any more.
  const copy = throughJson(value);
  let here = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) here = here[step] as Record<string | number, unknown>;
  const last = path.at(-1)!;
  if (how === 'change') here[last] = other(here[last], at);
  else if (Array.isArray(here)) here.splice(Number(last), 1);
  else delete here[last];
  return copy;
}

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length]!;

describe('the evidence chain', () => {
  it('of whatever has happened is proved, also after a round trip through the store', () => {
    fc.assert(
      fc.property(anyIncident, (incident) => {
        expect(prove(incident)).toEqual([]);
        expect(prove(throughBson(incident))).toEqual([]);
        expect(prove(throughJson(incident))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('names the entry in which any field or byte was changed or removed', () => {
    fc.assert(
      fc.property(
        anyIncident,
        fc.nat(),
        fc.nat(),
        fc.nat(),
        fc.constantFrom('change', 'remove'),
        (incident, which, where, byte, how) => {
          const index = which % incident.timeline.length;
          const entry = incident.timeline[index]!;
          const forged = tampered(entry, pick(places(entry), where), how, byte);
          const timeline = incident.timeline.map((each, i) => (i === index ? forged : each));
          expect(prove({ ...incident, timeline }).map((fault) => fault.seq)).toContain(forged.seq);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('names the field of the state that was changed outside the timeline', () => {
    fc.assert(
      fc.property(
        anyIncident,
        fc.nat(),
        fc.nat(),
        fc.constantFrom('change', 'remove'),
        (incident, where, byte, how) => {
          const path = pick(places(incident.state), where);
          const state = tampered(incident.state, path, how, byte);
          expect(prove({ ...incident, state })).toEqual([
            { seq: incident.chain.seq, what: `field "${path[0]}" was changed outside the timeline` },
          ]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds entries that were swapped, dropped, doubled or put in', () => {
    const long = fc.tuple(anyIncident, fc.nat(), fc.nat()).filter(([{ timeline }]) => timeline.length > 2);
    fc.assert(
      fc.property(long, ([incident, a, b]) => {
        const { timeline } = incident;
        const [i, j] = [a % timeline.length, b % timeline.length];
        const faulty = (entries: readonly TimelineEntry[]) =>
          expect(prove({ ...incident, timeline: entries }).length).toBeGreaterThan(0);
        if (i !== j) faulty(timeline.map((each, at) => (at === i ? timeline[j]! : at === j ? timeline[i]! : each)));
        faulty(timeline.filter((_each, at) => at !== i));
        faulty([...timeline.slice(0, i), timeline[i]!, ...timeline.slice(i)]);
        faulty([...timeline, { ...timeline[i]!, seq: timeline.length + 1 }]);
      }),
      { numRuns: 100 },
    );
  });

  it('says which entry is missing', () => {
    const incident = incidentAfter(opened(), claimed(ana), resolved(ana));
    const timeline = incident.timeline.filter((entry) => entry.seq !== 2);
    expect(prove({ ...incident, timeline }).map((fault) => fault.what)).toEqual(
      expect.arrayContaining([
        'entry 2 is missing: entry 3 stands in its place',
        'does not follow from the entry before it',
      ]),
    );
  });

  it('sees that the end was cut off', () => {
    const incident = incidentAfter(opened(), claimed(ana), resolved(ana));
    const cut = incidentAfter(opened(), claimed(ana));
    expect(prove({ ...cut, chain: incident.chain })[0]).toEqual({
      seq: 3,
      what: 'the chain ends at entry 2, but entry 3 is its recorded end',
    });
  });

  it('does not pass for another incident', () => {
    const incident = incidentAfter(opened(), claimed(ana));
    expect(prove(incident, 'i-2').map((fault) => fault.what)).toContain('"opened" was changed');
  });

  it('reports an entry of which nothing is left, and does not stumble over it', () => {
    const incident = incidentAfter(opened(), claimed(ana), resolved(ana));
    for (const rest of [{}, null, { seq: 2 }, { seq: 2, event: null }, { seq: 2, event: { type: 'nonsense' } }]) {
      const timeline = incident.timeline.map((entry) => (entry.seq === 2 ? (rest as unknown as TimelineEntry) : entry));
      expect(prove({ ...incident, timeline }).length, JSON.stringify(rest)).toBeGreaterThan(0);
    }
    expect(prove({ ...incident, timeline: [] }).length).toBeGreaterThan(0);
    expect(prove({ ...incident, state: {} as IncidentState }).length).toBeGreaterThan(0);
  });
});

describe('a long timeline', () => {
  function told(count: number): { incident: Incident; pages: TimelinePage[] } {
    let incident = incidentAfter(opened());
    const pages: TimelinePage[] = [];
    for (let index = 1; index <= count; index++) {
      const next = apply(ID, incident, [{ type: 'noted', text: `note ${index}` }], {
        actor: ana,
        now: minute(index),
        digest,
      });
      const turned = turnPage(next);
      incident = turned.incident;
      if (turned.page) pages.push(turned.page);
    }
    return { incident, pages };
  }
  const { incident, pages } = told(32);
  const whole = (list: readonly TimelinePage[]): readonly TimelineEntry[] => [
    ...list.flatMap((page) => page.entries),
    ...incident.timeline,
  ];

  it('leaves in pages, so that the incident stays small', () => {
    expect(pages.map(({ page, entries }) => [page, entries.length])).toEqual([
      [0, 8],
      [1, 8],
      [2, 8],
    ]);
    expect(incident.timeline.length).toBe(9);
    expect(incident.chain).toMatchObject({ seq: 33, pages: 3 });
  });

  it('is one chain through all pages', () => {
    expect(prove({ ...incident, timeline: whole(pages) })).toEqual([]);
    expect(whole(pages).map((entry) => entry.seq)).toEqual(Array.from({ length: 33 }, (_, index) => index + 1));
  });

  it('does not hide a page that was taken out or moved', () => {
    const [first, second, third] = pages;
    expect(prove({ ...incident, timeline: whole([first!, third!]) })[0]).toEqual({
      seq: 9,
      what: 'entry 9 is missing: entry 17 stands in its place',
    });
    expect(prove({ ...incident, timeline: whole([second!, first!, third!]) }).length).toBeGreaterThan(0);
  });
});
