import type { Facts } from './assess/condition.js';
import { assess, gravest } from './assess/severity.js';
import type { Book } from './book/book.js';
import { deviceNameIn } from './book/helped.js';
import { listedAssets } from './book/listed-assets.js';
import { contextOf, placeOf } from './book/locate.js';
import type { Fallback } from './book/routes.js';
import { routesFor } from './book/routes.js';
import { evidenceOf, evidenceWith, factsOf } from './evidence.js';
import type {
  Assessment,
  Destination,
  Digest,
  Graver,
  IncidentState,
  Kind,
  LossRecord,
  Signal,
  SignalBatch,
} from './incident/index.js';
import { bandRank, batchOf, foundBand, higherOf, isLifeSafety, lossFigures } from './incident/index.js';
import { createRegister, type Register } from './inventory/index.js';
import type { Clock, Openings, Planning } from './ports.js';
import { later } from './time.js';

export interface OpeningParts {
  readonly book: () => Book;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly surfaces: ReadonlySet<Destination['surface']>;
  readonly fallback?: Fallback;
  /** What is of worth; what the book lists, when there is nothing else. */
  readonly register?: () => Register;
  readonly planning: Pick<Planning, 'planFor' | 'noticesFor' | 'recipients'>;
  /** Somebody works on the system of this site, and alarms are expected. */
  readonly onTest: (siteId: string, at: Date) => boolean;
}

type Planned = ReturnType<Planning['planFor']>;

const EXCERPT = 400;

type Signals = readonly [Signal, ...Signal[]];

