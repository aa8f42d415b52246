import { answerCard } from '../../cards/answer-card.js';
import { riskLines } from '../../cards/risk-lines.js';
import { said } from '../../cards/words/en-commands.js';
import { mayReadReports } from '../../src/incident/index.js';
import type { RiskMove } from '../../src/risk/index.js';
import { type Command, found, nearestOf, refused, shown } from './command.js';

export interface RiskCommandParts {
  readonly risks: () => Promise<readonly RiskMove[]>;
  readonly sites: () => readonly { readonly id: string; readonly name: string }[];
}

/** `risk [SITE]`: where it is highest, against a week before. */
export function riskCommand({ risks, sites }: RiskCommandParts): Command {
  return {
    name: 'risk',
    async run(words, who) {
      if (!mayReadReports(who)) return refused(said.reports.notForYou);
      const name = words.join(' ');
      const site = name === '' ? undefined : found(name, sites());
      if (name !== '' && !site) return refused(said.noSite(name.slice(0, 40), nearestOf(name, sites())));
      const all = await risks();
      const own = site ? all.filter(({ siteId }) => siteId === site.id) : all;
      const [whole] = all.filter(({ kind }) => kind === 'organisation');
      const items = riskLines(own).map((text) => ({ text }));
      return shown(answerCard(said.risk.title(site?.name, site ? undefined : whole?.score), items, said.risk.how));
    },
  };
}
