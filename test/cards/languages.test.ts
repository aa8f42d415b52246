import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INCIDENT_FORMS } from '../../cards/card.js';
import { actionName, actionsFor } from '../../cards/card-actions.js';
import { diaryLine } from '../../cards/diary.js';
import { formFor } from '../../cards/forms.js';
import { incidentCard } from '../../cards/incident-card.js';
import { viewFor } from '../../cards/view.js';
import { en } from '../../cards/words/en.js';
import { wordsIn } from '../../cards/words/languages.js';
import type { Destination, TimelineEntry } from '../../src/incident/index.js';
import { renderCard as forSlack } from '../../src/surfaces/slack/render.js';
import { TEAMS_LIMITS } from '../../src/surfaces/teams/limits.js';
import { renderCard as forTeams } from '../../src/surfaces/teams/render.js';
import { messageComplaints } from '../standins/slack/index.js';
import { plainState } from '../surfaces/slack/plain.js';
import { anyState } from '../surfaces/slack/states.js';

const NOW = new Date('2026-01-06T02:00:00Z');
const channel: Destination = { surface: 'slack', to: 'C0', name: 'c', audience: 'team', mention: 'none' };
const textOf = (language: string, more: Partial<Destination> = {}, state = plainState): string =>
  JSON.stringify(incidentCard(state, { now: NOW, live: false, ...viewFor({ ...channel, language, ...more }) }));

/** Every text of a part of the words, with the place where it stands. */
function texts(part: unknown, path = ''): [string, string][] {
  if (typeof part === 'string') return [[path, part]];
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, value]) => texts(value, `${path}.${name}`));
}
/** The same in every language: codes, names, words that happen to be alike. */
const ALIKE =
  /^(SMS|Slack|Teams|API|AVS.*|Tocsin|PIN|Sabotage|Motion|Person|Wetter|Alarm|Status|Manager|Admin|Director|Client|Motiv|Nota|Zona|No|OK|normal|Feuer|Gas|Panik|Video|Region|Bus|Test|animal|chat|.{0,3})$/i;

describe.each(['de', 'es'])('the language %s', (language) => {
  const words = wordsIn(language);

  it('is another one, and says everything that English says', () => {
    expect(words).not.toBe(en);
    const english = new Map(texts(en));
    const theirs = texts(words);
    expect(theirs.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
    const same = theirs.filter(([path, text]) => path !== '.locale' && english.get(path) === text && !ALIKE.test(text));
    expect(same).toEqual([]);
    expect(theirs.filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('fits into what the chats take, whatever the incident', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const card = incidentCard(state, { now: NOW, live: false, words });
        expect(messageComplaints(forSlack(card).blocks)).toEqual([]);
        expect(Buffer.byteLength(JSON.stringify(forTeams(card)))).toBeLessThanOrEqual(TEAMS_LIMITS.card);
      }),
      { numRuns: 100 },
    );
  });

  it('has labels that fit on a phone', () => {
    for (const id of actionsFor(plainState)) expect([...actionName(id, words)].length, id).toBeLessThanOrEqual(24);
    for (const id of INCIDENT_FORMS) {
      const form = formFor(id, plainState, { targets: [] }, words);
      expect([...form.title].length, form.title).toBeLessThanOrEqual(24);
      expect(form.title, id).toContain('INC-42');
      expect([...form.submit].length, form.submit).toBeLessThanOrEqual(24);
    }
  });
});

describe('a channel', () => {
  it('speaks its own language, and English when nobody said which', () => {
    expect(textOf('en')).toContain('Nobody has this yet.');
    expect(textOf('de')).toContain('Das hat noch niemand.');
    expect(textOf('es')).toContain('Nadie lo tiene todavía.');
    expect(textOf('xx')).toContain('Nobody has this yet.');
    expect(textOf('de')).toContain('Di 6 Jan');
  });

  it('of a client shows what the book lets it', () => {
    const claimed = {
      ...plainState,
      status: 'claimed',
      claim: { by: { id: 'ana', name: 'Ana Beck' }, at: NOW, via: 'slack', heardAt: NOW },
      signals: { ...plainState.signals, pictures: ['https://cam.example.org/1.jpg'] },
    } as const;
    const open = textOf('en', { audience: 'client' }, claimed);
    expect(open).toContain('Ana Beck has this');
    expect(open).toContain('https://cam.example.org/1.jpg');
    expect(open).toContain('Door forced open');
    const shut = textOf('en', { audience: 'client', hides: ['names', 'pictures', 'words'] }, claimed);
    expect(shut).not.toContain('Ana');
    expect(shut).toContain('Our team has this');
    expect(shut).not.toContain('cam.example.org');
    expect(shut).not.toContain('Door forced open');
  });

  it('of a client has no names in its diary either, where the book says so', () => {
    const by = { kind: 'person', id: 'sam', name: 'Sam Okafor', roles: ['supervisor'], via: 'console' } as const;
    const entry = {
      seq: 2,
      at: NOW,
      actor: by,
      event: { type: 'assigned', to: { id: 'ana', name: 'Ana Beck' } },
    } as unknown as TimelineEntry;
    const view = viewFor({ ...channel, audience: 'client', hides: ['names'] });
    expect(diaryLine(entry, 'UTC', view)).not.toMatch(/Ana|Sam/);
    expect(diaryLine(entry, 'UTC', viewFor({ ...channel, audience: 'client' }))).toMatch(/Ana Beck/);
  });
});
