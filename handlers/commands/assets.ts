import { answerCard } from '../../cards/answer-card.js';
import { amountIn } from '../../cards/words/amount.js';
import { en } from '../../cards/words/en.js';
import { LISTED, said } from '../../cards/words/en-commands.js';
import { ASSET_STATUSES } from '../../src/incident/index.js';
import type { Register } from '../../src/inventory/index.js';
import type { Assets } from '../assets.js';
import { type Command, found, shown } from './command.js';

export interface AssetCommandParts {
  readonly register: () => Register;
  readonly assets: Pick<Assets, 'show' | 'ask'>;
  readonly sites: () => readonly { readonly id: string; readonly name: string }[];
}

const money = amountIn('en-GB');

/** `assets`: what is worth most, of a site, by status or by name; one of them; or how it stands from now on. */
export function assetCommands({ register, assets, sites }: AssetCommandParts): Command[] {
  return [
    {
      name: 'assets',
      async run(words) {
        const text = words.join(' ').trim();
        const site = text === '' ? undefined : found(text, sites());
        const status = ASSET_STATUSES.find((each) => each === text.toLowerCase());
        const query = site ? { siteId: site.id } : status ? { status } : text === '' ? {} : { text };
        const all = register();
        const items = all.search(query, LISTED).map((asset) => {
          const { id, name, unitCost, quantity, highValue } = asset;
          const worth = money({ amount: unitCost.amount * quantity, currency: unitCost.currency });
          const is = all.statusOf(id);
          return {
            text: `${name} (${id}), ${worth}${highValue ? ', high value' : ''}${is === 'normal' ? '' : `: ${en.asset.statuses[is]}`}`,
          };
        });
        return shown(answerCard(said.assets.title(items.length, all.size), items, said.assets.how));
      },
    },
    {
      name: 'asset',
      async run([name = '', verb = ''], who) {
        return verb.toLowerCase() === 'set' ? await assets.ask(name, who, en) : await assets.show(name, who, en);
      },
    },
  ];
}
