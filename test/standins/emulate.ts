import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import webApi from '@slack/web-api';
import type { SeedConfig } from 'emulate';
import { parse } from 'yaml';
import { type LoopbackProcess, launchOnLoopback } from './loopback.js';

const ROOT = new URL('../../', import.meta.url);
const TOKEN = 'xoxb-emulated-tocsin';

const launch = (service: 'slack' | 'twilio', seed: SeedConfig): Promise<LoopbackProcess> =>
  launchOnLoopback(
    fileURLToPath(new URL('node_modules/emulate/dist/index.js', ROOT)),
    ({ port, folder }) => ['--service', service, '--port', String(port), '--seed', join(folder, 'seed.json')],
    { 'seed.json': JSON.stringify(seed) },
  );

/** Asks until there is an answer; ends the process when there is none. */
async function ready<T>({ stop }: LoopbackProcess, ask: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await stop();
  throw new Error('emulate did not come up within 20 s');
}

/** emulate's Slack. */
export interface EmulatedSlack {
  readonly apiUrl: string;
  /** With the scopes of our manifest, strictly enforced. */
  readonly token: string;
  /** Id of the channel `ops`. */
  readonly channel: string;
  readonly privateChannel: string;
  readonly user: string;
  /** Somebody whom the token does not belong to. */
  readonly other: string;
  /** Somebody gave it. */
  readonly file: string;
  readonly scopes: readonly string[];
  readonly client: webApi.WebClient;
  /** With all scopes but one. */
  without(scope: string): webApi.WebClient;
  stop(): Promise<void>;
}

const tokenWithout = (scope: string): string => `${TOKEN}-without-${scope.replace(/[^a-z]/g, '-')}`;

export async function startEmulate(): Promise<EmulatedSlack> {
  const { oauth_config } = parse(readFileSync(new URL('manifest.yml', ROOT), 'utf8')) as {
    oauth_config: { scopes: { bot: string[] } };
  };
  const scopes = oauth_config.scopes.bot;
  const emulated = await launch('slack', {
    slack: {
      team: { name: 'Riverside', domain: 'riverside' },
      users: [
        { name: 'ana', real_name: 'Ana Beck', email: 'ana@riverside.example' },
        { name: 'ben', real_name: 'Ben Adeyemi', email: 'ben@riverside.example' },
      ],
      channels: [{ name: 'ops' }, { name: 'vip', is_private: true }],
      tokens: [
        { token: TOKEN, user: 'ana', scopes },
        ...scopes.map((without) => ({
          token: tokenWithout(without),
          user: 'ana',
          scopes: scopes.filter((each) => each !== without),
        })),
        { token: 'xoxb-lists', user: 'ana', scopes: ['channels:read', 'groups:read', 'users:read', 'files:write'] },
      ],
      strict_scopes: true,
    },
  });
  const apiUrl = `http://127.0.0.1:${emulated.port}/api/`;
  const options = {
    slackApiUrl: apiUrl,
    timeout: 5_000,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    logLevel: webApi.LogLevel.ERROR,
  };
  const client = new webApi.WebClient(TOKEN, { ...options });
  const lists = new webApi.WebClient('xoxb-lists', { ...options });
  const listed = await ready(emulated, async () => {
    const { channels } = await lists.conversations.list({ types: 'public_channel,private_channel' });
    return channels?.some(({ name }) => name === 'ops') ? channels : undefined;
  });
  const named = (name: string): string => listed.find((each) => each.name === name)?.id ?? '';
  const { members } = await lists.users.list({});
  const given = (await lists.filesUploadV2({ file: Buffer.from('a picture'), filename: 'dock.png' })) as unknown as {
    files: { files: { id: string }[] }[];
  };
  const idOf = (wanted: string): string => members?.find(({ name }) => name === wanted)?.id ?? '';
  return {
    apiUrl,
    token: TOKEN,
    channel: named('ops'),
    privateChannel: named('vip'),
    user: idOf('ana'),
    other: idOf('ben'),
    file: given.files[0]?.files[0]?.id ?? '',
    scopes,
    client,
    without: (scope) => new webApi.WebClient(tokenWithout(scope), { ...options }),
    stop: emulated.stop,
  };
}

/** emulate's Twilio: one account with one number. */
export interface EmulatedTwilio {
  /** For `TWILIO_API_URL`. */
  readonly url: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly from: string;
  /** What somebody sends to our number, or what became of a text of ours: `/_twilio/simulate/…`. */
  simulate(what: 'inbound-message' | 'message-status', params: Readonly<Record<string, string>>): Promise<Response>;
  stop(): Promise<void>;
}

/** `smsUrl`: where texts to our number are told. */
export async function startEmulatedTwilio(smsUrl: string): Promise<EmulatedTwilio> {
  const [accountSid, authToken, from] = [`AC${'0'.repeat(32)}`, 'twilio_test_auth_token', '+15551234567'];
  const seed = { twilio: { phone_numbers: [{ phone_number: from, sms_url: smsUrl }] } };
  const emulated = await launch('twilio', seed as SeedConfig);
  const url = `http://127.0.0.1:${emulated.port}`;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  await ready(emulated, async () => {
    const answer = await fetch(`${url}/2010-04-01/Accounts/${accountSid}.json`, { headers: { authorization } });
    return answer.ok ? true : undefined;
  });
  return {
    url,
    accountSid,
    authToken,
    from,
    simulate: (what, params) =>
      fetch(`${url}/_twilio/simulate/${what}`, {
        method: 'POST',
        headers: { authorization },
        body: new URLSearchParams(params),
      }),
    stop: emulated.stop,
  };
}
