import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type Router } from 'express';
import { z } from 'zod';
import { timelineLine } from '../../cards/diary.js';
import { titleOf } from '../../cards/incident-card.js';
import { en } from '../../cards/words/en.js';
import { wholeTimeline } from '../history.js';
import { type PlainAnswer, problem } from '../http.js';
import {
  BANDS,
  type IncidentState,
  label,
  lossFigures,
  type RecordedLoss,
  type TimelineEntry,
} from '../incident/index.js';
import type { Register } from '../inventory/index.js';
import type { IncidentStore, SignalStore } from '../ports.js';
import type { AssetStore } from '../ports-assets.js';
import type { ScanStore } from '../ports-patrol.js';
import type { ReportStore } from '../ports-reports.js';
import type { EndedStore } from '../ports-retention.js';
import type { TaskStore } from '../ports-tasks.js';
import { incidentReceipt } from '../retention/index.js';
import { answer } from './answer.js';
import { answeringOf } from './api-answering.js';
import { apiAssets } from './api-assets.js';
import { evidenceOf } from './api-evidence.js';
import { apiPatrols } from './api-patrols.js';
import { apiReports } from './api-reports.js';
import { apiTasks } from './api-tasks.js';

export interface ApiParts {
  readonly incidents: IncidentStore;
  readonly signals: SignalStore;
  readonly reports: Pick<ReportStore, 'newest' | 'load'>;
  readonly tasks: Pick<TaskStore, 'list' | 'loadByNumber'>;
  readonly assets: Pick<AssetStore, 'record'>;
  readonly scans: Pick<ScanStore, 'newest'>;
  readonly ended: Pick<EndedStore, 'receipt'>;
  readonly register: () => Register;
  /** `API_TOKEN`; without it the API is off. */
  readonly token: string | undefined;
}

const STATUSES = ['open', 'claimed', 'resolved', 'archived'] as const;
const query = z.object({
  status: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(STATUSES)))
    .optional(),
  site: z.string().max(64).optional(),
  band: z.enum(BANDS).optional(),
  since: z.coerce.date().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(50).optional(),
});
const SIGNALS = 200;

const hash = (text: string) => createHash('sha256').update(text).digest();

/** `/api/v1`: the JSON API, for programs with the bearer token. Errors are RFC 9457 problems. */
export function apiRoutes({
  incidents,
  signals,
  reports,
  tasks,
  assets,
  scans,
  ended,
  register,
  token,
}: ApiParts): Router {
  const router = express.Router();

  router.use((request, response, next) => {
    if (!token) return answer(response, problem(404, 'api-off', 'The API is off', 'Set API_TOKEN to turn it on.'));
    const given = /^Bearer (.{1,500})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (timingSafeEqual(hash(given), hash(token))) return next();
    response.set('www-authenticate', 'Bearer');
    answer(
      response,
      problem(401, 'no-token', 'This needs the bearer token', 'Send "Authorization: Bearer <API_TOKEN>".'),
    );
  });

  router.get('/incidents', async (request, response) => {
    const parsed = query.safeParse(request.query);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return answer(
        response,
        problem(422, 'bad-query', 'The query could not be read', `${issue?.path.join('.')}: ${issue?.message}`),
      );
    }
    const { status, site, band, since, limit, cursor } = parsed.data;
    const { items, next } = await incidents.list({
      order: 'newest',
      limit,
      ...(status ? { status } : {}),
      ...(site ? { siteId: site } : {}),
      ...(band ? { band } : {}),
      ...(since ? { since } : {}),
      ...(cursor ? { after: cursor } : {}),
    });
    response.json({ items: items.map(({ state }) => summary(state)), nextCursor: next ?? null });
  });

  async function missing(number: number, given: string): Promise<PlainAnswer> {
    const gone = Number.isSafeInteger(number) ? await ended.receipt(incidentReceipt(number)) : undefined;
    if (gone?.state !== 'done')
      return problem(
        404,
        'unknown-incident',
        'There is no such incident',
        `No incident has the number ${given.slice(0, 20)}.`,
      );
    const { at, why, digest } = gone;
    return problem(410, 'deleted', 'This incident was deleted', `It was kept as long as the book wants (${why}).`, {
      deletedAt: at.toISOString(),
      chainHead: digest,
    });
  }

  router.get('/incidents/:number', async (request, response) => {
    const number = Number(request.params.number.replace(/^INC-/i, ''));
    const incident = Number.isSafeInteger(number) ? await incidents.loadByNumber(number) : undefined;
    if (!incident) return answer(response, await missing(number, request.params.number));
    const { state, chain, cards, owed } = incident;
    const timeline = await wholeTimeline(incident, incidents);
    const rows = await signals.ofIncident(state.id, SIGNALS);
    response.json({
      ...summary(state),
      ...answeringOf(state),
      signals: rows.map(
        ({ source, key, kind, subject, details, occurredAt, receivedAt, deviceId, media, keptSha256 }) => ({
          source,
          key,
          kind,
          subject,
          details,
          occurredAt,
          receivedAt,
          device: deviceId ?? null,
          media,
          sha256: keptSha256,
        }),
      ),
      timeline: timeline.map((entry) => told(entry, state.place.timezone)),
      evidence: evidenceOf(state.evidence),
      chain: { entries: chain.seq, head: chain.hash },
      cards: cards.map(({ destination, shown }) => ({
        destination,
        shown,
        wanted: state.cardVersion,
        current: shown === state.cardVersion,
      })),
      owed: owed.map(({ id, reason, dueAt, lastError }) => ({ id, reason, dueAt, error: lastError ?? null })),
    });
  });

  router.use('/reports', apiReports(reports));
  router.use('/tasks', apiTasks(tasks));
  router.use('/patrols', apiPatrols(scans));
  router.use('/assets', apiAssets(register, assets));
  router.use((_request, response) => {
    answer(response, problem(404, 'not-found', 'There is nothing here', 'See the README for the routes.'));
  });
  return router;
}

