import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip } from '../../cards/card.js';
import { actionsFor } from '../../cards/card-actions.js';
import { incidentCard } from '../../cards/incident-card.js';
import { anyIncident, hostileText } from '../incident/arbitrary.js';
import type { Past } from '../incident/given.js';
import {
  ana,
  archived,
  assessment,
  batch,
  claimed,
  joined,
  minute,
  NIGHT,
  opened,
  overdue,
  reopened,
  resolved,
  restored,
  sam,
  snoozed,
  stateAfter,
} from '../incident/given.js';
import { plain } from './plain.js';

const shown = (history: readonly Past[], now = minute(9), live = false): string =>
  plain(incidentCard(stateAfter(...history), { now, live }));

const TOP = `# HIGH 63 · Forced door · Loading dock 2 · INC-42
· Riverside Mall, Uferstrasse 1, Berlin · Tue 6 Jan, 03:10 · 1 signal
A door was forced at Loading dock 2 while the site was closed. Nothing else confirms it so far.
> Dock door 2 forced
Why 63: forced door 27 · zone Loading dock 2 11 · validation level 2`;
const OPEN =
  '· Protocol standard\n[ Claim ] [ Dispatch ] [ Escalate… ] [ Resolve… ] ⋯ Dispatch to… ⋯ False alarm… ⋯ Note… ⋯ Assign… ⋯ Snooze… ⋯ Task…';
const NEXT = 'Next at 03:20: whoever is on call (night) by chat, SMS.';
const CLAIMED = OPEN.replace('Claim', 'Release');
const RESOLVED = '⋯ Reopen… ⋯ Note… ⋯ Loss… ⋯ Task…';

describe('the card', () => {
  it.each<[string, readonly Past[], string]>([
    ['open', [opened()], `${TOP}\nNobody has this yet. ${NEXT}\n${OPEN}`],
    [
      'overdue',
      [opened(), overdue()],
      `${TOP}\n! NOBODY HAS THIS. It should have been claimed by 03:15. ${NEXT}\n${OPEN}`,
    ],
    ['snoozed', [opened(), snoozed(ana, minute(30))], `${TOP}\nNobody has this yet. Snoozed until 03:40\n${OPEN}`],
    ['claimed', [opened(), claimed(ana)], `${TOP}\nAna Beck has this since 03:11 (Slack)\n${CLAIMED}`],
    [
      'claimed and snoozed',
      [opened(), claimed(ana), snoozed(ana, minute(30))],
      `${TOP}\nAna Beck has this since 03:11 (Slack). Snoozed until 03:40\n${CLAIMED}`,
    ],
    [
      'resolved',
      [opened(), resolved(ana, 'prevented')],
      `${TOP}\nResolved 03:11 by Ana Beck: confirmed, loss prevented. checked\n${RESOLVED}`,
    ],
    [
      'a false alarm',
      [opened(), resolved(ana, 'false-alarm', 'animal')],
      `${TOP}\nResolved 03:11 by Ana Beck: false alarm, animal. checked\n${RESOLVED}`,
    ],
    ['archived', [opened(), resolved(ana), archived()], `${TOP}\nResolved 03:11 by Ana Beck: confirmed. checked`],
    [
      'restored',
      [opened(), restored(...batch('over').newest)],
      `${TOP}\n· The device reported normal again at 03:11. A person still has to close this.\nNobody has this yet. ${NEXT}\n${OPEN}`,
    ],
    [
      'escalated',
      [
        opened(),
        {
          actor: sam,
          event: { type: 'escalated', to: { kind: 'role', id: 'manager', name: 'Every manager' }, why: 'two exits' },
        },
      ],
      `${TOP}\nNobody has this yet. ${NEXT}\n${OPEN.replace('\n', '\n· Escalated to Every manager by Sam Okafor: two exits\n')}`,
    ],
  ])('%s', (_what, history, text) => {
    expect(shown(history)).toBe(text);
  });

  it('of life safety says so, and is not snoozed', () => {
    expect(
      shown([opened({ kind: 'duress', lifeSafety: true, covert: true, assessment: assessment(90, 'critical') })]),
    ).toBe(
      `# CRITICAL 90 · Duress · Loading dock 2 · INC-42
· Riverside Mall, Uferstrasse 1, Berlin · Tue 6 Jan, 03:10 · 1 signal
Somebody signalled that they are under threat at Loading dock 2 while the site was closed. Forced door was reported as well.
> Dock door 2 forced
Why 90: life safety, critical whatever the sum · forced door 27 · zone Loading dock 2 11 · validation level 2
· Covert alarm: do not call the premises, do not show this on site.
Nobody has this yet. ${NEXT}
· Protocol standard
[ Claim ] [ Dispatch ] [ Escalate… ] [ Resolve… ] ⋯ Dispatch to… ⋯ False alarm… ⋯ Note… ⋯ Assign… ⋯ Task…`,
    );
  });

  it('counts what joined, shows the picture, and says that it was reopened', () => {
    const more = batch('b2', {
      count: 3,
      kinds: { person: 3 },
      devices: [{ id: 'cam-17', name: 'Camera' }],
      personSeen: true,
      pictures: ['https://x.example/a.jpg'],
    });
    expect(shown([opened(), joined(more), resolved(ana), reopened(ana, minute(60))])).toBe(
      `# HIGH 63 · Forced door · Loading dock 2 · INC-42
· Riverside Mall, Uferstrasse 1, Berlin · Tue 6 Jan, 03:10 · 4 signals, 2 devices · reopened once
A door was forced at Loading dock 2 while the site was closed. A person was seen there.
> Dock door 2 forced
Why 63: forced door 27 · zone Loading dock 2 11 · validation level 2
[Camera picture: Forced door · Loading dock 2] https://x.example/a.jpg
Nobody has this yet. Next at 03:23: whoever is on call (night) by chat, SMS.
${OPEN}`,
    );
  });

  it('of an alarm that nobody could read says from whom, and why', () => {
    expect(
      shown([opened({ unrecognised: '$.kind: nothing there', kind: 'other', subject: '' })])
        .split('\n')
        .slice(0, 3),
    ).toEqual([
      '# HIGH 63 · Unrecognised alarm from generic · Loading dock 2 · INC-42',
      '· Riverside Mall, Uferstrasse 1, Berlin · Tue 6 Jan, 03:10 · 1 signal',
      'Source "generic" sent something that could not be understood: $.kind: nothing there. The message is kept.',
    ]);
  });

  it('says how long ago only where it redraws by itself', () => {
    expect(shown([opened()], minute(9), true)).toContain('Tue 6 Jan, 03:10 (9 min ago)');
    expect(shown([opened()], minute(9), false)).not.toContain('ago');
  });

  it('has one sentence for where the rest does not fit', () => {
    expect(incidentCard(stateAfter(opened(), claimed(ana)), { now: NIGHT, live: false }).fallback).toBe(
      'INC-42 HIGH Forced door · Loading dock 2, Riverside Mall: Ana Beck has this since 03:11 (Slack)',
    );
  });

  it('bears the colour of its band until it is done', () => {
    const accent = (...history: Past[]) => incidentCard(stateAfter(...history), { now: NIGHT, live: false }).accent;
    expect([accent(opened()), accent(opened(), claimed(ana)), accent(opened(), resolved(ana))]).toEqual([
      'high',
      'high',
      'done',
    ]);
  });
});

