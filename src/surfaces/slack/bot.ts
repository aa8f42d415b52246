import { App } from '@slack/bolt';
import webApi from '@slack/web-api';
import type { Express } from 'express';
import type { Card } from '../../../cards/card.js';
import { said } from '../../../cards/words/en-commands.js';
import { answeringAlways, type HandleInbound } from '../../inbound.js';
import { pauseUntil } from '../../pause.js';
import type { ChatSurface, Clock, Directory, SeenStore } from '../../ports.js';
import type { FetchFile } from '../../ports-evidence.js';
import { channelsOf } from './alone.js';
import { messageOf, sentenceOf } from './answers.js';
import { type Carrier, carrierOf, type SlackWay, WINDOW_S } from './carrier.js';
import { listenToChannels } from './channels.js';
import { COMMAND, listenToCommands } from './commands.js';
import { slackEnclosing } from './enclose.js';
import { slackFiles } from './files.js';
import { listenToHome } from './home.js';
import { pressOf, type Submission, submissionOf } from './inbound.js';
import { slackLogger } from './logger.js';
import { renderForm, renderSaid } from './modal.js';
import { ourselvesOf } from './ourselves.js';
import { slackPeople } from './people.js';
import { ACTION_PREFIX, escapeMrkdwn } from './render.js';
import { listenToShortcuts, SHORTCUTS } from './shortcuts.js';
import { slackSurface } from './surface.js';

interface SlackSettings {
  readonly botToken: string;
  readonly way: SlackWay;
  /** For stand-ins; Slack's own when absent. */
  readonly apiUrl?: string;
}

