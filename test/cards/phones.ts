import type { IncidentState } from '../../src/incident/index.js';
import { opened, stateAfter } from '../incident/given.js';
import { plainState as plainOnSlack } from '../surfaces/slack/plain.js';
import { anyState as anyOnSlack } from '../surfaces/slack/states.js';

/** As the domain makes one today, with every field that it has. */
const whole = stateAfter(opened());

/** The fixture of the chat, on top of a whole one: what a new field of the domain says is not what is tested here. */
const onWhole = (state: IncidentState): IncidentState => ({
  ...whole,
  ...state,
  context: { ...whole.context, ...state.context },
  assessment: { ...whole.assessment, ...state.assessment },
  signals: { ...whole.signals, ...state.signals },
});

export const plainState = onWhole(plainOnSlack);
export const anyState = anyOnSlack.map(onWhole);

export const NOW = new Date('2026-01-06T01:14:00Z');
export const ANA_REF = { id: 'ana', name: 'Ana Beck' };

export const claimed: IncidentState = {
  ...plainState,
  status: 'claimed',
  claim: { by: ANA_REF, at: new Date('2026-01-06T01:11:00Z'), via: 'slack', heardAt: new Date('2026-01-06T01:11:00Z') },
};

export const resolved: IncidentState = {
  ...plainState,
  status: 'resolved',
  resolution: {
    by: ANA_REF,
    at: new Date('2026-01-06T01:41:00Z'),
    via: 'slack',
    disposition: 'prevented',
    note: 'two men fled',
  },
};

/** Names that stand nowhere else, so that one which leaks is found. */
export const MARKS = {
  site: 'Zwetschgenhof',
  zone: 'Quittenkammer',
  address: 'Mispelweg 9',
  named: 'Holunderecke',
  client: 'Vogelbeere AG',
  subject: 'Sanddorn aufgebrochen',
  details: 'Schlehe am Fenster',
  asset: 'Berberitzenring',
  device: 'Hagebuttenmelder',
} as const;

/** The same incident in a place where every word can be told from every other. */
export const marked = (state: IncidentState): IncidentState => ({
  ...state,
  subject: MARKS.subject,
  details: MARKS.details,
  place: {
    ...state.place,
    siteName: MARKS.site,
    zoneName: MARKS.zone,
    address: MARKS.address,
    named: MARKS.named,
    clientName: MARKS.client,
  },
  assets: [
    {
      id: 'ring',
      name: MARKS.asset,
      worth: { amount: 1, currency: 'EUR' },
      criticality: 1,
      vulnerability: 1,
      highValue: true,
    },
  ],
  signals: { ...state.signals, devices: [{ id: 'd', name: MARKS.device }] },
});
