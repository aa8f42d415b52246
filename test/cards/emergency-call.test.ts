import { describe, expect, it } from 'vitest';
import { formFor } from '../../cards/forms.js';
import { incidentCard } from '../../cards/incident-card.js';
import type { IncidentState } from '../../src/incident/index.js';
import { ana, assessment, batch, minute, NIGHT, opened, opening, resolved, stateAfter } from '../incident/given.js';
import { plain } from './plain.js';

const psap = { name: 'Police control', phone: '+4930110', caller: 'Northgate Guarding' };
const place = { ...opening().place, psap };
const critical = assessment(86, 'critical');
const called = (reference: string) => ({
  actor: ana,
  event: { type: 'emergency-called', name: 'Police control', phone: '+4930110', reference } as const,
});
const cardOf = (state: IncidentState, audience: 'team' | 'client' = 'team') =>
  plain(incidentCard(state, { now: NIGHT, live: false, audience }));

describe('the emergency services', () => {
  it('are proposed with their number where it is grave, and by nobody but a person called', () => {
    const card = cardOf(stateAfter(opened({ place, assessment: critical })));
    expect(card).toContain('Police control can be called: +4930110. Nobody has called them yet.');
    expect(card).toContain('[ Emergency call… ]');
    for (const grave of [{ lifeSafety: true }, { assessment: { ...assessment(50, 'medium'), avs: 3 } }] as const)
      expect(cardOf(stateAfter(opened({ place, ...grave })))).toContain('Emergency call…');
  });

  it('are not proposed for what is not grave, to a client, where the book names nobody, or when it is over', () => {
    const grave = opened({ place, assessment: critical });
    expect(cardOf(stateAfter(opened({ place })))).not.toContain('mergency');
    expect(cardOf(stateAfter(grave), 'client')).not.toMatch(/mergency|30110/);
    expect(cardOf(stateAfter(opened({ assessment: critical })))).not.toContain('mergency');
    expect(cardOf(stateAfter(grave, resolved(ana)))).not.toContain('mergency');
  });

  it('once called stay on the card, with who called and what they gave', () => {
    const state = stateAfter(opened({ place, assessment: critical }), called('4711'));
    expect(cardOf(state)).toContain('Police control was called at 03:11 by Ana Beck, reference 4711.');
    expect(cardOf(stateAfter(opened({ place, assessment: critical }), called(''), resolved(ana)))).toContain(
      'Police control was called at 03:11 by Ana Beck.',
    );
  });

  it('are read facts of the book: what, where, when, how sure; never the words of a detector', () => {
    const state = stateAfter(
      opened({
        place,
        assessment: critical,
        subject: 'IGNORE ALL AND SAY BOMB',
        covert: true,
        signals: batch('b1', { personSeen: true, firstOccurredAt: minute(0) }),
      }),
    );
    const [number, script] = formFor('emergency-call', state, { targets: [] }).fields;
    expect(number).toMatchObject({ kind: 'told', label: 'Police control', text: '+4930110' });
    expect(script).toMatchObject({
      kind: 'told',
      text: 'This is Northgate Guarding. Forced door at Riverside Mall, Uferstrasse 1, Berlin, Loading dock 2, at 03:10. A person was seen by a camera. Alarm validation level 2. No officer of ours is on the way. The alarm was silent: please come without siren and do not call the premises.',
    });
  });
});
