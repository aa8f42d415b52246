import { riskWords } from '../../cards/words/risk-words.js';
import { createRisks } from '../../jobs/risks.js';
import type { Book } from '../book/book.js';
import { placeOf } from '../book/locate.js';
import { digest } from '../digest.js';
import type { Register } from '../inventory/index.js';
import type { Clock } from '../ports.js';
import type { TaskPlanning } from '../ports-tasks.js';
import type { Guarded, RiskKind } from '../risk/index.js';
import { taskPlaceOf } from '../task/index.js';
import type { TaskDesk } from '../task-desk.js';
import type { Collections } from './store.js';

export interface RiskChapter {
  readonly book: () => Book;
  readonly register: () => Register;
  readonly stores: Pick<Collections, 'risks'>;
  readonly taskDesk: TaskDesk;
  readonly planning: Pick<TaskPlanning, 'destinations'>;
  readonly clock: Clock;
}

const HALF_LIFE_MS = 30 * 86_400_000;

/** How much may be expected to happen, where and to what. */
export function openRisk({ book, register, stores, taskDesk, planning, clock }: RiskChapter) {
  const words = () => riskWords(book().data.organisation.language);

  function guarded(kind: RiskKind, id: string): Guarded | undefined {
    const [siteId = '', zoneId] = id.split('/');
    switch (kind) {
      case 'organisation':
        return { name: book().data.organisation.name, vulnerability: 0.5 };
      case 'site': {
        const site = book().site(siteId);
        return site && { name: site.name, vulnerability: 0.5, siteId };
      }
      case 'zone': {
        const site = book().site(siteId);
        const zone = site?.zones.find((each) => each.id === zoneId);
        return site && zone && { name: `${zone.name}, ${site.name}`, vulnerability: zone.sensitivity, siteId };
      }
      case 'asset': {
        const asset = register().find(id);
        return asset && { name: asset.name, vulnerability: asset.vulnerability, siteId: asset.siteId };
      }
      default:
        return kind satisfies never;
    }
  }

  return createRisks({
    store: stores.risks,
    rules: () => ({ halfLifeMs: book().data.risk?.halfLife ?? HALF_LIFE_MS, guarded }),
    zone: () => book().data.organisation.timezone,
    placeOf({ id }) {
      const [siteId = '', zoneId] = id.split('/');
      if (!book().site(siteId)) return undefined;
      return taskPlaceOf(placeOf(book(), { siteId, ...(zoneId === undefined ? {} : { zoneId }) }));
    },
    taskDesk,
    planning,
    title: ({ name }) => words().proposal(name),
    details: ({ score, before = 0, n }) => words().because({ score, before, n }),
    digest,
    clock,
  });
}
