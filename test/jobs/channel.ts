import type { Card } from '../../cards/card.js';
import { createDebts, LANES } from '../../jobs/debts.js';
import { openDelivery } from '../../jobs/delivery.js';
import { createDesk } from '../../src/desk.js';
import { digest } from '../../src/digest.js';
import type { Destination, Incident, IncidentEvent, Outcome } from '../../src/incident/index.js';
import { apply } from '../../src/incident/index.js';
import type { CallLimits } from '../../src/limits.js';
import type { ChatSurface, Clock } from '../../src/ports.js';
import type { Enclosing } from '../../src/ports-enclosing.js';
import { createTaskDesk } from '../../src/task-desk.js';
import { intake, NIGHT, opening, ops } from '../incident/given.js';
import type { Fate, Life } from './crash.js';
import { Crash, lifeOf } from './crash.js';
import type { Kept } from './kept.js';
import { bulletinsIn, handWound, incidentsIn, leasesIn, numbersIn, stormsIn } from './kept.js';
import { tasksIn } from './tasks-kept.js';

/** What the next call to the chat product meets. */
export type Weather =
  | 'fine'
  /** 429 with Retry-After. */
  | 'busy'
  /** The connection breaks before anything arrived. */
  | 'unreachable'
  /** It arrived, and the answer is lost. */
  | 'answer lost'
  /** Somebody has deleted the message. */
  | 'deleted'
  /** The channel does not take it at all. */
  | 'closed';

export interface Message {
  readonly ref: string;
  readonly token: string;
  card: Card;
  shownAt: Date;
  gone: boolean;
  readonly lines: string[];
}

export const RETRY_AFTER_MS = 30_000;

/** A channel of a chat product as it lies at the provider: it outlives our process. */
export function createChannel(clock: Clock) {
  const messages: Message[] = [];
  const calls: string[] = [];
  let forecast: Weather[] = [];

  async function meeting(call: string, effect: () => Outcome): Promise<Outcome> {
    calls.push(call);
    const weather = forecast.shift() ?? 'fine';
    if (weather === 'busy') return { kind: 'retry', error: 'ratelimited', afterMs: RETRY_AFTER_MS };
    if (weather === 'unreachable') return { kind: 'retry', error: 'ECONNREFUSED' };
    if (weather === 'closed') return { kind: 'dead', error: 'is_archived' };
    if (weather === 'deleted') for (const message of messages) message.gone = true;
    const outcome = effect();
    if (weather === 'answer lost') throw new Error('socket hang up');
    return outcome;
  }
  const at = (ref: string): Message | undefined => messages.find((message) => message.ref === ref && !message.gone);

  /** Files that the channel shows, by message. */
  const enclosed: (readonly string[])[] = [];
  let brought = 0;
  const enclosing: Enclosing = {
    bring: ({ name }) => meeting('bring', () => ({ kind: 'delivered', ref: `${name}#${++brought}` })),
    show: (_to, refs) =>
      meeting('show', () => {
        enclosed.push(refs);
        return { kind: 'delivered', ref: 'm' };
      }),
    shown: (_to, refs) =>
      meeting('shown', () =>
        enclosed.some((each) => each[0] === refs[0])
          ? { kind: 'delivered', ref: 'm' }
          : { kind: 'skipped', reason: 'not shown' },
      ),
  };

  const surface: ChatSurface<Card> = {
    name: 'slack',
    post: (_to, card, token) =>
      meeting('post', () => {
        const ref = `ts-${messages.length + 1}`;
        messages.push({ ref, token, card, shownAt: clock.now(), gone: false, lines: [] });
        return { kind: 'delivered', ref };
      }),
    update: (_to, ref, card) =>
      meeting('update', () => {
        const message = at(ref);
        if (!message) return { kind: 'lost', error: 'message_not_found' };
        Object.assign(message, { card, shownAt: clock.now() });
        return { kind: 'delivered', ref };
      }),
    retract: (_to, ref) =>
      meeting('update', () => {
        const message = at(ref);
        if (message) message.gone = true;
        return { kind: 'delivered', ref };
      }),
    call: (_to, ref, line) =>
      meeting('reply', () => {
        const message = at(ref);
        if (!message) return { kind: 'lost', error: 'thread_not_found' };
        message.lines.push(line);
        return { kind: 'delivered', ref };
      }),
    reply: (_to, ref, lines) =>
      meeting('reply', () => {
        const message = at(ref);
        if (!message) return { kind: 'lost', error: 'thread_not_found' };
        message.lines.push(...lines);
        return { kind: 'delivered', ref: `${ref}.r` };
      }),
    audit: async (_to, refs) => ({
      kind: 'seen',
      shown: new Map(
        refs.map((ref) => [ref, at(ref) ? (at(ref)?.card.version ?? Number.POSITIVE_INFINITY) : ('gone' as const)]),
      ),
    }),
    find: (_to, token) =>
      meeting('find', () => {
        const found = messages.find((message) => message.token === token);
        return found ? { kind: 'delivered', ref: found.ref } : { kind: 'skipped', reason: 'not posted' };
      }),
  };

  return {
    surface,
    enclosing,
    enclosed,
    /** Reports that were put on paper. */
    prints: [] as string[],
    messages,
    /** Every call that reached for the provider, whatever came of it. */
    calls,
    /** Once these are used up the weather is fine. */
    expect(...weather: Weather[]): void {
      forecast = [...weather];
    },
    shown: (): Message[] => messages.filter((message) => !message.gone),
  };
}

