import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INCIDENT_FORMS } from '../../../cards/card.js';
import { formFor } from '../../../cards/forms.js';
import { incidentCard } from '../../../cards/incident-card.js';
import { reportForm } from '../../../cards/report-form.js';
import { TEAMS_LIMITS } from '../../../src/surfaces/teams/limits.js';
import { renderCard, renderForm, VERB } from '../../../src/surfaces/teams/render.js';
import { plainState } from '../slack/plain.js';
import { anyState } from '../slack/states.js';
import { anyText } from '../slack/texts.js';

/** The renderer that Teams itself uses. Its ES module does not load without a browser. */
const vendor = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as typeof import('adaptivecards');

/** What the vendor's own code finds wrong with a card. */
function complaints(payload: unknown): string[] {
  const context = new vendor.SerializationContext(vendor.Versions.v1_5);
  const card = new vendor.AdaptiveCard();
  card.parse(payload as never, context);
  const parsed = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  const { validationEvents } = card.validateProperties();
  return [...parsed, ...validationEvents.map(({ message }) => message)];
}

const NOW = new Date('2026-01-06T02:00:00Z');
const rendered = (state: typeof plainState) => renderCard(incidentCard(state, { now: NOW, live: false }));
const textsIn = (value: unknown): string[] =>
  JSON.stringify(value)
    .match(/"type":"TextRun","text":"(?:[^"\\]|\\.)*"/g)
    ?.map((each) => JSON.parse(`{${each}}`).text as string) ?? [];

describe('a card in Teams', () => {
  it('is what the vendor takes, and within its size, whatever the incident', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const card = rendered(state);
        expect(complaints(card)).toEqual([]);
        expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(TEAMS_LIMITS.card);
      }),
      { numRuns: 300 },
    );
  });

  it('has text from outside in runs alone, which know no Markdown, no link and no mention', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const json = JSON.stringify(rendered(state));
        expect(json).not.toContain('"TextBlock"');
        expect(json).not.toContain('"entities"');
        expect(json).not.toContain('Action.OpenUrl');
      }),
      { numRuns: 100 },
    );
  });

  it('says what, where, who has it; and has every button with its incident', () => {
    const card = rendered(plainState);
    const said = textsIn(card).join('\n');
    expect(said).toContain('Forced door · Loading dock 2');
    expect(said).toContain('Nobody has this yet.');
    const actions = card.body.flatMap((element) => (element.type === 'ActionSet' ? element.actions : []));
    expect(actions.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Claim', 'Dispatch', 'Escalate…', 'Resolve…', 'Note…']),
    );
    for (const { verb, data, fallback, title } of actions) {
      expect(verb).toBe(VERB);
      expect(data.tocsin.about).toBe(plainState.id);
      expect(fallback).toEqual({ type: 'Action.Submit', title, data });
    }
  });

  it('keeps title and buttons of a card that is much too long', () => {
    const items = Array.from({ length: 400 }, (_, index) => ({ text: `${index} ${'界'.repeat(200)}` }));
    const card = renderCard({
      accent: 'high',
      fallback: 'long',
      about: 'i-1',
      elements: [
        { kind: 'header', text: 'The title' },
        { kind: 'list', items },
        { kind: 'actions', actions: [{ id: 'claim', label: 'Claim', style: 'primary', more: false }] },
      ],
    });
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(TEAMS_LIMITS.card);
    expect(textsIn(card)[0]).toBe('The title');
    expect(JSON.stringify(card)).toContain('"Claim"');
  });
});

describe('a form in Teams', () => {
  const targets = fc.array(fc.record({ value: fc.uuid(), label: anyText.filter((label) => label !== '') }), {
    minLength: 1,
    maxLength: 150,
  });

  it('is what the vendor takes, whatever the names in it, and sends what it is about', () => {
    fc.assert(
      fc.property(anyState, fc.constantFrom(...INCIDENT_FORMS), targets, (state, id, offered) => {
        const card = renderForm(formFor(id, state, { targets: offered, officers: offered }));
        expect(complaints(card)).toEqual([]);
        const empty = JSON.stringify(card).includes('nothing to choose from');
        if (!empty) expect(JSON.stringify(card)).toContain(`"action":"${id}"`);
      }),
      { numRuns: 200 },
    );
    // How a field is filled in stands below it: Teams has no place for it in the field.
    const loss = renderForm(formFor('loss', plainState, { targets: [], currency: 'GBP' }));
    expect(textsIn(loss).join('\n')).toContain('3 Perfume 50 ml 89.90. The price is for one, in GBP');
    const places = [{ id: 'mall', name: 'The mall', zones: [{ id: 'dock', name: 'Dock' }] }];
    expect(complaints(renderForm(reportForm(places)))).toEqual([]);
  });
});
