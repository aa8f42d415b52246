import { apply } from './apply.js';
import type { Digest } from './chain.js';
import { backOffMs } from './delivery.js';
import type { IncidentEvent } from './event.js';
import type { Incident } from './incident.js';
import { later } from './instant.js';
import type { PageAttempt, PageDebt, PageRecord } from './paging.js';

/** What became of handing a page to its provider. */
export type PageOutcome =
  | { readonly kind: 'sent'; readonly ref: string; readonly lookedUp?: boolean; readonly repeat?: boolean }
  | { readonly kind: 'retry'; readonly error: string; readonly afterMs?: number; readonly inDoubt?: boolean }
  | { readonly kind: 'refused'; readonly error: string }
  /** It left before a crash, was looked for and is not there; and nobody needs it any more. */
  | { readonly kind: 'dropped' };

/** A page that could not be handed over for so often is a failed one: the next way's turn has come. */
const TRIES = 4;
const LONGEST_MS = 10_000;

export const pageOf = (incident: Pick<Incident, 'state'>, id: string): PageRecord | undefined =>
  incident.state.pages.find((page) => page.id === id);

/** Marks that the call is about to leave. After a crash the mark says: look it up before sending it again. */
export function beginPage(incident: Incident, page: string, attempt: PageAttempt): Incident {
  const calls = incident.calls.map((call) => (call.page === page ? { ...call, attempt } : call));
  return { ...incident, calls };
}

/** Writes into the incident what became of the call. */
export function settlePage(
  incident: Incident,
  id: string,
  outcome: PageOutcome,
  context: { readonly now: Date; readonly digest: Digest },
): Incident {
  const call = incident.calls.find((each) => each.page === id);
  const page = pageOf(incident, id);
  if (!call) return incident;
  const gone = { ...incident, calls: incident.calls.filter((each) => each !== call) };
  if (!page || outcome.kind === 'dropped') return gone;
  const about = { page: id, name: page.to.kind === 'person' ? page.to.name : page.to.address, via: page.via };
  const record = (event: IncidentEvent): Incident =>
    apply(incident.state.id, gone, [event], { ...context, actor: { kind: 'system', id: 'delivery' } });
  switch (outcome.kind) {
    case 'sent':
      return record({
        type: 'page-sent',
        ...about,
        ref: outcome.ref,
        lookedUp: outcome.lookedUp === true,
        repeat: outcome.repeat === true,
      });
    case 'refused':
      return record({ type: 'page-failed', ...about, error: outcome.error });
    case 'retry': {
      const pause = Math.min(outcome.afterMs ?? backOffMs(call.attempts), LONGEST_MS);
      // What is in doubt is looked for a few times before it is repeated.
      if (call.attempts + 1 >= (outcome.inDoubt ? 2 * TRIES : TRIES))
        return record({ type: 'page-failed', ...about, error: outcome.error });
      const { attempt, ...rest } = call;
      const next: PageDebt = {
        ...rest,
        ...(outcome.inDoubt && attempt ? { attempt } : {}),
        attempts: call.attempts + 1,
        dueAt: later(context.now, pause),
        lastError: outcome.error,
      };
      return { ...incident, calls: incident.calls.map((each) => (each === call ? next : each)) };
    }
    default:
      return outcome satisfies never;
  }
}