const UNLIMITED: CallLimits = { post: [], update: [], reply: [], find: [] };
export const DESTINATION = 'slack:C0OPS';

export type Night = ReturnType<typeof createNight>;

/** The store, the provider and the clock: all that a crash of ours leaves alone. */
export function createNight(kept: Kept) {
  const clock = handWound(NIGHT);
  return { kept, clock, channel: createChannel(clock) };
}

export function keep(
  { incidents }: Kept,
  id: string,
  event: Partial<Extract<IncidentEvent, { type: 'opened' }>> = {},
  destinations: Destination[] = [ops],
): Incident {
  const incident = apply(id, undefined, [opening({ destinations, ...event })], { actor: intake, now: NIGHT, digest });
  incidents.set(id, incident);
  return incident;
}

let tokens = 0;

/** One process of ours that delivers; `fate` says when it dies. */
export function postman(
  { kept, clock, channel }: Night,
  fate: Fate = {},
  options: { limits?: CallLimits; holder?: string; surfaceOff?: boolean; takesFiles?: boolean } = {},
) {
  const life: Life = lifeOf(fate);
  const debts = createDebts();
  const incidents = life.port('incidents', incidentsIn(kept));
  const desk = createDesk({
    incidents,
    clock,
    digest,
    bell: {
      saved: debts.learn,
    },
  });
  const tasks = life.port('tasks', tasksIn(kept.tasks));
  const taskDesk = createTaskDesk({
    tasks,
    numbers: numbersIn(kept),
    clock,
    digest,
    bell: { saved: () => undefined },
  });
  const surface = {
    ...life.port('surface', channel.surface),
    ...(options.takesFiles ? { enclosing: life.port('enclosing', channel.enclosing) } : {}),
  };
  const { deliverNext, storms, audit, tellBulletins, tellTasks } = openDelivery({
    incidents,
    tasks,
    taskDesk,
    taskChannels: () => [ops],
    stormStore: life.port('storms', stormsIn(kept)),
    papers: async (id) => {
      channel.prints.push(id);
      if (id === 'torn') throw new Error('the paper is torn');
      if (id === 'gone') return undefined;
      return [{ name: 'week.pdf', title: 'Week', type: 'application/pdf', bytes: Buffer.from('%PDF') }];
    },
    bulletins: life.port('bulletins', bulletinsIn(kept)),
    links: { incident: () => undefined, queue: () => undefined },
    digest,
    desk,
    leases: life.port('leases', leasesIn(kept, clock)),
    clock,
    debts,
    surfaces: new Map(options.surfaceOff ? [] : [['slack', { surface, limits: options.limits ?? UNLIMITED }]]),
    directory: { chatId: (personId) => `U-${personId}` },
    holder: options.holder ?? 'one',
    token: () => `token-${++tokens}`,
    observe: () => undefined,
    failed: (_what, error) => {
      // A process that died does not go on; everything else steps aside.
      if (error instanceof Crash) throw error;
    },
  });
  return {
    life,
    desk,
    debts,
    storms,
    audit,
    tellBulletins,
    tellTasks,
    taskDesk,
    /** One step in each lane; how long until the next can be of use. */
    async deliverNext(destination: string): Promise<number | undefined> {
      const urgent = await deliverNext(destination, 'urgent');
      const ordinary = await deliverNext(destination, 'ordinary');
      return urgent === undefined || ordinary === undefined ? (urgent ?? ordinary) : Math.min(urgent, ordinary);
    },
    async poll(): Promise<void> {
      for (const incident of (await incidents.owing(debts.known())).news) debts.learn(incident);
    },
    /** Delivers, and lets time pass where there is something to wait for, until nothing is owed any more. */
    async run(destination = DESTINATION): Promise<void> {
      for (let step = 0; step < 600; step++) {
        const waits: number[] = [];
        for (const lane of LANES) {
          const wait = await deliverNext(destination, lane);
          if (wait !== undefined) waits.push(wait);
        }
        if (waits.length === 0) return;
        clock.wind(Math.min(...waits));
      }
      throw new Error('delivery does not come to an end');
    },
  };
}
