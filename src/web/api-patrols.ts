import express, { type Router } from 'express';
import type { ScanStore } from '../ports-patrol.js';

const LISTED = 200;

/** `/api/v1/patrols`: the newest scans, the time of the telephone and ours apart, and what each proves. */
export function apiPatrols(scans: Pick<ScanStore, 'newest'>): Router {
  const router = express.Router();
  router.get('/', async (_request, response) => {
    response.json({ items: await scans.newest(LISTED) });
  });
  return router;
}
