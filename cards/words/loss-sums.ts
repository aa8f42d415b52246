import { amountIn } from './amount.js';
import type { LossFacts, LossWords } from './loss-words.js';

/** What the parts of a loss are called in a sentence. */
interface PartNames extends Pick<LossWords, 'categories' | 'bases' | 'methods'> {
  readonly locale: string;
  readonly goods: string;
  readonly others: string;
  readonly recovered: string;
}

/** `€180 (external theft, at cost): goods €270, recovered €90`: the same order in every language. */
export function lossSums({ locale, categories, bases, methods, goods, others, recovered }: PartNames) {
  const amount = amountIn(locale);
  return ({ category, basis, method, currency, figures }: LossFacts): string => {
    const money = (minor: number): string => amount({ amount: minor, currency });
    const about = `(${[categories[category], ...(method ? [methods[method]] : []), bases[basis]].join(', ')})`;
    if (category === 'prevented') return `${money(figures.prevented)} ${about}`;
    const parts = [
      `${goods} ${money(figures.direct)}`,
      ...(figures.secondary > 0 ? [`${others} ${money(figures.secondary)}`] : []),
      ...(figures.recovered > 0 ? [`${recovered} ${money(figures.recovered)}`] : []),
    ];
    const how = parts.length > 1 ? `: ${parts.join(', ')}` : '';
    return `${money(figures.net)} ${about}${how}`;
  };
}
