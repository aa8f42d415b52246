import { createHash } from 'node:crypto';
import { z } from 'zod';
import { KINDS, type Kind } from '../incident/kinds.js';
import type { Adapter, Meaning } from './adapter.js';
import { ignored, line, place, signal, unrecognised } from './draft.js';
import { row, soft } from './fields.js';
import { whyNot } from './reason.js';
import { title } from './text.js';
import { verifyToken } from './verify.js';
import { iso } from './when.js';

const options = z.strictObject({
  /** Kind of an alert without a label `tocsin_kind`. */
  kind: z.enum(KINDS).default('supervision'),
  /** Alerts that fire always, to prove that the chain works. Their silence is the alarm. */
  heartbeats: z.array(z.string()).default(['Watchdog', 'DeadMansSwitch']),
});
type Options = z.output<typeof options>;

/** Label values are text; whatever else stands there is left out and the alert still counts. */
const labels = z
  .record(z.string(), z.unknown())
  .optional()
  .catch(undefined)
  .transform(
    (all) =>
      Object.fromEntries(Object.entries(all ?? {}).filter(([, value]) => typeof value === 'string')) as Record<
        string,
        string
      >,
  );

const alert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels,
  annotations: labels,
  startsAt: soft(z.string()),
  endsAt: soft(z.string()),
  generatorURL: soft(z.string()),
  fingerprint: soft(z.string().min(1)),
});

/** Unknown keys (Grafana OnCall adds `numFiring` and others) are ignored; only `alerts` is needed. */
const body = z.object({
  version: soft(z.string()),
  truncatedAlerts: soft(z.number()),
  alerts: z.array(z.unknown()),
});

type Alert = z.output<typeof alert>;

/** The id of an alert is that of its labels; Alertmanager gives it as `fingerprint`. */
function fingerprintOf({ fingerprint, labels: all }: Alert): string {
  if (fingerprint !== undefined) return fingerprint;
  const sorted = Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}

function kindOf({ labels: all }: Alert, fallback: Kind): { readonly kind: Kind; readonly note?: string } {
  const asked = row(all, 'tocsin_kind');
  const kind = KINDS.find((each) => each === asked);
  if (kind !== undefined || asked === undefined) return { kind: kind ?? fallback };
  return { kind: fallback, note: `tocsin_kind "${asked}" is not one of the kinds` };
}

function ofAlert(told: Alert, { kind: fallback, heartbeats }: Options, receivedAt: Date): Meaning {
  const { labels: all, annotations } = told;
  const name = row(all, 'alertname');
  if (name !== undefined && heartbeats.includes(name)) return ignored('heartbeat', name);
  const key = `${fingerprintOf(told)}/${told.startsAt ?? receivedAt.toISOString()}`;
  const device = row(all, 'device') ?? row(all, 'camera') ?? row(all, 'instance');
  const where = place(row(all, 'site'), row(all, 'zone'), device);
  const subject = row(annotations, 'summary') ?? row(annotations, 'title') ?? name ?? 'Alert';
  if (told.status === 'resolved') {
    // `endsAt` is 0001-01-01 while an alert fires; only a resolved one has a real end.
    return {
      is: 'restore',
      key: `${key}/resolved`,
      clears: key,
      occurredAt: iso(told.endsAt),
      place: where,
      subject: `Resolved: ${subject}`,
    };
  }
  const { kind, note } = kindOf(told, fallback);
  const shown = Object.entries(all).filter(([label]) => label !== 'alertname' && label !== 'tocsin_kind');
  return signal({
    key,
    kind,
    occurredAt: iso(told.startsAt),
    place: where,
    subject,
    details: [
      row(annotations, 'description'),
      line('Alert', name),
      line('Note', note),
      ...shown.slice(0, 20).map(([label, value]) => line(title(label), value)),
      line('Graph', told.generatorURL),
      line('Runbook', row(annotations, 'runbook_url')),
    ],
  });
}

function understand(value: unknown, how: Options, receivedAt: Date): readonly Meaning[] {
  const read = body.safeParse(value);
  if (!read.success) return [unrecognised(whyNot(read.error, value))];
  const meanings = read.data.alerts.map((each, index): Meaning => {
    const one = alert.safeParse(each);
    return one.success
      ? ofAlert(one.data, how, receivedAt)
      : unrecognised(whyNot(one.error, each, `body.alerts[${index}]`));
  });
  const cut = read.data.truncatedAlerts ?? 0;
  // `max_alerts` of the receiver: what was cut is nowhere in the body, so somebody has to look.
  const missing: Meaning = {
    is: 'unrecognised',
    reason: `body.truncatedAlerts: ${cut} more alerts of this group were cut off by Alertmanager; look there, and raise max_alerts`,
  };
  return cut > 0 ? [missing, ...meanings] : meanings;
}

/** Prometheus Alertmanager webhook, version 4 (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config). */
export const alertmanager: Adapter<Options> = {
  name: 'alertmanager',
  accepts: ['application/json'],
  verify: verifyToken,
  redact: [],
  options: (value) => options.parse(value ?? {}),
  // Alertmanager repeats a group as long as it lasts; what counts is which alerts it holds and in which state.
  deliveryKey({ value }) {
    const read = body.safeParse(value);
    if (!read.success) return undefined;
    const alerts = read.data.alerts.map((each) => alert.safeParse(each));
    if (alerts.length === 0 || alerts.some((each) => !each.success || each.data.startsAt === undefined))
      return undefined;
    const states = alerts.map(({ data }) => data && [fingerprintOf(data), data.startsAt, data.status]);
    return createHash('sha256')
      .update(JSON.stringify([read.data.truncatedAlerts ?? 0, states]))
      .digest('hex');
  },
  understand: ({ value }, { options: how, receivedAt }) => understand(value, how, receivedAt),
};
