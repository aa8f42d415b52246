import { describe, expect, it } from 'vitest';
import { digest } from '../../src/digest.js';
import type { Command, Destination, Incident, Recipients } from '../../src/incident/index.js';
import { apply, decide, destinationKey } from '../../src/incident/index.js';
import { ana, ben, given, ID, incidentAfter, minute, note, opened, opening, ops } from './given.js';

const chatOf = (id: string): Destination => ({
  surface: 'teams',
  to: `a:${id}`,
  name: id,
  audience: 'team',
  mention: 'none',
  person: id,
});
const reach = (...ids: readonly string[]): Recipients => ({
  none: [],
  reach: ids.map((id) => ({
    to: { kind: 'person', id, name: id },
    ways: [
      { via: 'chat', afterMs: 0 },
      { via: 'sms', afterMs: 0 },
    ],
    can: ['chat', 'sms'],
    next: [],
    chat: chatOf(id),
  })),
});
const escalate = (recipients: Recipients): Command => ({
  type: 'escalate',
  actor: ana,
  to: { kind: 'role', id: 'supervisor', name: 'Every supervisor' },
  why: 'help',
  recipients,
});

function then(incident: Incident, command: Command, now: Date): Incident {
  const decision = decide(incident.state, command, now);
  if (!decision.ok) throw new Error(JSON.stringify(decision.refusal));
  return apply(ID, incident, decision.events, { actor: command.actor, now, digest });
}
/** All that was owed was delivered. */
const delivered = (incident: Incident): Incident => ({
  ...incident,
  owed: [],
  cards: incident.state.destinations.map((to) => ({
    destination: destinationKey(to),
    ref: '1',
    shown: incident.state.cardVersion,
    diary: incident.chain.seq,
  })),
});
const owedTo = ({ owed }: Incident, to: Destination) =>
  owed.filter(({ destination }) => destination.to === to.to).map(({ what }) => what);

describe("somebody's own chat", () => {
  it('shows the incident from the moment they are paged in a chat', () => {
    const paged = then(incidentAfter(opened()), escalate(reach('sam')), minute(2));
    expect(paged.state.destinations).toEqual([chatOf('sam'), ops]);
    expect(owedTo(paged, chatOf('sam'))).toEqual(['card']);
  });

  it('is not opened for somebody who is reached in another way alone', () => {
    const [sam] = reach('sam').reach;
    const texted = { none: [], reach: [{ ...sam!, ways: [{ via: 'sms', afterMs: 0 }] as const }] };
    expect(then(incidentAfter(opened()), escalate(texted), minute(2)).state.destinations).toEqual([ops]);
  });

  it('has the card alone: no line of the diary, and no rise, rings there', () => {
    const shown = delivered(then(incidentAfter(opened()), escalate(reach('sam')), minute(2)));
    const noted = then(shown, note(ben, 'a van at the gate'), minute(3));
    expect(owedTo(noted, chatOf('sam'))).toEqual(['card']);
    expect(owedTo(noted, ops)).toEqual(['card', 'diary']);
  });

  it('rings again for its owner, and for nobody else', () => {
    const shown = delivered(then(incidentAfter(opened()), escalate(reach('sam', 'zoe')), minute(2)));
    // Both were called by their first cards.
    const pages = shown.state.pages.map((page) => (page.via === 'chat' ? { ...page, state: 'sent' as const } : page));
    const called = { ...shown, state: { ...shown.state, pages } };
    const again = then(called, escalate(reach('zoe')), minute(3));
    expect(owedTo(again, chatOf('zoe'))).toContain('call');
    expect(owedTo(again, chatOf('sam'))).toEqual(['card']);
    expect(owedTo(again, ops)).toContain('call');
  });

  it('is one of 25 at most: a card that stands stays, and whoever comes last is reached otherwise', () => {
    const many = Array.from({ length: 30 }, (_, index) => `p${index}`);
    const { destinations } = then(incidentAfter(opened()), escalate(reach(...many)), minute(2)).state;
    expect(destinations.filter(({ person }) => person !== undefined)).toHaveLength(25);
    expect(destinations).toContainEqual(ops);
    const first = then(incidentAfter(opened()), escalate(reach(...many.slice(0, 25))), minute(2));
    const later = then(first, escalate(reach('p0', 'p29')), minute(3)).state.destinations;
    for (const id of many.slice(0, 25)) expect(later).toContainEqual(chatOf(id));
    expect(later).not.toContainEqual(chatOf('p29'));
  });

  it('leaves an incident without pages as it was', () => {
    given(opened({ ...opening(), destinations: [ops] }))
      .when(note(ana, 'quiet'))
      .gives({ type: 'noted', text: 'quiet' })
      .leaving({ destinations: [ops] });
  });
});