function summary(state: IncidentState) {
  const { number, status, place, assessment, signals } = state;
  const claim = status === 'claimed' ? state.claim : undefined;
  const resolution = status === 'resolved' || status === 'archived' ? state.resolution : undefined;
  return {
    number,
    label: label(number),
    status,
    title: titleOf(state),
    kind: state.kind,
    lifeSafety: state.lifeSafety,
    covert: state.covert,
    unrecognised: state.unrecognised ?? null,
    severity: {
      score: assessment.score,
      band: assessment.band,
      avs: assessment.avs,
      indicators: assessment.indicators,
      factors: assessment.factors.map(({ name, weight, value, contribution, because }) => ({
        name,
        weight,
        value,
        contribution,
        because: en.because(because),
      })),
    },
    site: { id: place.siteId, name: place.siteName },
    zone: place.zoneId ? { id: place.zoneId, name: place.zoneName ?? place.zoneId } : null,
    client: place.clientId ? { id: place.clientId, name: place.clientName ?? place.clientId } : null,
    claimedBy: claim ? { ...claim.by, at: claim.at, via: claim.via } : null,
    resolution: resolution
      ? {
          by: resolution.by,
          at: resolution.at,
          disposition: resolution.disposition,
          cause: resolution.cause ?? null,
          note: resolution.note,
        }
      : null,
    openedAt: state.openedAt,
    respondBy: state.respondBy,
    overdue: state.overdue,
    signalCount: signals.count,
    loss: state.loss ? lossOf(state.loss) : null,
    assets: state.assets,
    access: state.access ?? [],
    tasks: (state.tasks ?? []).map(({ number: task, kind, title, who, dueAt, status: is }) => ({
      number: task,
      kind,
      title,
      who,
      dueAt,
      status: is,
    })),
  };
}

/** Amounts are integer minor units of the currency. */
function lossOf(loss: RecordedLoss) {
  const { category, basis, currency, lines, secondary, by, at } = loss;
  return { category, basis, currency, ...lossFigures(loss), lines, others: secondary, by, at };
}

const told = ({ seq, at, actor, event, hash: own }: TimelineEntry, zone: string) => {
  const { type, ...data } = event;
  return {
    seq,
    at,
    actor,
    type,
    data,
    text: timelineLine({ seq, at, actor, event, prev: '', hash: own }, zone),
    hash: own,
  };
};
