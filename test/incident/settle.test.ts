import { describe, expect, it } from 'vitest';
import { digest } from '../../src/digest.js';
import type { Incident } from '../../src/incident/index.js';
import { settle } from '../../src/incident/index.js';
import { incidentAfter, minute, opened } from './given.js';

const CARD = 'slack:C0OPS/card';
const context = { now: minute(5), digest };

/** Posted, and shown in its newest version: nothing is owed any more. */
function shown(version = 1): Incident {
  const incident = incidentAfter(opened());
  const cards = [{ destination: 'slack:C0OPS', ref: 'ts-1', shown: version, diary: 1 }];
  return { ...incident, state: { ...incident.state, cardVersion: version }, cards, owed: [] };
}

const arrived = (incident: Incident, reached: number, ref = 'ts-1'): Incident =>
  settle(incident, { owedId: CARD, reached, token: '' }, { kind: 'delivered', ref }, context);

describe('a call that was held up until others had paid the debt', () => {
  it('and wrote an old card over a newer one makes the newer one owed again', () => {
    const after = arrived(shown(3), 2);
    expect(after.owed).toMatchObject([{ id: CARD, wanted: 3 }]);
    expect(after.cards).toMatchObject([{ ref: 'ts-1', shown: 0 }]);
  });

  it('and said the same changes nothing', () => {
    const incident = shown(3);
    expect(arrived(incident, 3)).toBe(incident);
  });

  it('and posted another card leaves the first one as the card', () => {
    const owing = incidentAfter(opened());
    const theirs = arrived(owing, 1, 'ts-theirs');
    expect(arrived(theirs, 1, 'ts-late').cards).toMatchObject([{ ref: 'ts-theirs' }]);
    const changed: Incident = { ...theirs, owed: owing.owed.map((row) => ({ ...row, wanted: 2 })) };
    expect(arrived(changed, 1, 'ts-late')).toBe(changed);
  });
});