/** The places of a card, from top to bottom; no state puts one before another. */
const ORDER = [
  ...['header', 'context', 'plain', 'quote', 'plain', 'context', 'image', 'strong'],
  // By which protocol, who was told, who is on the way, what a model says; then the next step, and what can be done.
  ...['context', 'plain', 'context', 'quote', 'context', 'plain', 'actions', 'actions'],
];

describe('every card of every state', () => {
  const anyCard = fc
    .tuple(anyIncident, fc.boolean())
    .map(([{ state }, live]) => ({ state, card: incidentCard(state, { now: minute(99), live }) }));

  it('keeps the order that the eye has learned', () => {
    fc.assert(
      fc.property(anyCard, ({ card }) => {
        let at = -1;
        for (const element of card.elements) {
          const place = element.kind === 'text' ? (element.tone === 'alert' ? 'strong' : element.tone) : element.kind;
          const next = place === 'context' && ORDER[at] === 'context' ? at : ORDER.indexOf(place, at + 1);
          expect(next, `${place} after ${ORDER[at] ?? 'nothing'}`).toBeGreaterThan(-1);
          at = next;
        }
        expect(card.elements.filter(({ kind }) => kind === 'header').length).toBe(1);
        expect(
          card.elements.filter(
            (element) => element.kind === 'text' && (element.tone === 'strong' || element.tone === 'alert'),
          ).length,
        ).toBe(1);
      }),
      { numRuns: 200 },
    );
  });

  it('says nothing that no human would say', () => {
    fc.assert(
      fc.property(anyCard, ({ card, state }) => {
        const told = state.subject.includes('undefined') || JSON.stringify(state).includes('undefined');
        const text = `${plain(card)}\n${card.fallback}`;
        if (!told) expect(text).not.toMatch(/undefined|NaN|Invalid|null\b/);
        expect(text).not.toContain('[object');
      }),
      { numRuns: 200 },
    );
  });

  it('stays within what every surface can show', () => {
    fc.assert(
      fc.property(anyCard, ({ card }) => {
        const length = (text: string) => [...text].length;
        expect(length(card.fallback)).toBeLessThanOrEqual(300);
        for (const element of card.elements) {
          if (element.kind === 'header') expect(length(element.text)).toBeLessThanOrEqual(150);
          if (element.kind === 'actions')
            expect(element.actions.filter(({ more }) => !more).length).toBeLessThanOrEqual(5);
          else if (element.kind !== 'image' && element.kind !== 'list')
            expect(length(element.text)).toBeLessThanOrEqual(3_000);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('offers nothing on what is archived, and never a snooze of a life', () => {
    fc.assert(
      fc.property(anyIncident, ({ state }) => {
        const actions = actionsFor(state);
        if (state.status === 'archived') expect(actions).toEqual([]);
        if (state.lifeSafety) expect(actions).not.toContain('snooze');
        expect(new Set(actions).size).toBe(actions.length);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves hostile text what it is: text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const subject = clip(text, 200);
        const card = incidentCard(stateAfter(opened({ subject })), { now: NIGHT, live: false });
        const quotes = card.elements.flatMap((element) =>
          element.kind === 'text' && element.tone === 'quote' ? [element.text] : [],
        );
        expect(quotes).toEqual(subject === '' ? [] : [subject]);
      }),
    );
  });
});

describe('cutting a text', () => {
  it('never goes through a character, and says that it cut', () => {
    expect(clip('🚪🚪🚪', 3)).toBe('🚪🚪🚪');
    expect(clip('🚪🚪🚪🚪', 3)).toBe('🚪🚪…');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, length) => {
        const cut = clip(text, length);
        expect([...cut].length).toBeLessThanOrEqual(length);
        expect(cut === text || (cut.endsWith('…') && text.startsWith(cut.slice(0, -1)))).toBe(true);
      }),
    );
  });
});
