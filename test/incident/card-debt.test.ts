import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incidentCard } from '../../cards/incident-card.js';
import { digest } from '../../src/digest.js';
import type { Incident, IncidentEvent, PageVia, PageWhy, Response } from '../../src/incident/index.js';
import { apply, destinationKey } from '../../src/incident/index.js';
import { anyOpening, anyStep, takeStep } from './arbitrary.js';
import { ana, ben, delivery, ID, intake, minute, NIGHT } from './given.js';

const who = fc.constantFrom(ana, ben).map(({ id, name }) => ({ id, name }));
const via = fc.constantFrom<PageVia>('chat', 'sms', 'voice', 'email');
const id = fc.constantFrom('p0', 'p1', 'p2');
const why = fc.constantFrom<PageWhy>(
  { code: 'step', policy: 'standard', round: 1, step: 0 },
  { code: 'notice', notice: 'board' },
  { code: 'welfare', question: 'officer' },
);
const answer = fc.constantFrom<Response>('accepted', 'refused', 'en-route', 'on-scene', 'clear');

/** What happens on the way to people, in whatever order. */
const anyEvent: fc.Arbitrary<IncidentEvent> = fc.oneof(
  fc.tuple(who, via, id, why).map(
    ([to, by, page, because]): IncidentEvent => ({
      type: 'paged',
      why: because,
      none: [],
      pages: [{ id: page, to: { kind: 'person', ...to }, via: by, notBefore: NIGHT, group: page, can: [by], next: [] }],
    }),
  ),
  fc.integer({ min: 1, max: 3 }).map(
    (times): IncidentEvent => ({
      type: 'paged',
      why: { code: 'last-resort', times },
      none: [],
      pages: [],
      clock: {
        round: 2,
        step: 0,
        repeats: 0,
        startedAt: NIGHT,
        exhausted: { since: NIGHT, times, lastAt: minute(times) },
      },
    }),
  ),
  fc.tuple(id, via).map(
    ([page, by]): IncidentEvent => ({
      type: 'page-sent',
      page,
      name: 'Ana',
      via: by,
      ref: 'SM1',
      lookedUp: false,
      repeat: false,
    }),
  ),
  fc.tuple(id, via).map(([page, by]): IncidentEvent => ({ type: 'page-delivered', page, name: 'Ana', via: by })),
  fc
    .tuple(id, via)
    .map(([page, by]): IncidentEvent => ({ type: 'page-failed', page, name: 'Ana', via: by, error: 'no receipt' })),
  fc.constant<IncidentEvent>({ type: 'called', destination: 'slack:C0OPS', ref: '1700.1', shown: 1_000 }),
  who.map((to): IncidentEvent => ({ type: 'dispatched', to, because: 'nearest', best: true })),
  fc
    .tuple(who, answer)
    .map(([about, said]): IncidentEvent => ({ type: 'responded', who: about, answer: said, via: 'sms' })),
  who.map((about): IncidentEvent => ({ type: 'dispatch-timed-out', who: about })),
  who.map((about): IncidentEvent => ({ type: 'recalled', who: about, why: 'it is over' })),
  who.map((about): IncidentEvent => ({ type: 'welfare-asked', who: about })),
  who.map((about): IncidentEvent => ({ type: 'welfare-heard', who: about, via: 'sms' })),
  who.map((about): IncidentEvent => ({ type: 'welfare-missed', who: about, key: 'k' })),
  who.map((about): IncidentEvent => ({ type: 'claim-asked', who: about })),
  who.map((about): IncidentEvent => ({ type: 'joined', by: about })),
);

/** Everything that was owed has been delivered: each channel shows the newest card. */
const delivered = (incident: Incident): Incident => ({
  ...incident,
  owed: [],
  cards: incident.state.destinations.map((to) => ({
    destination: destinationKey(to),
    ref: '1700.1',
    shown: incident.state.cardVersion,
    diary: incident.chain.seq,
  })),
});

const looks = ({ state }: Incident) =>
  state.destinations.map(({ audience }) => {
    const { version: _version, ...card } = incidentCard(state, { now: NIGHT, live: false, audience });
    return JSON.stringify(card);
  });

describe('what a card shows', () => {
  it('never changes without the card being owed', () => {
    const step = fc.oneof(
      {
        weight: 1,
        arbitrary: anyStep.map((each) => (incident: Incident, at: Date) => takeStep(incident, each, at)),
      },
      {
        weight: 8,
        arbitrary: anyEvent.map(
          (event) => (incident: Incident, now: Date) => apply(ID, incident, [event], { actor: delivery, now, digest }),
        ),
      },
    );
    fc.assert(
      fc.property(anyOpening, fc.array(step, { maxLength: 30, size: 'max' }), (event, steps) => {
        let incident = apply(ID, undefined, [event], { actor: intake, now: NIGHT, digest });
        steps.forEach((take, index) => {
          const before = delivered(incident);
          incident = take(before, minute(index + 1));
          const last = incident.timeline.at(-1)?.event.type;
          // Two weeks later nobody looks: the old card keeps its button, and the button says that it is too late.
          if (last === 'archived') return;
          const was = looks(before);
          looks(incident).forEach((look, at) => {
            const to = incident.state.destinations[at]!;
            const owed = incident.owed.find(({ what, destination }) => what === 'card' && destination.to === to.to);
            if (look !== was[at]) expect(owed?.wanted, `${last} changed the card`).toBe(incident.state.cardVersion);
            const card = incident.cards.find(({ destination }) => destination === destinationKey(to));
            if (!owed) expect(card?.shown, `${last} left a card behind`).toBe(incident.state.cardVersion);
          });
        });
      }),
      { numRuns: 1_000 },
    );
  });
});
