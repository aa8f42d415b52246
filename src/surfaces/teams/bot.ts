import express, { type Express, type Request } from 'express';
import type { Card } from '../../../cards/card.js';
import { said } from '../../../cards/words/en-commands.js';
import { answeringAlways, type HandleInbound } from '../../inbound.js';
import { pauseUntil } from '../../pause.js';
import type { ChatSurface, Clock, Directory, SeenStore } from '../../ports.js';
import {
  activityOf,
  aloneWith,
  deletedIn,
  isPersonal,
  movedBy,
  placeOf,
  pressOf,
  type TeamsActivity,
  tenantOf,
  writtenIn,
} from './activity.js';
import { invokeBody, type Shown } from './answers.js';
import { teamsEnclosing } from './enclose.js';
import { renderedMessage, textMessage } from './message.js';
import type { Places } from './places.js';
import { teamsSurface } from './surface.js';
import type { TeamsMessage, TeamsTransport } from './transport.js';
import { createTurns } from './turn.js';

export interface TeamsParts {
  readonly transport: TeamsTransport;
  /** Nobody is asked who they are. */
  readonly anonymous: boolean;
  readonly web: Express;
  readonly handle: HandleInbound;
  readonly directory: Pick<Directory, 'who' | 'chatId' | 'nameOf' | 'audienceOf' | 'people'>;
  readonly places: Places;
  readonly seen: SeenStore;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

const ROUTE = '/api/messages';
const BODY = '256kb';
/** Teams gives up on an answer after 15 s; people long before. */
const ANSWER_MS = 8_000;
/** Longer than any token with which the same request could come again. */
const REPLAY_MS = 25 * 3_600_000;
/** How long answers under way may hold up the end of the program. */
const PATIENCE_MS = 1_500;

/** Starts listening on `/api/messages` and returns the surface that delivery posts to. */
export function startTeams(parts: TeamsParts): {
  readonly surface: ChatSurface<Card>;
  readonly stop: () => Promise<void>;
} {
  const { transport, anonymous, web, directory, places, seen, clock, failed } = parts;
  const handle = answeringAlways(parts.handle, 'Teams', failed);
  /** Answers that are still to be given. */
  const running = new Set<Promise<unknown>>();
  const turns = createTurns({ handle, directory, transport });

  const isFirst = ({ id, timestamp, conversation, from, type, name }: TeamsActivity): Promise<boolean> =>
    seen.first(
      `teams:${[conversation.id, id ?? `${from?.id} ${timestamp} ${name}`, type].join(' ')}`.slice(0, 900),
      new Date(clock.now().getTime() + REPLAY_MS),
    );

  web.post(ROUTE, express.json({ limit: BODY }), async (request, response) => {
    const read = activityOf(request.body);
    if (!read.success) {
      const [issue] = read.error.issues;
      return void response
        .status(400)
        .json({ error: `this is no activity: ${issue?.path.join('.')}: ${issue?.message}` });
    }
    const activity = read.data;
    const { channelId, serviceUrl } = activity;
    const admission =
      anonymous && !isFromHere(request)
        ? ({ ok: false, status: 403, why: 'with TEAMS_ANONYMOUS=1 only this machine is answered' } as const)
        : await transport.admit(
            { channelId, serviceUrl, tenantId: tenantOf(activity) },
            request.get('authorization') ?? '',
          );
    if (!admission.ok) return void response.status(admission.status).json({ error: admission.why });
    const answer = await act(activity);
    if (answer) response.status(200).json(answer);
    else response.status(200).end();
  });

  return {
    surface: { ...teamsSurface({ transport, places, directory }), enclosing: teamsEnclosing({ transport, places }) },
    // What was taken is finished before the store closes.
    stop: async () => void (await Promise.race([Promise.all(running), pauseUntil(PATIENCE_MS)])),
  };

  /** Does what was asked; the body of the answer, where one is expected. */
  async function act(activity: TeamsActivity): Promise<object | undefined> {
    const moved = movedBy(activity);
    if (moved === 'out') {
      await places.gone(activity.conversation.id);
      if (!isPersonal(activity)) await handle(movement(activity, 'left'));
      return undefined;
    }
    const deleted = deletedIn(activity);
    if (deleted !== undefined) await handle(movement(activity, 'deleted', deleted));
    await places.heard(activity.conversation.id, activity.serviceUrl, aloneWith(activity));
    const first = await isFirst(activity);
    const press = pressOf(activity);
    if (activity.type === 'invoke') {
      if (!press)
        return {
          statusCode: 501,
          type: 'application/vnd.microsoft.error',
          value: { code: 'NotImplemented', message: 'This is not taken here.' },
        };
      // The same press again does nothing, and shows how things are.
      return invokeBody(await pressed(activity, first ? press : { ...press, action: 'refresh' }));
    }
    if (!first) return undefined;
    if (press) later(activity, turns.press(activity, press));
    else if (moved === 'in') await greet(activity);
    else if (activity.type === 'message') later(activity, asked(activity));
    return undefined;
  }

  async function pressed(activity: TeamsActivity, press: NonNullable<ReturnType<typeof pressOf>>): Promise<Shown> {
    const working = turns.press(activity, press);
    const quick = await Promise.race([working, pauseUntil(ANSWER_MS)]);
    if (quick) return quick;
    later(activity, working);
    return { text: said.chat.working };
  }

  async function asked(activity: TeamsActivity): Promise<Shown> {
    const who = await turns.whoOf(activity);
    return who ? await turns.ask(activity, who) : await turns.introduce(activity);
  }

  /**
   * Says something where it was asked for: a sentence in a channel of our own team. Cards and forms, codes, and whatever is asked
   * in front of others are for the asker alone.
   */
  async function tell(activity: TeamsActivity, shown: Shown): Promise<void> {
    const { serviceUrl, from, conversation } = activity;
    const here = { serviceUrl, conversation: conversation.id };
    if (isPersonal(activity)) return void (await transport.send(here, messageOf(shown)));
    const forAll = turns.audienceIn(activity) === 'team' && !/^link\b/i.test(writtenIn(activity));
    if (forAll && shown.text !== undefined) return void (await transport.send(here, textMessage([shown.text])));
    let word: string = said.chat.elsewhere;
    try {
      const chat = await transport.openChat(serviceUrl, from?.id ?? '');
      await transport.send({ serviceUrl, conversation: chat }, messageOf(shown));
    } catch (error) {
      failed('writing to somebody alone in Teams', error);
      word = said.chat.unreached;
    }
    await transport.send(here, textMessage([word]));
  }

  /** What whoever adds Tocsin somewhere needs next. */
  async function greet(activity: TeamsActivity): Promise<void> {
    const here = { serviceUrl: activity.serviceUrl, conversation: activity.conversation.id };
    const answer = isPersonal(activity)
      ? ({ kind: 'done', text: said.greeting } as const)
      : await handle(movement(activity, 'joined'));
    if (answer.kind !== 'done') return;
    transport.send(here, textMessage([answer.text])).catch((error: unknown) => {
      failed('greeting in Teams', error);
    });
  }

  /** Answers after the request itself was answered. */
  function later(activity: TeamsActivity, working: Promise<Shown>): void {
    const telling = working
      .then((shown) => tell(activity, shown))
      .catch((error: unknown) => {
        failed('answering somebody in Teams', error);
      })
      .finally(() => running.delete(telling));
    running.add(telling);
  }
}

const messageOf = (shown: Shown): TeamsMessage =>
  'card' in shown ? renderedMessage(shown.card) : textMessage([shown.text]);

const isFromHere = (request: Request): boolean =>
  /^(::ffff:)?127\.|^::1$/.test(request.socket.remoteAddress ?? '') &&
  request.get('x-forwarded-for') === undefined &&
  request.get('forwarded') === undefined;

const movement = (activity: TeamsActivity, now: 'joined' | 'left' | 'deleted', to = placeOf(activity)) =>
  ({
    kind: 'channel',
    at: { surface: 'teams', to },
    now,
    event: activity.id ?? activity.timestamp ?? '',
  }) as const;
