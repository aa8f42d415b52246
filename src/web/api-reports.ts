import express, { type Router } from 'express';
import { problem } from '../http.js';
import type { KeptReport, ReportStore } from '../ports-reports.js';
import { answer } from './answer.js';

const LISTED = 100;

const summary = ({ id, report, madeAt, tookMs, toldAt }: KeptReport) => ({
  id,
  kind: id.split('/')[0],
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
  router.get('/:kind/:period', async (request, response) => {
    const { kind, period } = request.params;
    const kept = await reports.load(`${kind}/${period}`.slice(0, 60));
    if (kept) return void response.json({ ...summary(kept), report: kept.report });
    const detail = `None was made of ${period.slice(0, 20)}.`;
    answer(response, problem(404, 'unknown-report', 'There is no such report', detail));
  });
  return router;
}