/** Gathers what the book, the place and the score say about signals, so that deciding needs nothing else. */
export function createOpenings(parts: OpeningParts): Openings {
  const { book, clock, digest, surfaces, fallback, planning, onTest } = parts;
  const register = parts.register ?? (() => createRegister(listedAssets(book()), new Map()));
  const on = { surfaces, ...(fallback ? { fallback } : {}) };
  const deviceName = (id: string) => deviceNameIn(book(), id);

  /** How an incident is answered, and who is told of it in any case. */
  function answered(facts: Facts, devices: SignalBatch['devices']) {
    return { plan: planning.planFor(facts), notices: planning.noticesFor(facts, devices, clock.now()) };
  }

  /** Thresholds of the book are in the currency of the organisation; another one is not compared with them. */
  const lostIn = (loss: LossRecord | undefined): Pick<Facts, 'loss'> =>
    loss && loss.currency === book().data.organisation.currency ? { loss: lossFigures(loss).net } : {};

  /** What a person found counts for what was there when they looked: of what came since, the new signals speak alone. */
  function levelled(found: Assessment, state: IncidentState, batch: SignalBatch): Assessment {
    if (state.seen === undefined) return found;
    const { seen: _seen, ...evidence } = evidenceWith(state);
    const kinds = Object.keys(batch.kinds) as Kind[];
    const { personSeen, videoSeen, flags } = batch;
    const { avs, indicators } = assess({ ...evidence, kinds, personSeen, videoSeen, flags }, book().severity);
    return { ...found, avs, indicators };
  }

  /** What the book wants of an incident that is as bad as that from now on; nothing when it is no worse than it was. */
  function graver(state: IncidentState, stands: Assessment, kinds: readonly Kind[], at: Date): Graver {
    const rises = bandRank(stands.band) > bandRank(foundBand(state));
    if (!rises && stands.avs <= state.assessment.avs) return { band: stands.band };
    const about = { band: stands.band, covert: state.covert };
    const facts = { ...factsOf({ ...state, kinds }, stands, at), ...lostIn(state.loss) };
    const { plan, notices } = answered(facts, state.signals.devices);
    const next = plan.plan.protocol === state.plan.protocol ? steeper(state, plan, rises) : plan;
    return {
      band: stands.band,
      ...(rises ? { destinations: routesFor(book(), state.place, about, on) } : {}),
      ...(next ? { plan: next } : {}),
      notices,
    };
  }

  /** Of the same protocol only the rungs that a worse band has; all else stays as it was pinned. */
  function steeper(state: IncidentState, { plan, because }: Planned, rises: boolean): Planned | undefined {
    const { version: _version, ...has } = state.plan;
    const same = digest(plan.escalation) === digest(has.escalation);
    if (!rises || same || state.clock.exhausted) return undefined;
    const next = { ...has, escalation: plan.escalation };
    return { plan: { version: digest(next), ...next }, because };
  }

  return {
    report(signals, batchId, recentIncidents) {
      const now = clock.now();
      const lead = leading(signals);
      const place = placeOf(book(), lead);
      const named = [...new Set(signals.flatMap((signal) => signal.assetIds))];
      const assets = register().at(lead, named);
      const context = {
        ...contextOf(book(), book().source(lead.source), lead, lead.occurredAt, recentIncidents),
        onTest: onTest(place.siteId, lead.occurredAt),
      };
      const batch = batchOf(batchId, signals, deviceName, digest);
      const assessment = assess(evidenceOf(batch, place, assets, context, lead), book().severity);
      const covert = signals.some((signal) => signal.covert);
      const lifeSafety = signals.some((signal) => isLifeSafety(signal.kind));
      const kinds = Object.keys(batch.kinds) as Kind[];
      const facts = factsOf({ place, context, assets, covert, lifeSafety, kinds }, assessment, lead.occurredAt);
      const { plan, notices } = answered(facts, batch.devices);
      const destinations = routesFor(book(), place, { band: assessment.band, covert }, on);
      const [first] = plan.plan.escalation.steps;
      const told =
        first?.afterMs === 0
          ? {
              'step:1.0': planning.recipients(
                { place, lifeSafety, covert, destinations, signals: batch },
                { targets: first.notify, via: first.via, hurry: lifeSafety },
                now,
              ),
            }
          : {};
      return {
        type: 'report',
        actor: { kind: 'system', id: 'intake' },
        // The number is drawn when the incident is really opened.
        number: 0,
        kind: lead.kind,
        ...wordsOf(lead),
        lifeSafety,
        covert,
        ...(lead.unrecognised ? { unrecognised: lead.unrecognised } : {}),
        place,
        assets,
        context,
        signals: batch,
        assessment,
        destinations,
        respondBy: later(now, book().respondWithinMs(place.clientId, assessment.band)),
        ...plan,
        notices,
        known: { recipients: told, officers: {} },
      };
    },

    attach(signals, batchId, state, flapping) {
      const batch = batchOf(batchId, signals, deviceName, digest);
      const lead = leading(signals);
      const known = evidenceWith(state, batch);
      // A test that was going on when it opened says nothing of what came after its end.
      const evidence = { ...known, context: { ...known.context, onTest: onTest(state.place.siteId, lead.occurredAt) } };
      const found = levelled(assess(evidence, book().severity), state, batch);
      const stands = higherOf(byRules(state), found, state.rating);
      const leads = gravest([state.kind, lead.kind]) !== state.kind;
      return {
        type: 'attach',
        actor: { kind: 'system', id: 'intake' },
        signals: batch,
        assessment: found,
        flapping,
        ...(leads ? { lead: { kind: lead.kind, ...wordsOf(lead) } } : {}),
        ...graver(state, stands, evidence.kinds, lead.occurredAt),
      };
    },

    verified(state, seen) {
      const found = assess({ ...evidenceWith(state), seen }, book().severity);
      // A person who looked may take the level down; the band stays until somebody says that it falls.
      const level = { avs: found.avs, indicators: found.indicators };
      const assessment = { ...higherOf(state.assessment, found, state.rating), ...level };
      const stands = { ...higherOf(byRules(state), found, state.rating), ...level };
      return { assessment, graver: graver(state, stands, evidenceWith(state).kinds, clock.now()) };
    },

    lost(state, loss) {
      const { kinds } = evidenceWith(state);
      const facts = factsOf({ ...state, kinds }, state.assessment, clock.now());
      return planning.noticesFor({ ...facts, ...lostIn(loss) }, state.signals.devices, clock.now());
    },

    rated(state, band) {
      return graver(state, { ...state.assessment, band }, evidenceWith(state).kinds, clock.now());
    },
  };
}

/** As rules and people found it. */
const byRules = (state: IncidentState): Assessment => ({ ...state.assessment, band: foundBand(state) });

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
