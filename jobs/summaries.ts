import { correction, dayOf, mostTokens } from '../src/explain/budget.js';
import { checkedSummary, summaryQuestion } from '../src/explain/summary.js';
import type { Clock } from '../src/ports.js';
import type { Explainer, ExplanationStore } from '../src/ports-explain.js';

export interface SummaryParts {
  /** Nothing while no model is configured, or the book does not want it asked about reports. */
  readonly explainer: () => Promise<Explainer | undefined>;
  readonly budget: Pick<ExplanationStore, 'draw' | 'correct'>;
  /** Tokens of a day, and the IANA zone of its midnight. */
  readonly limits: () => { readonly dailyTokens: number; readonly zone: string };
  readonly clock: Clock;
  /** Why there is none. */
  readonly noted: (outcome: string) => void;
}

/** A paragraph that says what page one says, and the model that wrote it. */
export interface Summary {
  readonly text: string;
  readonly model: string;
}

/** Has a model write the first paragraph of a report; what does not stand up to the figures is dropped, and the rules' own stands. */
export function createSummaries({ explainer, budget, limits, clock, noted }: SummaryParts) {
  return async function summarise(lines: readonly string[], language: string): Promise<Summary | undefined> {
    const model = await explainer();
    if (!model) return undefined;
    const question = summaryQuestion(lines, language);
    const { dailyTokens, zone } = limits();
    const now = clock.now();
    const [day, most] = [dayOf(now, zone), mostTokens(question)];
    if (!(await budget.draw(day, most, dailyTokens, now))) {
      noted('no budget is left today');
      return undefined;
    }
    const answer = await model.explain(question, new AbortController().signal);
    await budget.correct(day, correction(most, answer.tokens));
    if ('failed' in answer) {
      noted(answer.failed);
      return undefined;
    }
    const checked = checkedSummary(answer.raw, lines);
    if ('text' in checked) return { text: checked.text, model: model.model };
    noted(checked.dropped);
    return undefined;
  };
}

export type Summarise = ReturnType<typeof createSummaries>;
