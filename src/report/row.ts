import type {
  Band,
  DeviceRef,
  Disposition,
  FalseAlarmCause,
  IncidentState,
  Kind,
  LossFigures,
  LossRecord,
} from '../incident/index.js';
import { label, lossFigures } from '../incident/index.js';

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
  readonly resolvedAt?: Date;
  readonly escalated: boolean;
  readonly disposition?: Disposition;
  readonly cause?: FalseAlarmCause;
  readonly loss?: Pick<LossRecord, 'category' | 'currency' | 'basis'> & LossFigures;
}

const DEVICES = 5;

/** The parts of an incident of which `reportRow` is made, as the store names them. */
export type Reported = Pick<
  IncidentState,
  'number' | 'kind' | 'place' | 'openedAt' | 'respondBy' | 'stamps' | 'escalations' | 'loss'
> & {
  readonly band: Band;
  readonly devices: readonly DeviceRef[];
  readonly resolution?: {
    readonly at: Date;
    readonly disposition: Disposition;
    readonly cause?: FalseAlarmCause;
  };
};

export function reportRow({ place, stamps, loss, resolution, devices, escalations, ...own }: Reported): ReportRow {
  const { number, kind, band, openedAt, respondBy } = own;
  const { siteId, siteName, zoneId, zoneName, clientId } = place;
  const { acknowledgedAt, inTime, dispatchedAt, onSceneAt } = stamps;
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
    escalated: escalations.length > 0,
    ...(resolution
      ? {
          resolvedAt: resolution.at,
          disposition: resolution.disposition,
          ...(resolution.cause ? { cause: resolution.cause } : {}),
        }
      : {}),
    ...(loss
      ? { loss: { category: loss.category, currency: loss.currency, basis: loss.basis, ...lossFigures(loss) } }
      : {}),
  };
}

/** `INC-42` */
export const nameOfRow = ({ number }: Pick<ReportRow, 'number'>): string => label(number);
