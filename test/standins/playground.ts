import { fileURLToPath } from 'node:url';
import { WebSocket } from 'undici';
import { stringify } from 'yaml';
import { launchOnLoopback } from './loopback.js';

/** Ids as Teams writes them, so that channels are told from chats. */
export const PLAYGROUND = {
  bot: 'bot-tocsin',
  tenant: '00000000-0000-0000-0000-000000000001',
  team: '19:general@thread.tacv2',
  ops: '19:ops@thread.tacv2',
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
  readonly raw: Said;
  readonly deleted: boolean;
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
      id: PLAYGROUND.team,
      name: 'Northgate',
      aadGroupId: '00000000-0000-0000-0000-000000000031',
      channels: [
        { id: PLAYGROUND.ops, name: 'Operations' },
        { id: PLAYGROUND.client, name: 'Riverside' },
      ],
    },
  };
  const entry = fileURLToPath(new URL('../../node_modules/@microsoft/m365agentsplayground/cli.js', import.meta.url));
  const started = await launchOnLoopback(
    entry,
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

  return {
    base,
    frames,
    install: (conversation: string) =>
      post(`/_debug/conversation/${encodeURIComponent(conversation)}/installation`, {}),
    /** What somebody writes; in a channel with our name before it. */
    say: (conversation: string, user: string, text: string, mention = true) =>
      post(`/_conversation/v1/conversations/${encodeURIComponent(conversation)}/messages`, {
        type: 'text',
        text: mention ? `<at>Tocsin</at> ${text}` : text,
        textFormat: 'plain',
        from: { id: user },
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
        conversation: { id: conversation },
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
    activity: (raw: Said) => post('/_internal/v1/customActivities', raw),
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
