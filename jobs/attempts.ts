import type { Card } from '../cards/card.js';
import { callLine, diaryLine, riseLine } from '../cards/diary.js';
import { incidentCard } from '../cards/incident-card.js';
import { viewFor } from '../cards/view.js';
import type { Desk } from '../src/desk.js';
import { wholeTimeline } from '../src/history.js';
import type { Destination, Incident, IncidentState, Outcome, Owed } from '../src/incident/index.js';
import { destinationKey, isFor, toCall } from '../src/incident/index.js';
import type { CallSort } from '../src/limits.js';
import type { ChatSurface, Clock, Directory, IncidentStore, Lease } from '../src/ports.js';
import type { Audit } from './audit.js';
import type { Calling } from './calling.js';

export interface AttemptParts {
  readonly incidents: IncidentStore;
  readonly desk: Desk;
  readonly clock: Clock;
  /** A fresh random text for each first post. */
  readonly token: () => string;
  readonly calling: Calling;
  readonly directory: Pick<Directory, 'chatId'>;
  readonly audit: Pick<Audit, 'confirmed'>;
}

/** One try to pay one debt of an incident. */
export interface Attempt {
  readonly surface: ChatSurface<Card>;
  readonly incident: Incident;
  readonly owed: Owed;
  readonly lease: Lease;
  /** Said just before something leaves for the provider. */
  readonly leaves: () => void;
}

/** People mentioned in one message; the others in the next. */
const CALLED = 20;

/** People, by their ids in the book and in the chat. */
interface Called {
  readonly people: readonly string[];
  readonly ids: readonly string[];
}

/** Lines told in one thread message; a longer gap is told in several. */
const DIARY_LINES = 20;

/**
 * The three ways to pay a debt: a first card, a changed card, a line in the thread. Messages are announced in the
 * store before they leave, and one that is in doubt is looked up before it is repeated. `undefined`: nothing was
 * done, because the debt or the lease is gone.
 */
