import { answerCard } from '../../cards/answer-card.js';
import { formFor } from '../../cards/forms.js';
import { incidentCard, titleOf } from '../../cards/incident-card.js';
import type { Links } from '../../cards/storm-card.js';
import { timesIn } from '../../cards/times.js';
import { en } from '../../cards/words/en.js';
import { LISTED, said } from '../../cards/words/en-commands.js';
import { type IncidentState, label, numberIn } from '../../src/incident/index.js';
import type { Clock, IncidentStore } from '../../src/ports.js';
import { type Command, found, nearestOf, refused, shown } from './command.js';

export interface IncidentCommandParts {
  readonly incidents: Pick<IncidentStore, 'list' | 'loadByNumber'>;
  readonly sites: () => readonly { readonly id: string; readonly name: string }[];
  readonly currencyOf: (clientId: string | undefined) => string;
  readonly links: Links;
  readonly clock: Clock;
}

/** What is open, and one of them with everything that can be done about it. */
export function incidentCommands({ incidents, sites, currencyOf, links, clock }: IncidentCommandParts): Command[] {
  const unknown = (word: string): string => said.noIncident(word.slice(0, 40) || '?');

  async function named(word: string): Promise<IncidentState | undefined> {
    const number = numberIn(word, 'INC');
    return number > 0 ? (await incidents.loadByNumber(number))?.state : undefined;
  }

  return [
    {
      name: 'list',
      async run(words, who) {
        const mine = words.some((word) => word.toLowerCase() === 'mine');
        const [named] = words.filter((word) => word.toLowerCase() !== 'mine');
        const site = named === undefined ? undefined : found(named, sites());
        if (named !== undefined && !site) return refused(said.noSite(named, nearestOf(named, sites())));
        const { items } = await incidents.list({
          status: ['open', 'claimed'],
          order: 'urgency',
          limit: LISTED,
          ...(site ? { siteId: site.id } : {}),
          ...(mine ? { claimedBy: who.id } : {}),
        });
        return shown(
          answerCard(
            said.live.title(items.length, site?.name),
            items.map(({ state }) => itemOf(state, links)),
          ),
        );
      },
    },
    {
      name: 'show',
      async run([word = '']) {
        const state = await named(word);
        return state ? shown(incidentCard(state, { now: clock.now(), live: false })) : refused(unknown(word));
      },
    },
    {
      name: 'loss',
      async run([word = '']) {
        const state = await named(word);
        if (!state) return refused(unknown(word));
        const currency = state.loss?.currency ?? currencyOf(state.place.clientId);
        return { kind: 'ask', form: formFor('loss', state, { targets: [], currency }) };
      },
    },
  ];
}

function itemOf(state: IncidentState, links: Links) {
  const { place } = state;
  const url = links.incident(state.number);
  const standing =
    state.status === 'claimed'
      ? said.live.has(state.claim.by.name, timesIn(place.timezone).time(state.claim.at))
      : said.live.nobody;
  const text = said.live.line({
    label: label(state.number),
    band: en.bands[state.assessment.band],
    title: titleOf(state),
    site: place.siteName,
    standing,
  });
  return { text, ...(url === undefined ? {} : { url }) };
}
