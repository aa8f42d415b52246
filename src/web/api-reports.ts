import express, { type Response, type Router } from 'express';
import { digest } from '../digest.js';
import { problem } from '../http.js';
import type { KeptReport, ReportStore } from '../ports-reports.js';
import { answer } from './answer.js';

const LISTED = 100;

const summary = ({ id, kind, report, madeAt, tookMs, toldAt }: KeptReport) => ({
  id,
  kind,
  ...('client' in report ? { client: report.client } : {}),
  period: report.period,
  madeAt,
  tookMs,
  toldAt: toldAt ?? null,
});

/** `/api/v1/reports`: every report that was made, and the figures of each. Money is in minor units. */
export function apiReports(reports: Pick<ReportStore, 'newest' | 'load'>): Router {
  const router = express.Router();
  router.get('/', async (_request, response) => {
    response.json({ items: (await reports.newest(LISTED)).map(summary) });
  });
  const one = async (response: Response, id: string): Promise<void> => {
    const kept = await reports.load(id.slice(0, 120));
    // The seal is printed on the paper: whoever has both can tell that they are the same.
    if (kept) return void response.json({ ...summary(kept), seal: digest(kept.report), report: kept.report });
    const detail = `None was made of ${id.slice(0, 80)}.`;
    answer(response, problem(404, 'unknown-report', 'There is no such report', detail));
  };
  router.get('/:kind/:period', ({ params: { kind, period } }, response) => one(response, `${kind}/${period}`));
  router.get('/:kind/:client/:period', ({ params: { kind, client, period } }, response) =>
    one(response, `${kind}/${client}/${period}`),
  );
  return router;
}