export function createAttempts({ incidents, desk, clock, token, calling, directory, audit }: AttemptParts) {
  const call = ({ owed, lease, leaves }: Attempt, what: () => Promise<Outcome>): Promise<Outcome | undefined> =>
    calling(
      owed.destination,
      owed.what,
      lease,
      () => {
        leaves();
        return what();
      },
      owed.reason,
    );

  const shown = (state: IncidentState, to: Destination): Card =>
    incidentCard(state, { now: clock.now(), live: false, ...viewFor(to) });

  async function settled(
    { surface, incident, owed }: Attempt,
    reached: number,
    mark: string,
    outcome: Outcome | undefined,
    calls?: Called,
  ): Promise<Outcome | undefined> {
    if (!outcome) return undefined;
    const { id } = incident.state;
    const message = cardOf(incident, owed)?.ref;
    const attempted = {
      owedId: owed.id,
      reached,
      token: mark,
      // With nobody to call there is nobody to name.
      ...(calls && toCall(incident.state).length > 0 ? { called: calls.people } : {}),
      ...(message === undefined ? {} : { ref: message }),
    };
    const after = await desk.settle(id, attempted, outcome);
    if (outcome.kind === 'delivered' && owed.what === 'card') {
      const { ref } = outcome;
      const destination = destinationKey(owed.destination);
      const card = after?.cards.find((each) => each.destination === destination);
      if (card && card.ref !== ref) {
        await retract(surface, owed, ref);
        return outcome;
      }
      audit.confirmed({
        to: owed.destination,
        ref,
        version: reached,
        amiss: (what) => desk.missed(id, { destination, ref, what }),
      });
    }
    return outcome;
  }

  /** Our call was held up for so long that another instance has posted the card: one of the two has to go. */
  async function retract(surface: Attempt['surface'], owed: Owed, ref: string): Promise<void> {
    const gone = await surface.retract(owed.destination, ref);
    if (gone.kind === 'delivered') return;
    // Whatever is still there when the channel is looked at is too much.
    audit.confirmed({
      to: owed.destination,
      ref,
      version: Number.POSITIVE_INFINITY,
      amiss: async (what) => (what === 'stale' ? await retract(surface, owed, ref) : undefined),
    });
  }

  /**
   * What became of a message that may have left already. `skipped`: it is not there, and free to go; neither does a
   * channel that cannot be searched cost the card. `retry`: nobody knows yet, so the mark stays, and it is looked up
   * again before anything is posted.
   */
  async function lookedUp(attempt: Attempt, under?: string): Promise<Outcome | undefined> {
    const { surface, owed } = attempt;
    if (!owed.attempt) return { kind: 'skipped', reason: 'first try' };
    const { token: sent, at } = owed.attempt;
    const found = await call(attempt, () => surface.find(owed.destination, sent, at, under));
    if (found?.kind === 'delivered') return { ...found, lookedUp: true };
    return found?.kind === 'retry' ? { ...found, inDoubt: true, at: 'look-up' } : found;
  }

  async function post(attempt: Attempt): Promise<Outcome | undefined> {
    const { surface, incident, owed } = attempt;
    const before = await lookedUp(attempt);
    if (before?.kind === 'delivered' || before?.kind === 'retry')
      return await settled(attempt, 0, owed.attempt?.token ?? '', before);
    if (!before) return undefined;
    const mark = owed.attempt?.token ?? token();
    const marked = await desk.beginAttempt(incident.state.id, owed.id, mark);
    if (!marked) return undefined;
    const card = shown(marked.state, owed.destination);
    const calls = calledIn(marked, owed);
    const outcome = await call(attempt, () => surface.post(owed.destination, card, mark, calls.ids));
    return await settled({ ...attempt, incident: marked }, marked.state.cardVersion, mark, outcome, calls);
  }

  async function update(attempt: Attempt): Promise<Outcome | undefined> {
    const { surface, incident, owed } = attempt;
    const card = shown(incident.state, owed.destination);
    const outcome = await call(attempt, () => surface.update(owed.destination, refOf(incident, owed), card));
    return await settled(attempt, incident.state.cardVersion, '', outcome);
  }

  async function reply(attempt: Attempt): Promise<Outcome | undefined> {
    const { surface, incident, owed } = attempt;
    const ref = refOf(incident, owed);
    const before = await lookedUp(attempt, ref);
    const sent = owed.attempt?.token ?? '';
    const calls = owed.what === 'call' ? calledIn(incident, owed) : undefined;
    if (before?.kind === 'delivered' || before?.kind === 'retry' || before?.kind === 'lost')
      return await settled(attempt, upToOf(sent), sent, before, calls);
    if (!before) return undefined;
    const { lines, upTo } = await untold(incident, owed, calls);
    if (lines.length === 0) return await settled(attempt, upTo, '', { kind: 'skipped', reason: 'nothing to tell' });
    const mark = markOf(owed, upTo);
    const marked = await desk.beginAttempt(incident.state.id, owed.id, mark);
    if (!marked) return undefined;
    const outcome = await call(attempt, () =>
      owed.what === 'diary'
        ? surface.reply(owed.destination, ref, lines, mark)
        : surface.call(currentOf(incident, owed), ref, lines.join(' '), mark, calls?.ids),
    );
    return await settled(attempt, upTo, mark, outcome, calls);
  }

  /** Whom a message in this channel is to call: our own people whom its chat knows, never in front of a client. */
  function calledIn({ state }: Incident, { destination }: Owed): Called {
    const ids = new Map<string, string>();
    if (destination.audience === 'team')
      for (const { to } of toCall(state)) {
        if (!isFor(destination, to)) continue;
        const id = to.kind === 'person' ? directory.chatId(to.id, destination.surface) : undefined;
        if (to.kind === 'person' && id !== undefined && ids.size < CALLED) ids.set(to.id, id);
      }
    // In somebody's own chat a message rings by itself.
    const named = destination.person === undefined ? [...new Set(ids.values())] : [];
    return { people: [...ids.keys()], ids: named };
  }

  /** What a thread has not been told yet, and up to which entry that reaches. */
  async function untold(
    incident: Incident,
    owed: Owed,
    calls: Called | undefined,
  ): Promise<{ lines: string[]; upTo: number }> {
    const { words } = viewFor(owed.destination);
    // A changed card alone rings no bell, so the rise calls the whole channel.
    if (calls) {
      const pages = toCall(incident.state).filter(({ to }) => to.kind === 'person' && calls.people.includes(to.id));
      const lines = pages.length > 0 ? [callLine(incident.state, pages, words)] : [];
      return { lines, upTo: incident.state.cardVersion };
    }
    if (owed.what === 'rise') return { lines: [riseLine(incident.state, words)], upTo: owed.wanted };
    const told = cardOf(incident, owed)?.diary ?? 0;
    const older = (incident.timeline[0]?.seq ?? 0) > told + 1;
    const all = older ? await wholeTimeline(incident, incidents) : incident.timeline;
    const entries = all.filter((entry) => entry.seq > told).slice(0, DIARY_LINES);
    const view = viewFor(owed.destination);
    const lines = entries.flatMap((entry) => diaryLine(entry, incident.state.place.timezone, view) ?? []);
    return { lines, upTo: entries.at(-1)?.seq ?? owed.wanted };
  }

  const ways = { post, update, reply } satisfies Record<CallSort, (attempt: Attempt) => Promise<Outcome | undefined>>;
  return (way: CallSort, attempt: Attempt): Promise<Outcome | undefined> => ways[way](attempt);
}

/** A line is found again by what it told: of which debt, and up to which entry. */
const markOf = (owed: Owed, upTo: number): string => `${owed.what}:${owed.id}:${upTo}`;
const upToOf = (mark: string): number => Number(mark.slice(mark.lastIndexOf(':') + 1));

/** The destination as the incident has it now: who is mentioned can have changed with the band. */
const currentOf = (incident: Incident, owed: Owed) =>
  incident.state.destinations.find((each) => destinationKey(each) === destinationKey(owed.destination)) ??
  owed.destination;

const cardOf = (incident: Incident, owed: Owed) =>
  incident.cards.find((card) => card.destination === destinationKey(owed.destination));

const refOf = (incident: Incident, owed: Owed): string => cardOf(incident, owed)?.ref ?? '';