export interface SlackParts {
  readonly settings: SlackSettings;
  readonly web: Express;
  readonly handle: HandleInbound;
  readonly directory: Pick<Directory, 'who'>;
  readonly seen: SeenStore;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

/** Slack gives up on an answer after 3 s; we say something before. */
const ACK_MS = 2_500;
/** A look whether a request came before must leave time for the answer. */
const SEEN_MS = 1_500;
const STRANGER = said.stranger('Slack id');

/** Starts listening to Slack; with the surface that delivery posts to. */
export function startSlack({ settings, web, handle, directory, seen, clock, failed }: SlackParts): Pick<
  Carrier,
  'start' | 'stop'
> & {
  readonly surface: ChatSurface<Card>;
  readonly fetchFile: FetchFile;
} {
  const logger = slackLogger(failed);
  const url = settings.apiUrl ? { slackApiUrl: settings.apiUrl } : {};
  // Two clients with queues of their own: a 429 on posting must never cost a trigger, which lives for 3 s.
  // Each gets its own options object; the client writes its token into the headers that it is given.
  const background = new webApi.WebClient(settings.botToken, {
    ...url,
    // Two calls, with a picture and without, fit into the deadline of one delivery.
    timeout: 4_500,
    logger,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
  });
  const interactive = new webApi.WebClient(settings.botToken, {
    ...url,
    timeout: ACK_MS,
    logger,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
  });

  const ourselves = ourselvesOf(interactive);
  const whoIs = slackPeople(interactive, ourselves, directory);

  const asked = answeringAlways(handle, 'Slack', failed);

  const carrier = carrierOf({ way: settings.way, apiUrl: settings.apiUrl, web, clock, logger, failed });
  const app = new App({
    receiver: carrier.receiver,
    logger,
    convoStore: false,
    // Known without asking Slack: a question of our own must not stand between a click and its answer.
    authorize: () => Promise.resolve({ botToken: settings.botToken, botId: 'B0TOCSIN', botUserId: 'U0TOCSIN' }),
    clientOptions: { ...url, retryConfig: { retries: 0 }, timeout: ACK_MS },
  });
  /** When each request came: Slack counts from there. */
  const arrived = new WeakMap<object, number>();
  const leftOf = (context: object): number =>
    Math.max(100, ACK_MS - (performance.now() - (arrived.get(context) ?? performance.now())));
  app.error((error) => {
    failed('a Slack request', error);
    return Promise.resolve();
  });

  app.use(async (args) => {
    const { ack } = args as { ack?: (answer?: object) => Promise<void> };
    arrived.set(args.context, performance.now());
    const key = `slack:${onceOf(args.body, args.context)}`;
    const until = new Date(clock.now().getTime() + 2 * WINDOW_S * 1_000);
    const first = await Promise.race([seen.first(key, until), pauseUntil(SEEN_MS)]);
    if (first) return await args.next();
    // A store that does not answer in time: nothing was done, and whoever asked is told so.
    if (first === undefined && args.body && 'command' in args.body)
      return await ack?.({ response_type: 'ephemeral', text: said.chat.tooSlow });
    if (first === undefined && 'view' in args.body && args.body.type === 'view_submission')
      return await ack?.({ response_action: 'update', view: renderSaid(said.chat.notDone, said.chat.tooSlow) });
    await ack?.();
    const { respond } = args as { respond?: (answer: object) => Promise<unknown> };
    if (first === undefined)
      await respond?.({ text: said.chat.tooSlow, response_type: 'ephemeral', replace_original: false });
  });

  app.action({ type: 'block_actions' }, async ({ ack, body, action, respond }) => {
    await ack();
    const press = pressOf(body, action);
    if (!press) return;
    const say = async (text: string) => {
      // A press on the Home tab stands in no channel: it is answered in a view.
      if (press.channel === '')
        return void (await interactive.views.open({ trigger_id: press.triggerId, view: renderSaid('Tocsin', text) }));
      await respond({ text: escapeMrkdwn(text), response_type: 'ephemeral', replace_original: false });
    };
    const who = await whoIs(press.user, press.channel);
    if (!who) return await say(STRANGER);
    const answer = await asked({ kind: 'press', action: press.action, about: press.about, who });
    if (answer.kind === 'shown')
      return void (await respond({ ...messageOf(answer), response_type: 'ephemeral', replace_original: false }));
    if (answer.kind !== 'ask') return await say(sentenceOf(answer));
    const { about, channel, triggerId } = press;
    try {
      await interactive.views.open({ trigger_id: triggerId, view: renderForm(answer.form, { about, channel }) });
    } catch (error) {
      failed('opening a form in Slack', error);
      await say(said.chat.notOpened);
    }
  });

  /** In the view that said so, while it is open; else in the channel. */
  async function told({ viewId, channel, user }: Submission, text: string): Promise<void> {
    try {
      await interactive.views.update({ view_id: viewId, view: renderSaid('Tocsin', text) });
    } catch (error) {
      if (channel === '') throw error;
      await interactive.chat.postEphemeral({ channel, user: user.id, text: escapeMrkdwn(text) });
    }
  }

  app.view({ type: 'view_submission' }, async ({ ack, body, context }) => {
    const submission = submissionOf(body);
    if (!submission) return await ack();
    const who = await whoIs(submission.user, submission.channel);
    if (!who) return await ack({ response_action: 'update', view: renderSaid(said.chat.notPossible, STRANGER) });
    const working = asked({
      kind: 'submit',
      form: submission.form,
      about: submission.about,
      values: submission.values,
      ...(submission.files.length > 0 ? { files: submission.files } : {}),
      who,
    });
    const answer = await Promise.race([working, pauseUntil(leftOf(context))]);
    if (answer === undefined) {
      await ack({
        response_action: 'update',
        view: renderSaid(said.chat.stillWorking, said.chat.working),
      });
      await told(submission, sentenceOf(await working));
    } else if (answer.kind === 'faults') {
      await ack({ response_action: 'errors', errors: beside(submission.fields, answer.faults) });
    } else if (answer.kind === 'refused') {
      await ack({ response_action: 'update', view: renderSaid(said.chat.notPossible, answer.text) });
    } else await ack();
  });

  // Whatever else is sent is acknowledged: an unanswered request is repeated by Slack and shown to people as an error.
  app.options(new RegExp(`^${ACTION_PREFIX}`), async ({ ack }) => await ack({ options: [] }));
  const opening = { handle: asked, who: whoIs, interactive, stranger: STRANGER, failed };
  listenToShortcuts(app, opening);
  app.shortcut(new RegExp(`^(?!(${Object.values(SHORTCUTS).join('|')})$)`), async ({ ack }) => await ack());
  listenToCommands(app, { ...opening, leftOf });
  listenToHome(app, opening);
  listenToChannels(app, { handle: asked, interactive, ourId: async () => (await ourselves()).user, failed });
  app.command(new RegExp(`^(?!${COMMAND}$)`), async ({ ack }) => await ack());

  // A file takes longer than a card.
  const patient = new webApi.WebClient(settings.botToken, {
    ...url,
    timeout: 10_000,
    logger,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
  });
  const fetchFile = slackFiles({ client: patient, token: settings.botToken, apiUrl: settings.apiUrl });
  const enclosing = slackEnclosing({ client: patient, apiUrl: settings.apiUrl, channelOf: channelsOf(patient) });
  return { surface: { ...slackSurface(background), enclosing }, fetchFile, start: carrier.start, stop: carrier.stop };
}

/** What is the same when Slack sends the same thing again: an event its id, a press or a command its trigger. */
function onceOf(body: unknown, context: object): string {
  const { event_id: event, trigger_id: trigger } = body as { event_id?: unknown; trigger_id?: unknown };
  if (typeof event === 'string') return event;
  if (typeof trigger === 'string') return trigger;
  const { signature } = context as { signature?: unknown };
  return typeof signature === 'string' ? signature : JSON.stringify(body).slice(0, 500);
}

/** Slack takes errors only beside fields of the form; what belongs to no field is said beside the first one. */
function beside(fields: readonly string[], faults: Readonly<Record<string, string>>): Record<string, string> {
  const told: Record<string, string> = {};
  for (const [name, text] of Object.entries(faults)) {
    const field = fields.includes(name) ? name : (fields[0] ?? name);
    told[field] = told[field] ? `${told[field]} ${text}` : text;
  }
  return told;
}
