import type { StoredMessage } from '../test/standins/slack/index.js';
import { startSlackStandIn } from '../test/standins/slack/index.js';
import { answering } from './programs.js';
import { SLACK_SIGNING_SECRET, SLACK_TOKEN } from './secrets.js';

/** Slack's place, in a process of its own: `slack-server.js <channels, by comma> <clock offset in ms>`. */
const [, , channels = '', offset = '0'] = process.argv;

/** The monotonic clock of the machine, which all processes share, as epoch milliseconds with fractions. */
const now = (): number => Number(process.hrtime.bigint()) / 1e6 + Number(offset);

const slack = await startSlackStandIn({
  channels: channels.split(',').map((id) => ({ id, name: id.toLowerCase() })),
  users: [{ id: 'U0ANA', name: 'ana', realName: 'Ana Beck' }],
  now,
  token: SLACK_TOKEN,
  signingSecret: SLACK_SIGNING_SECRET,
});

/** A card that was taken: answers in a thread are none. */
export interface Post {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  /** When the call arrived here, epoch milliseconds. */
  readonly at: number;
}

const posted = (from: number): Post[] =>
  slack
    .calls()
    .slice(from)
    .flatMap(({ method, answer, at }) => {
      if (method !== 'chat.postMessage' || answer?.ok !== true) return [];
      const message = answer.message as StoredMessage;
      if (message.thread_ts !== undefined) return [];
      return [{ channel: String(answer.channel), ts: message.ts, text: slack.visibleText(message), at }];
    });

answering(async (question) => {
  switch (question.what) {
    case 'connect':
      return slack.connect(String(question.url));
    case 'posts':
      return { posts: posted(Number(question.from)), next: slack.calls().length };
    case 'click': {
      const { status, ms } = await slack.click({
        channel: String(question.channel),
        ts: String(question.ts),
        actionId: 'tocsin:claim',
        user: 'U0ANA',
      });
      return { status, ms };
    }
    case 'told':
      return slack.ephemerals('U0ANA').length;
    default:
      throw new Error(`the Slack of the benchmark does not know "${String(question.what)}"`);
  }
});
process.send?.({ ready: slack.url });
