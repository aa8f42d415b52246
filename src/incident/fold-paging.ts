import { rested, resumed } from './escalation.js';
import type { PagingEvent } from './event-paging.js';
import type { IncidentState } from './incident.js';
import { calledBy, stopped, withPages, withState } from './paging.js';
import type { Responder } from './response.js';

/** Notices of the book remembered as given. */
const NOTICES = 50;

export function foldPaging(
  state: IncidentState,
  { event, at }: { readonly event: PagingEvent; readonly at: Date },
): IncidentState {
  switch (event.type) {
    case 'paged': {
      const { why, pages, clock } = event;
      const noticed = why.code === 'notice' ? [...state.noticed, why.notice].slice(-NOTICES) : state.noticed;
      return {
        ...state,
        ...(clock ? { clock } : {}),
        noticed,
        paged: state.paged + pages.length,
        pages: withPages(state.pages, event, { at, version: state.cardVersion }),
      };
    }
    case 'called':
      return { ...state, pages: calledBy(state.pages, event, at) };
    case 'page-sent':
      return { ...state, pages: withState(state.pages, event.page, { state: 'sent', at, ref: event.ref }) };
    case 'page-delivered':
      return { ...state, pages: withState(state.pages, event.page, { state: 'delivered', at }) };
    case 'page-failed':
      return {
        ...state,
        pages: withState(state.pages, event.page, {
          state: 'failed',
          at,
          error: event.error,
          ...(event.final ? { final: true as const } : {}),
        }),
      };
    case 'joined':
      return {
        ...state,
        joined: [...state.joined.filter(({ id }) => id !== event.by.id), event.by].slice(-20),
        pages: answered(state, event.by.id, at),
      };
    default:
      return event satisfies never;
  }
}

/** What this person was sent, they have answered. */
export const answered = (state: IncidentState, personId: string, at: Date): IncidentState['pages'] =>
  state.pages.map((page) =>
    page.to.kind === 'person' && page.to.id === personId && page.state !== 'stopped' && page.state !== 'answered'
      ? { ...page, state: 'answered', at }
      : page,
  );

/** Somebody has it: the ladder rests, and what it had not sent yet is not sent any more. `out`: it is over, and they are out there. */
export const quiet = (state: IncidentState, at: Date, out?: readonly Responder[]): IncidentState => ({
  ...state,
  clock: rested(state.clock, at),
  pages: stopped(state.pages, at, out && new Set(out.map(({ who }) => who.id))),
});

/** Nobody has it any more: the ladder goes on where it stood. */
export const loud = (state: IncidentState, at: Date): IncidentState => ({ ...state, clock: resumed(state.clock, at) });
