import { createExplaining } from '../../jobs/explain.js';
import type { Book } from '../book/book.js';
import type { Config } from '../config.js';
import type { Desk } from '../desk.js';
import type { Incident } from '../incident/index.js';
import type { Logger } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { Clock } from '../ports.js';
import type { Collections } from './store.js';

export interface ExplainingChapter {
  readonly config: Pick<Config, 'openai'>;
  readonly book: () => Book;
  readonly stores: Pick<Collections, 'incidents' | 'explanations'>;
  readonly desk: Desk;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly failed: (what: string, error: unknown) => void;
}

const OFF = { saved: (_incident: Incident): void => undefined, stop: async (): Promise<void> => undefined };

/** A language model that explains, when there is one. Nobody waits for it, and nothing depends on it. */
export async function openExplaining({ config, book, stores, desk, clock, log, metrics, failed }: ExplainingChapter) {
  if (!config.openai) return OFF;
  const { openAiExplainer } = await import('../outbound/openai.js');
  return createExplaining({
    incidents: stores.incidents,
    explainer: openAiExplainer(config.openai),
    questions: stores.explanations,
    clock,
    rules() {
      const { clients, model, organisation, people, sites } = book().data;
      return {
        dailyTokens: model.dailyTokens,
        atOnce: model.atOnce,
        zone: organisation.timezone,
        language: model.language ?? organisation.language,
        redact: model.redact,
        names: [...people, ...clients.flatMap(({ contacts }) => contacts)].map(({ name }) => name),
        // Numbers of the book may stand in an answer; the police is called by its number.
        phones: [...people, ...sites.flatMap(({ psap }) => psap ?? [])].flatMap(({ phone }) => phone ?? []),
      };
    },
    assessedOf: ({ assessed }) => assessed,
    stepsOf: ({ plan }) => plan.procedure?.steps.map(({ text }) => text) ?? [],
    async tell(incidentId, assessed, explanation) {
      await desk.execute(incidentId, {
        type: 'explain',
        actor: { kind: 'system', id: 'model' },
        explanation,
        assessed,
      });
    },
    observe(outcome, { why, tookMs }) {
      metrics.explanations.inc({ outcome });
      const well = outcome === 'explained' || outcome === 'raised';
      log[well ? 'debug' : 'warn']({ outcome, ...(why ? { why } : {}), ...(tookMs ? { tookMs } : {}) }, 'explanation');
    },
    failed,
  });
}
