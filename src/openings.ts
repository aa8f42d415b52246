import type { Evidence } from './assess/severity.js';
import { assess, gravest } from './assess/severity.js';
import type { Book } from './book/book.js';
import { assetsAt, contextOf, placeOf } from './book/locate.js';
import type { Fallback } from './book/routes.js';
import { routesFor } from './book/routes.js';
import type {
  AssetRef,
  Destination,
  Digest,
  IncidentState,
  Kind,
  OpeningContext,
  Place,
  Signal,
  SignalBatch,
} from './incident/index.js';
import { bandRank, batchOf, isLifeSafety } from './incident/index.js';
import type { Clock, Openings } from './ports.js';
import { later } from './time.js';

export interface OpeningParts {
  readonly book: () => Book;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly surfaces: ReadonlySet<Destination['surface']>;
  readonly fallback?: Fallback;
}

const EXCERPT = 400;

type Signals = readonly [Signal, ...Signal[]];

/** Gathers what the book, the place and the score say about signals, so that deciding needs nothing else. */
export function createOpenings({ book, clock, digest, surfaces, fallback }: OpeningParts): Openings {
  const on = { surfaces, ...(fallback ? { fallback } : {}) };
  const deviceName = (id: string) => book().device(id)?.name ?? id;

  return {
    report(signals, batchId, recentIncidents) {
      const now = clock.now();
      const lead = leading(signals);
      const place = placeOf(book(), lead);
      const named = [...new Set(signals.flatMap((signal) => signal.assetIds))];
      const assets = assetsAt(book(), lead, named);
      const context = contextOf(book(), book().source(lead.source), lead, lead.occurredAt, recentIncidents);
      const batch = batchOf(batchId, signals, deviceName, digest);
      const assessment = assess(evidenceOf(batch, place, assets, context, lead), book().severity);
      const covert = signals.some((signal) => signal.covert);
      return {
        type: 'report',
        actor: { kind: 'system', id: 'intake' },
        // The number is drawn when the incident is really opened.
        number: 0,
        kind: lead.kind,
        ...wordsOf(lead),
        lifeSafety: signals.some((signal) => isLifeSafety(signal.kind)),
        covert,
        ...(lead.unrecognised ? { unrecognised: lead.unrecognised } : {}),
        place,
        assets,
        context,
        signals: batch,
        assessment,
        destinations: routesFor(book(), place, { band: assessment.band, covert }, on),
        respondBy: later(now, book().respondWithinMs(place.clientId, assessment.band)),
      };
    },

    attach(signals, batchId, state, flapping) {
      const batch = batchOf(batchId, signals, deviceName, digest);
      const joined = merged(state, batch);
      const assessment = assess(joined, book().severity);
      const lead = leading(signals);
      const rises = bandRank(assessment.band) > bandRank(state.assessment.band);
      const leads = gravest([state.kind, lead.kind]) !== state.kind;
      return {
        type: 'attach',
        actor: { kind: 'system', id: 'intake' },
        signals: batch,
        assessment,
        flapping,
        ...(leads ? { lead: { kind: lead.kind, ...wordsOf(lead) } } : {}),
        ...(rises
          ? { destinations: routesFor(book(), state.place, { band: assessment.band, covert: state.covert }, on) }
          : {}),
      };
    },
  };
}

/** The detector's own words, as much of them as a card shows. */
function wordsOf({ subject, details }: Signal): { subject: string; details?: string } {
  const excerpt = [...details].slice(0, EXCERPT).join('');
  return { subject, ...(excerpt ? { details: excerpt } : {}) };
}

/** The gravest signal, and of equally grave ones the first. */
function leading(signals: Signals): Signal {
  const kind = gravest(signals.map((signal) => signal.kind) as [Kind, ...Kind[]]);
  return signals.find((signal) => signal.kind === kind) ?? signals[0];
}

function evidenceOf(
  batch: SignalBatch,
  place: Place,
  assets: readonly AssetRef[],
  context: OpeningContext,
  lead: Signal,
): Evidence {
  return {
    kinds: Object.keys(batch.kinds) as Kind[],
    devices: batch.devices.length,
    personSeen: batch.personSeen,
    videoSeen: batch.videoSeen,
    ...(lead.unrecognised ? { unrecognisedFrom: lead.source } : {}),
    zoneName: place.zoneName ?? place.siteName,
    assets,
    context,
  };
}

function merged({ signals, place, assets, context, unrecognised }: IncidentState, batch: SignalBatch): Evidence {
  const devices = new Set([...signals.devices, ...batch.devices].map((device) => device.id));
  return {
    kinds: [...new Set([...Object.keys(signals.kinds), ...Object.keys(batch.kinds)])] as Kind[],
    devices: devices.size,
    personSeen: signals.personSeen || batch.personSeen,
    videoSeen: signals.videoSeen || batch.videoSeen,
    ...(unrecognised ? { unrecognisedFrom: signals.sources[0] ?? '' } : {}),
    zoneName: place.zoneName ?? place.siteName,
    assets,
    context,
  };
}
