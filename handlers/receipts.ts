import type { Desk } from '../src/desk.js';
import { pageOf } from '../src/incident/index.js';
import type { Clock, IncidentStore, OptOuts, PageLog } from '../src/ports.js';
import type { Receipt } from '../src/ports-outbound.js';
import type { ReportMailStore } from '../src/ports-reports.js';

export interface ReceiptParts {
  readonly desk: Desk;
  readonly incidents: Pick<IncidentStore, 'load'>;
  readonly log: PageLog;
  readonly optOuts: OptOuts;
  /** Texts about reports, which are no pages. */
  readonly reportMails: Pick<ReportMailStore, 'undelivered'>;
  readonly clock: Clock;
}

const actor = { kind: 'system', id: 'delivery' } as const;

/** How far a text or a call came. Receipts come late, twice and out of order; the incident takes what is news. */
export function createReceipts({ desk, incidents, log, optOuts, reportMails, clock }: ReceiptParts) {
  return async ({ token, ref, status, error, optedOut }: Receipt): Promise<void> => {
    const sent = await log.byToken(token);
    if (!sent) {
      if (status === 'undelivered' || status === 'failed') await reportMails.undelivered(token, error ?? status);
      return;
    }
    if (optedOut) await optOuts.add(sent.to, clock.now());
    for (const { incidentId, page } of sent.pages) {
      const incident = await incidents.load(incidentId);
      const record = incident && pageOf(incident, page);
      if (!record) continue;
      // The answer to the call that sent it was lost: that there is a receipt proves that it went out.
      if (incident.calls.some((call) => call.page === page && call.attempt?.token === token))
        await desk.settlePage(incidentId, page, { kind: 'sent', ref, lookedUp: true });
      const news = newsOf(status, record.via, error);
      if (news) await desk.execute(incidentId, { type: 'receipt', actor, page, ...news });
    }
  };
}

/** A call that is over and was not answered by a key has reached nobody: whoever pressed one has answered by then. */
function newsOf(
  status: Receipt['status'],
  via: string,
  error: string | undefined,
): { readonly status: 'delivered' | 'failed'; readonly error?: string } | undefined {
  switch (status) {
    case 'delivered':
      return { status: 'delivered' };
    case 'answered':
      return via === 'voice' ? { status: 'failed', error: error ?? 'no key was pressed' } : undefined;
    case 'undelivered':
    case 'failed':
      return { status: 'failed', error: error ?? status };
    case 'queued':
    case 'sent':
      return undefined;
    default:
      return status satisfies never;
  }
}
