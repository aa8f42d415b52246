import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INCIDENT_FORMS } from '../../../cards/card.js';
import { diaryLine } from '../../../cards/diary.js';
import { formFor } from '../../../cards/forms.js';
import { incidentCard } from '../../../cards/incident-card.js';
import type { IncidentState } from '../../../src/incident/index.js';
import { renderForm, renderSaid } from '../../../src/surfaces/slack/modal.js';
import { escapeMrkdwn, renderCard } from '../../../src/surfaces/slack/render.js';
import { messageComplaints, mrkdwnIn, pullsIn, viewComplaints, visibleText } from '../../standins/slack/index.js';
import { plainState } from './plain.js';
import { anyState } from './states.js';
import { anyText, HOSTILE } from './texts.js';

const NOW = new Date('2026-01-06T02:00:00Z');
const cardOf = (state: IncidentState) => incidentCard(state, { now: NOW, live: false });
const RUNS = { numRuns: 400 };

describe('a card in Slack', () => {
  it('is taken by Slack, whatever the incident', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(messageComplaints(renderCard(cardOf(state)).blocks)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('mentions nobody and links nowhere, whatever the alarm says', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(pullsIn(renderCard(cardOf(state)))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('has outside text in mrkdwn only escaped', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        for (const text of mrkdwnIn(renderCard(cardOf(state)))) {
          expect(text).not.toMatch(/[<>]/);
          expect(text.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&');
        }
      }),
      RUNS,
    );
  });

  it('turns no :colons: of an alarm into an emoji', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const json = JSON.stringify(renderCard(cardOf(state)).blocks);
        expect(json).not.toContain('"emoji":true');
        expect(json).not.toContain('"type":"emoji"');
      }),
      RUNS,
    );
  });

  it('stays far below what a message may hold', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const { blocks, text } = renderCard(cardOf(state));
        expect(blocks.length).toBeLessThanOrEqual(20);
        expect(JSON.stringify(blocks).length).toBeLessThan(40_000);
        expect(text.length).toBeLessThanOrEqual(4_000);
        expect(visibleText({ text, blocks }).length).toBeLessThan(12_000);
      }),
      RUNS,
    );
  });

  it.each(HOSTILE.map((subject) => [subject.slice(0, 40), subject] as const))(
    'shows %j as it was written',
    (_, subject) => {
      const { text, blocks } = renderCard(cardOf({ ...plainState, subject }));
      const quote = blocks
        .flatMap((block) => (block.type === 'rich_text' ? block.elements : []))
        .find((part) => part.type === 'rich_text_quote');
      if (subject === '') return expect(quote).toBeUndefined();
      const shown = quote!.elements.map((part) => (part.type === 'text' ? part.text : '?')).join('');
      expect([...subject].slice(0, 199).join('')).toBe([...shown].slice(0, 199).join(''));
      expect(text).toContain('INC-42');
    },
  );

  it('calls a channel only when the book says so', () => {
    const called = renderCard(cardOf({ ...plainState, subject: '<!channel>' }), { mention: 'here' });
    expect(pullsIn(called).map(({ what }) => what)).toEqual(['!here', '{"type":"broadcast","range":"here"}']);
    expect(messageComplaints(called.blocks)).toEqual([]);
  });

  it('has a picture only from an address that Slack can reach', () => {
    const picturesOf = (url: string) =>
      renderCard(cardOf({ ...plainState, signals: { ...plainState.signals, pictures: [url] } })).blocks.filter(
        ({ type }) => type === 'image',
      );
    expect(picturesOf('https://frigate.riverside.com/1.jpg')).toHaveLength(1);
    for (const url of [
      'http://frigate.riverside.com/1.jpg',
      'https://10.0.0.7/1.jpg',
      'https://[fe80::1]/1.jpg',
      'https://camera.local/1.jpg',
      'https://localhost/1.jpg',
      'javascript:alert(1)',
    ]) {
      expect(picturesOf(url), url).toHaveLength(0);
    }
  });

  it('offers what can be done, in the order that the eye knows', () => {
    const offered = (state: IncidentState) =>
      visibleText(renderCard(cardOf(state)))
        .split('\n')
        .at(-1);
    expect(offered(plainState)).toMatch(
      /^\[ Claim ] {2}\[ Dispatch ] {2}\[ Escalate… ] {2}\[ Resolve… ] {2}\[ ⋯ Dispatch to… .*Snooze… ]$/,
    );
    expect(offered({ ...plainState, lifeSafety: true })).toMatch(/^\[ Claim ] .*Note… /);
    expect(offered({ ...plainState, lifeSafety: true })).not.toContain('Snooze');
    const by = { id: 'ana', name: 'Ana Beck' };
    expect(offered({ ...plainState, status: 'claimed', claim: { by, at: NOW, via: 'slack', heardAt: NOW } })).toMatch(
      /^\[ Release ] /,
    );
    const resolution = { by, at: NOW, via: 'slack', disposition: 'prevented', note: '' } as const;
    expect(offered({ ...plainState, status: 'resolved', resolution })).toBe('[ ⋯ Reopen… | Note… | Loss… | Task… ]');
    expect(offered({ ...plainState, status: 'archived', resolution, archivedAt: NOW })).toContain('Resolved');
  });
});

describe('a form in Slack', () => {
  const targets = fc.array(fc.record({ value: fc.uuid().map((id) => `person:${id}`), label: anyText }), {
    maxLength: 150,
  });

  it('is taken by Slack and carries nothing that acts, whatever the names in it', () => {
    fc.assert(
      fc.property(anyState, fc.constantFrom(...INCIDENT_FORMS), targets, (state, id, offered) => {
        const view = renderForm(formFor(id, state, { targets: offered, officers: offered }), {
          about: state.id,
          channel: 'C0OPS',
        });
        expect(viewComplaints(view)).toEqual([]);
        expect(pullsIn({ text: '', blocks: view.blocks })).toEqual([]);
        expect(JSON.stringify(view)).not.toContain('mrkdwn');
      }),
      RUNS,
    );
  });

  it('remembers ids and nothing else', () => {
    const view = renderForm(formFor('note', plainState, { targets: [] }), {
      about: plainState.id,
      channel: 'C0OPS',
    });
    expect(JSON.parse(view.private_metadata!)).toEqual({ about: plainState.id, channel: 'C0OPS' });
  });

  it('gives way to a sentence that Slack takes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const view = renderSaid('Not possible', text);
        expect(viewComplaints(view)).toEqual([]);
        expect(pullsIn({ text: '', blocks: view.blocks })).toEqual([]);
      }),
    );
  });
});

describe('the diary in Slack', () => {
  it('is inert, whatever somebody noted', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, name) => {
        const line = diaryLine(
          {
            seq: 1,
            at: NOW,
            actor: { kind: 'person', id: 'a', name, roles: [], via: 'slack' },
            event: { type: 'noted', text },
            prev: '',
            hash: '',
          },
          'Europe/Zurich',
        );
        expect(pullsIn({ text: escapeMrkdwn(line!), blocks: [] })).toEqual([]);
      }),
    );
  });
});
