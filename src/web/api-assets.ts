import express, { type Router } from 'express';
import { z } from 'zod';
import { problem } from '../http.js';
import { ASSET_STATUSES } from '../incident/index.js';
import type { Asset, Register } from '../inventory/index.js';
import type { AssetStore } from '../ports-assets.js';
import { answer } from './answer.js';

const query = z.object({
  status: z.enum(ASSET_STATUSES).optional(),
  site: z.string().max(64).optional(),
  text: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** `/api/v1/assets`: what weighs most first; filters `status`, `site`, `text`, `limit` (1–200). Money is in minor units. */
export function apiAssets(register: () => Register, records: Pick<AssetStore, 'record'>): Router {
  const router = express.Router();
  const summary = (asset: Asset) => ({ ...asset, status: register().statusOf(asset.id) });

  router.get('/', (request, response) => {
    const parsed = query.safeParse(request.query);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const why = `${issue?.path.join('.')}: ${issue?.message}`;
      return answer(response, problem(422, 'bad-query', 'The query could not be read', why));
    }
    const { status, site, text, limit } = parsed.data;
    const wanted = { ...(status ? { status } : {}), ...(site ? { siteId: site } : {}), ...(text ? { text } : {}) };
    response.json({ items: register().search(wanted, limit).map(summary), total: register().size });
  });

  router.get('/:id', async (request, response) => {
    const asset = register().find(request.params.id.slice(0, 100));
    if (!asset) {
      const detail = `No asset has the id or tag ${request.params.id.slice(0, 40)}.`;
      return answer(response, problem(404, 'unknown-asset', 'There is no such asset', detail));
    }
    response.json({ ...summary(asset), history: (await records.record(asset.id))?.history ?? [] });
  });
  return router;
}
