import type { Desk } from '../src/desk.js';
import { label, reportWanted, type SystemActor } from '../src/incident/index.js';
import type { Clock, IncidentStore, IncidentWishes } from '../src/ports.js';
import type { ReportMailStore } from '../src/ports-reports.js';

export interface IncidentReportParts {
  readonly wishes: IncidentWishes;
  readonly incidents: Pick<IncidentStore, 'load'>;
  readonly desk: Pick<Desk, 'execute'>;
  readonly mails: Pick<ReportMailStore, 'owe'>;
  /** Addresses behind the targets of the book. */
  readonly addresses: (targets: readonly string[]) => readonly string[];
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

const AT_ONCE = 50;
const DELIVERY: SystemActor = { kind: 'system', id: 'delivery' };

/** `incident/42/7`: the report about the ending that was the seventh entry of its timeline. */
export const incidentReportId = (number: number, ending: number): string => `incident/${number}/${ending}`;
export const incidentOfReport = (reportId: string): number | undefined => {
  const [, number] = /^incident\/(\d{1,9})\/\d+$/.exec(reportId) ?? [];
  return number === undefined ? undefined : Number(number);
};

/** Owes the report of each incident that is over to everybody who is to have it, and writes on the incident that it does. */
export function createIncidentReports({
  wishes,
  incidents,
  desk,
  mails,
  addresses,
  clock,
  failed,
}: IncidentReportParts) {
  async function owe(id: string): Promise<void> {
    const incident = await incidents.load(id);
    const plan = incident && reportWanted(incident.state);
    if (!incident || !plan || incident.state.status !== 'resolved') return;
    const { number, resolution } = incident.state;
    const now = clock.now();
    const reportId = incidentReportId(number, resolution.at.getTime());
    const to = addresses(plan.to);
    // Each once, however often a crash has it done again; that it was done is written last.
    for (const address of to)
      await mails.owe({ id: `${reportId} ${address}`, reportId, to: address, via: 'mail', dueAt: now });
    for (const hook of plan.webhooks)
      await mails.owe({ id: `${reportId} ${hook}`, reportId, to: hook, via: 'webhook', dueAt: now });
    const result = await desk.execute(id, {
      type: 'report-out',
      actor: DELIVERY,
      mails: to.length,
      webhooks: plan.webhooks,
      ending: resolution.at,
    });
    if (!result.ok && result.refusal.code === 'busy') throw new Error(`${label(number)} is busy`);
  }

  return async function oweSome(): Promise<'more' | 'idle'> {
    const ids = await wishes.wanted(AT_ONCE);
    for (const id of ids) {
      try {
        await owe(id);
      } catch (error) {
        failed(`owing the report of ${id}`, error);
      }
    }
    return 'idle';
  };
}
