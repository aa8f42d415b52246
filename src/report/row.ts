import type {
  Band,
  DeviceRef,
  Disposition,
  FalseAlarmCause,
  IncidentState,
  Kind,
  LossFigures,
  LossRecord,
  Procedure,
  StepRecords,
  Trait,
  TraitKind,
} from '../incident/index.js';
import { label, lossFigures, pathOf, traitsTogether } from '../incident/index.js';
import { type ClassSum, classesOf } from './asset-classes.js';

/** What a report needs to know of an incident, and nothing else: a year of them has to fit into memory. */
export interface ReportRow {
  readonly number: number;
  readonly kind: Kind;
  readonly band: Band;
  readonly siteId: string;
  readonly siteName: string;
  readonly zoneId?: string;
  readonly zoneName?: string;
  readonly clientId?: string;
  /** Devices that spoke. */
  readonly devices: readonly DeviceRef[];
  readonly openedAt: Date;
  readonly respondBy: Date;
  readonly acknowledgedAt?: Date;
  /** Before it was due for the first time. */
  readonly inTime?: boolean;
  readonly dispatchedAt?: Date;
  readonly onSceneAt?: Date;
  readonly clearAt?: Date;
  readonly resolvedAt?: Date;
  /** Covert, and not over: whoever is outside the desk is told nothing of it. */
  readonly hidden?: true;
  readonly escalated: boolean;
  /** By what the same people are known, with what was lost and how; at most `MOST_TRAITS`. */
  readonly traits?: readonly RowTrait[];
  /** Officers who were sent, and how many of them were first of all who could be. */
  readonly sent?: { readonly officers: number; readonly best: number };
  /** Required steps of its procedure on the way that the answers led, and how many of them were done, not skipped. */
  readonly steps?: { readonly required: number; readonly done: number };
  /** Files that were kept; at most `FILES`. */
  readonly evidence?: readonly EvidenceRow[];
  readonly disposition?: Disposition;
  readonly cause?: FalseAlarmCause;
  readonly loss?: Pick<LossRecord, 'category' | 'currency' | 'basis'> &
    LossFigures & { readonly classes?: readonly ClassSum[] };
}

/** What repeats: what a detector names, or the goods as somebody wrote them down. */
export interface RowTrait {
  readonly of: TraitKind | 'item';
  readonly value: string;
}

/** A file as a report names it: by its hash, because its name is somebody's words. */
export interface EvidenceRow {
  /** SHA-256, hex. */
  readonly sha256: string;
  readonly type: string;
  readonly at: Date;
}

const DEVICES = 5;
const FILES = 10;
const MOST_TRAITS = 15;

/** The parts of an incident of which `reportRow` is made, as the store names them. */
export type Reported = Pick<
  IncidentState,
  | 'number'
  | 'kind'
  | 'place'
  | 'openedAt'
  | 'respondBy'
  | 'stamps'
  | 'escalations'
  | 'loss'
  | 'evidence'
  | 'steps'
  | 'responders'
  | 'covert'
  | 'assets'
> & {
  readonly procedure?: Procedure;
  readonly band: Band;
  readonly devices: readonly DeviceRef[];
  readonly traits?: readonly Trait[];
  readonly resolution?: {
    readonly at: Date;
    readonly disposition: Disposition;
    readonly cause?: FalseAlarmCause;
  };
};

export function reportRow({
  place,
  stamps,
  loss,
  resolution,
  devices,
  traits: named,
  escalations,
  ...own
}: Reported): ReportRow {
  const { number, kind, band, openedAt, respondBy } = own;
  const { siteId, siteName, zoneId, zoneName, clientId } = place;
  const { acknowledgedAt, inTime, dispatchedAt, onSceneAt, clearAt } = stamps;
  const steps = own.procedure && stepsOf(own.procedure, own.steps);
  const evidence = evidenceOf(own.evidence ?? []);
  const traits = traitsOf(named ?? [], loss);
  return {
    number,
    kind,
    band,
    siteId,
    siteName,
    ...(zoneId === undefined ? {} : { zoneId, zoneName: zoneName ?? zoneId }),
    ...(clientId === undefined ? {} : { clientId }),
    devices: devices.slice(0, DEVICES).map(({ id, name }) => ({ id, name })),
    openedAt,
    respondBy,
    ...(acknowledgedAt ? { acknowledgedAt, inTime: inTime === true } : {}),
    ...(dispatchedAt ? { dispatchedAt } : {}),
    ...(onSceneAt ? { onSceneAt } : {}),
    ...(clearAt ? { clearAt } : {}),
    ...(own.covert && !resolution ? { hidden: true } : {}),
    escalated: escalations.length > 0,
    ...(own.responders.length > 0
      ? { sent: { officers: own.responders.length, best: own.responders.filter(({ best }) => best).length } }
      : {}),
    ...(steps ? { steps } : {}),
    ...(evidence.length > 0 ? { evidence } : {}),
    ...(traits.length > 0 ? { traits } : {}),
    ...(resolution
      ? {
          resolvedAt: resolution.at,
          disposition: resolution.disposition,
          ...(resolution.cause ? { cause: resolution.cause } : {}),
        }
      : {}),
    ...(loss
      ? {
          loss: {
            category: loss.category,
            currency: loss.currency,
            basis: loss.basis,
            ...lossFigures(loss),
            classes: classesOf(loss, own.assets),
          },
        }
      : {}),
  };
}

/** What the detectors named, how somebody says that it was done, and what was taken, each once. */
function traitsOf(named: readonly Trait[], loss: LossRecord | undefined): readonly RowTrait[] {
  const taken = (loss?.lines ?? []).map(({ item }): RowTrait => ({ of: 'item', value: item.trim().toLowerCase() }));
  const all: RowTrait[] = [
    ...named,
    ...(loss?.method ? [{ of: 'method', value: loss.method } as const] : []),
    ...taken,
  ];
  return traitsTogether(all, MOST_TRAITS);
}

function stepsOf(procedure: Procedure, records: StepRecords): ReportRow['steps'] {
  const required = pathOf(procedure, records).filter(({ step }) => step.required);
  return { required: required.length, done: required.filter(({ record }) => isDone(record)).length };
}

const isDone = (record: StepRecords[number] | undefined): boolean =>
  record !== undefined && record.result.kind !== 'skipped';

const evidenceOf = (items: NonNullable<IncidentState['evidence']>): EvidenceRow[] =>
  items
    .flatMap((item) =>
      item.state === 'kept' ? [{ sha256: item.kept.sha256, type: item.kept.type, at: item.keptAt }] : [],
    )
    .slice(0, FILES);

/** As others may read it, and as it is kept: a plate says whose car it is, and goods are somebody's words. */
export const withoutTraits = ({ traits: _traits, ...row }: ReportRow): ReportRow => row;

/** `INC-42` */
export const nameOfRow = ({ number }: Pick<ReportRow, 'number'>): string => label(number);
