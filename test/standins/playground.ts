import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { WebSocket } from 'undici';
import { stringify } from 'yaml';
import { launchOnLoopback } from './loopback.js';

/** Ids as Teams writes them, so that channels are told from chats. */
export const PLAYGROUND = {
  bot: 'bot-tocsin',
  tenant: '00000000-0000-0000-0000-000000000001',
  ops: '19:ops@thread.tacv2',
  /** The general channel, whose id is that of the team; it has one other beside it at most. */
  client: '19:client@thread.tacv2',
  chat: '19:chat@thread.v2',
  personal: 'a:personal',
} as const;

export const PEOPLE = ['Ana Beck', 'Ben Adeyemi', 'Chi Nguyen', 'Sam Okafor', 'Guest Somebody', 'Kim Client'].map(
  (name, index) => {
    const [first = '', last = ''] = name.split(' ');
    const mail = `${first.toLowerCase()}@northgate.example`;
    return {
      id: `29:${first.toLowerCase()}`,
      name,
      userPrincipleName: mail,
      aadObjectId: `00000000-0000-0000-0000-0000000000${20 + index}`,
      givenName: first,
      surname: last,
      email: mail,
    };
  },
);

// biome-ignore lint/suspicious/noExplicitAny: what the playground says is looked into as it is
type Said = any;

/** A message as the playground shows it. */
export interface Shown {
  readonly id: string;
  readonly conversation: string;
  readonly text: string;
  readonly card: Said;
}

/** Microsoft's own playground in place of Teams, driven over HTTP. It sends no tokens. */
export async function startPlayground(endpoint: string) {
  const [me, ...others] = PEOPLE;
  const config = {
    version: '0.1.1',
    tenantId: PLAYGROUND.tenant,
    bot: { id: PLAYGROUND.bot, name: 'Tocsin' },
    currentUser: me,
    users: others,
    personalChat: { id: PLAYGROUND.personal },
    groupChat: { id: PLAYGROUND.chat, name: 'Night shift' },
    team: {
      id: PLAYGROUND.client,
      name: 'Northgate',
      aadGroupId: '00000000-0000-0000-0000-000000000031',
      channels: [{ id: PLAYGROUND.ops, name: 'Operations' }],
    },
  };
  const folder = dirname(createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json'));
  const started = await launchOnLoopback(
    join(folder, 'cli.js'),
    ({ port }) => ['start', '-e', endpoint, '-c', 'msteams', '-p', String(port), '--dt'],
    { '.m365agentsplayground.yml': stringify(config) },
    { TEAMSAPPTESTER_BROWSER: 'none', M365_AGENTS_PLAYGROUND_LOGFILE: './playground.log' },
  );
  const base = `http://127.0.0.1:${started.port}`;
  const frames: Said[] = [];
  const socket = await connected(
    `ws://127.0.0.1:${started.port}/_ws_conversation/v1/conversations/stream`,
    started.stop,
  );
  socket.addEventListener('message', ({ data }) => {
    frames.push(JSON.parse(String(data)));
  });

  async function post(path: string, body: unknown): Promise<Said> {
    const response = await fetch(`${base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the playground answered ${response.status}: ${text.slice(0, 300)}`);
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }

  /** What stands in each conversation now, oldest first. */
  function shown(): Shown[] {
    const messages = new Map<string, Shown>();
    for (const { action, actionConversationId, message } of frames) {
      if (!message) continue;
      const id = String(message.messageId);
      if (/delete/i.test(action)) messages.delete(id);
      else
        messages.set(id, {
          id,
          conversation: actionConversationId,
          text: message.text ?? '',
          card: message.attachments?.[0]?.content,
        });
    }
    return [...messages.values()];
  }

  return {
    frames,
    messages: (conversation: string) => shown().filter((message) => message.conversation === conversation),
    /** Cards that were posted into a channel. */
    cards: (conversation: string) =>
      shown().filter((message) => message.conversation === conversation && message.card !== undefined),
    /** What stands below a card. */
    thread: (conversation: string, id: string) =>
      shown().filter((message) => message.conversation === `${conversation};messageid=${id}`),
    install: (conversation: string) =>
      post(`/_debug/conversation/${encodeURIComponent(conversation)}/installation`, {}),
    /** What Ana writes; in a channel with our name before it. */
    say: (conversation: string, text: string, mention = true) =>
      post(`/_conversation/v1/conversations/${encodeURIComponent(conversation)}/messages`, {
        type: 'text',
        text: mention ? `<at>Tocsin</at> ${text}` : text,
        textFormat: 'plain',
        from: { id: me?.id },
        mentions: mention ? [{ mentioned: { id: PLAYGROUND.bot }, text: '<at>Tocsin</at>' }] : [],
      }),
    /** A press of `Action.Execute`: the answer of the bot. */
    press: (
      conversation: string,
      user: string,
      message: string,
      action: Said,
      values: Readonly<Record<string, string>> = {},
    ) =>
      post('/_conversation/v1/invoke', {
        name: 'adaptiveCard/action',
        value: { action: { ...action, data: { ...action.data, ...values } }, trigger: 'manual' },
        from: { id: user },
        // What stands in a channel opened a thread.
        conversation: { id: conversation.includes('tacv2') ? `${conversation};messageid=${message}` : conversation },
        replyToId: message,
      }),
    /** `Action.Submit` of an old client. */
    submit: (conversation: string, user: string, message: string, value: Said) =>
      post('/_conversation/v1/submit', {
        conversation: { id: conversation },
        replyToId: message,
        value,
        from: { id: user },
      }),
    /** Somebody else than the one at the screen, who alone can write in it, writes in a chat. */
    sayAs: (conversation: string, user: string, text: string) =>
      post('/_internal/v1/customActivities', {
        type: 'message',
        id: String(Date.now()),
        timestamp: new Date().toISOString(),
        channelId: 'msteams',
        serviceUrl: `http://localhost:${started.port}/_connector`,
        from: { id: user, name: PEOPLE.find(({ id }) => id === user)?.name },
        recipient: { id: PLAYGROUND.bot, name: 'Tocsin' },
        conversation: { id: conversation, conversationType: 'groupChat', tenantId: PLAYGROUND.tenant },
        text,
      }),
    async stop(): Promise<void> {
      socket.close();
      await started.stop();
    },
  };
}

export type Playground = Awaited<ReturnType<typeof startPlayground>>;

async function connected(url: string, stop: () => Promise<void>): Promise<WebSocket> {
  for (let attempt = 0; attempt < 150; attempt++) {
    const socket = new WebSocket(url);
    const open = await new Promise<boolean>((resolve) => {
      socket.addEventListener('open', () => {
        resolve(true);
      });
      socket.addEventListener('error', () => {
        resolve(false);
      });
    });
    if (open) return socket;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await stop();
  throw new Error('the playground did not come up within 30 s');
}

/** Every text that a card shows, in order. */
export function textsOf(card: Said): string[] {
  if (Array.isArray(card)) return card.flatMap(textsOf);
  if (typeof card !== 'object' || card === null) return [];
  return card.type === 'TextRun' ? [card.text] : Object.values(card).flatMap(textsOf);
}

/** The button of a card with this label. */
export function buttonOf(card: Said, title: string): Said {
  const actions = card.body.flatMap((element: Said) => (element.type === 'ActionSet' ? element.actions : []));
  return actions.find((action: Said) => action.title === title);
}
