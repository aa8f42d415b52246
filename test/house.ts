import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { StoreWatch } from '../models/index.js';
import { deviceAt, recordedFile, SAMPLES, signedHeaders } from '../scripts/samples.js';
import { type App, startApp } from '../src/app.js';
import { createBook } from '../src/book/book.js';
import type { LoadedBook } from '../src/book/load.js';
import { parseBook } from '../src/book/parse.js';
import { readConfig } from '../src/config.js';
import { createLog } from '../src/log.js';
import type { Clock } from '../src/ports.js';
import { freePort } from './standins/loopback.js';
import { type Playground, startPlayground } from './standins/playground.js';
import { type SlackStandIn, startSlackStandIn } from './standins/slack/index.js';
import { startTwilioStandIn, type TwilioOptions, type TwilioStandIn } from './standins/twilio/index.js';

export const OPS = 'C0OPS';
export const CLIENT = 'C0CLIENT';
/** Where the vendors believe us to be. */
export const PUBLIC_URL = 'https://tocsin.example';
export const API_TOKEN = 'a-token-for-the-story-tests';
export const SECRET = 'a-secret-for-the-story-tests';

/** One recorded alarm of each of five vendors, and where it happens. */
export const FIVE_VENDORS = [
  ['frigate-person', 'riverside-mall/jewellery'],
  ['verkada-door-forced', 'riverside-mall/loading-dock'],
  ['unifi-motion', 'hanse-hub/cage'],
  ['hikvision-line-crossing', undefined],
  ['alertmanager-recorder', 'museum/foyer'],
] as const;

/** A clock that a story winds by hand; it starts at the real time, so that vendors' windows hold. */
export interface HandClock extends Clock {
  wind(ms: number): void;
}

export function handClock(): HandClock {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    wind: (ms) => {
      ahead += ms;
    },
  };
}

export interface HouseOptions {
  readonly clock?: Clock;
  readonly slack?: false;
  /** Lines that are added to the example organisation. */
  readonly book?: string;
  /** What the story changes in the example organisation itself. */
  readonly edit?: (book: string) => string;
  /** Files that lie beside the book. */
  readonly beside?: Readonly<Record<string, Uint8Array>>;
  /** With the procedure of the example: then nothing is resolved before its steps are done or skipped. */
  readonly sop?: true;
  /** Phones, by a strict Twilio. */
  readonly phones?: TwilioOptions;
  /** Teams, by Microsoft's playground. */
  readonly teams?: true;
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly postBurst?: number;
  readonly watch?: StoreWatch;
  /** What the calendar asks for is looked at so often. */
  readonly calendarMs?: number;
}

const example = () => readFileSync(createRequire(import.meta.url).resolve('#example-book'), 'utf8');

/** The example organisation with its channel, and whatever the story adds. */
export function exampleBook(
  extra = '',
  channel?: string,
  edit: (book: string) => string = (book) => book,
  sop = false,
  beside: Readonly<Record<string, Uint8Array>> = {},
): LoadedBook {
  const channels = channel
    ? `\nchannels:\n  - { id: ops, surface: slack, to: ${channel}, for: {}, mention: { critical: here } }\n`
    : '';
  // What a story says itself takes the place of what the example says.
  let rest = edit(sop ? example() : example().replaceAll(/(, sop: intrusion| {4}sop: intrusion\n)/g, ''));
  for (const [, key] of `${channels}${extra}`.matchAll(/^([a-z]+):/gm))
    rest = rest.replace(new RegExp(`^${key}:.*\\n(?:[ #].*\\n|\\n)*`, 'm'), '');
  const text = `${rest}${channels}${extra}`;
  return {
    book: createBook(parseBook(text, 'story.yml', (name) => beside[name] ?? { why: 'there is no such file' })),
    file: 'story.yml',
    example: true,
  };
}

export const ALARM_SECRETS = Object.fromEntries(
  ['GENERIC', 'FRIGATE', 'VERKADA', 'UNIFI_PROTECT', 'HIKVISION', 'ALERTMANAGER', 'OWNTRACKS', 'TRACCAR'].map(
    (name) => [`ALARM_SECRET_${name}`, SECRET],
  ),
);

export const newDataDir = (): string => mkdtempSync(join(tmpdir(), 'tocsin-'));

/** Signs a sample and sends it to a running bot; the whole answer. */
export async function sendSample(base: string, name: string, at?: string): Promise<Response> {
  const sample = SAMPLES[name]!;
  const { data } = exampleBook().book;
  const source = data.sources.find((each) => each.adapter === sample.adapter)!;
  const [site, zone] = at?.split('/') ?? [];
  const device = site ? deviceAt(data, source, site, zone) : undefined;
  const now = new Date();
  const made = sample.make(
    recordedFile(sample.file),
    { ...(site ? { site } : {}), ...(zone ? { zone } : {}), ...(device ? { device } : {}) },
    now,
  );
  const headers = { 'content-type': made.contentType, ...signedHeaders(sample.adapter, SECRET, made.body, now) };
  return await fetch(`${base}/alarms/${source.id}`, { method: 'POST', headers, body: made.body });
}

/** Signs and sends a generic alarm. */
export async function sendGeneric(
  base: string,
  alarm: Readonly<Record<string, unknown>>,
  now = new Date(),
): Promise<Response> {
  const body = JSON.stringify({
    kind: 'forced-door',
    occurredAt: now.toISOString(),
    site: 'riverside-mall',
    subject: 'Dock door forced',
    ...alarm,
  });
  const headers = { 'content-type': 'application/json', ...signedHeaders('generic', SECRET, body, now) };
  return await fetch(`${base}/alarms/generic`, { method: 'POST', headers, body });
}

/** Waits until something is so. What is thrown last tells why it never was. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  ms = 15_000,
): Promise<T> {
  const end = Date.now() + ms;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`waited ${ms} ms in vain for: ${what}${last ? ` (${(last as Error).message})` : ''}`);
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into JSON of the API
export type Json = any;

export async function api(base: string, path: string): Promise<Json> {
  const response = await fetch(`${base}/api/v1${path}`, { headers: { authorization: `Bearer ${API_TOKEN}` } });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return await response.json();
}

/** The whole bot in this process, with a strict Slack in front of it. */
export async function openHouse(options: HouseOptions = {}) {
  const dataDir = options.dataDir ?? newDataDir();
  const slack =
    options.slack === false
      ? undefined
      : await startSlackStandIn({
          channels: [
            { id: OPS, name: 'ops' },
            { id: CLIENT, name: 'client' },
          ],
          users: [
            { id: 'U0ANA', name: 'ana', realName: 'Ana Beck' },
            { id: 'U0BEN', name: 'ben', realName: 'Ben Adeyemi' },
            { id: 'U0SAM', name: 'sam', realName: 'Sam Okafor' },
          ],
          postBurst: options.postBurst ?? 1,
        });
  const twilio = options.phones && (await startTwilioStandIn(options.phones));
  const config = readConfig({
    // The playground has to be told where we are, and starts after us.
    PORT: options.teams ? String(await freePort()) : '0',
    ...(options.teams ? { TEAMS_ANONYMOUS: '1' } : {}),
    DATA_DIR: dataDir,
    API_TOKEN,
    LOG_LEVEL: process.env.TOCSIN_TEST_LOG ?? 'silent',
    ...ALARM_SECRETS,
    ...(slack
      ? { SLACK_BOT_TOKEN: slack.token, SLACK_SIGNING_SECRET: slack.signingSecret, SLACK_API_URL: slack.url }
      : {}),
    ...(twilio
      ? {
          PUBLIC_URL,
          TWILIO_ACCOUNT_SID: twilio.accountSid,
          TWILIO_AUTH_TOKEN: twilio.authToken,
          TWILIO_FROM: twilio.from,
          TWILIO_API_URL: twilio.url,
        }
      : {}),
    ...options.env,
  });
  const start = () =>
    startApp({
      config,
      log: createLog(config.logLevel ?? 'silent'),
      pace: { pollMs: 50, ...(options.calendarMs ? { calendarMs: options.calendarMs } : {}) },
      book: exampleBook(options.book, slack ? OPS : undefined, options.edit, options.sop, options.beside),
      ...(options.clock ? { clock: options.clock } : {}),
      ...(options.watch ? { watch: options.watch } : {}),
    });
  let app: App = await start();
  const teams = options.teams && (await startPlayground(`${app.url}/api/messages`));
  const connect = () => {
    slack?.connect(`${app.url}/slack/events`);
    twilio?.connect(app.url, PUBLIC_URL);
  };
  connect();
  let desk: ReturnType<typeof signIn> | undefined;

  return {
    dataDir,
    get app(): App {
      return app;
    },
    get url(): string {
      return app.url;
    },
    slack: slack as SlackStandIn,
    twilio: twilio as TwilioStandIn,
    teams: teams as Playground,
    send: (name: string, at?: string) => sendSample(app.url, name, at),
    generic: (alarm: Readonly<Record<string, unknown>>) => sendGeneric(app.url, alarm, options.clock?.now()),
    api: (path: string) => api(app.url, path),
    incidents: async (): Promise<Json[]> => (await api(app.url, '/incidents?limit=200')).items,
    cards: () => slack?.messages(OPS) ?? [],
    cardOf: (text: string) => slack?.messages(OPS).find((message) => slack.visibleText(message).includes(text)),
    /** The director at the console; the first time makes the account. */
    console: () => (desk ??= signIn(app)),
    async restart(): Promise<void> {
      await app.stop();
      app = await start();
      connect();
    },
    async close(): Promise<void> {
      await app.stop();
      await slack?.stop();
      await twilio?.stop();
      await teams?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type House = Awaited<ReturnType<typeof openHouse>>;

/** Makes the first account by the one-time link, and gives the hands of a person at the console. */
async function signIn(app: App) {
  const made = await fetch(`${app.url}/console/start`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      token: new URL(app.firstSignIn!).searchParams.get('token')!,
      login: 'dana',
      name: 'Dana',
      personId: 'director',
      password: 'a long enough sentence',
    }),
  });
  const cookie = made.headers.get('set-cookie')!.split(';')[0]!;
  const get = async (path: string) => await (await fetch(`${app.url}${path}`, { headers: { cookie } })).text();
  const csrf = /name="csrf" value="([^"]+)"/.exec(await get('/console'))![1]!;
  const post = async (path: string, values: Record<string, string>) => {
    const response = await fetch(`${app.url}${path}`, {
      method: 'POST',
      headers: { cookie, 'x-live': '1' },
      body: new URLSearchParams({ csrf, ...values }),
    });
    return { status: response.status, ...((await response.json()) as { text?: string; html?: string }) };
  };
  /** A form of a page that is not the board: the status, and the page that follows. */
  const fill = async (path: string, values: Record<string, string>) => {
    const body = new URLSearchParams({ csrf, ...values });
    const response = await fetch(`${app.url}${path}`, { method: 'POST', headers: { cookie }, body });
    return { status: response.status, page: await response.text() };
  };
  return {
    cookie,
    get,
    fill,
    press: (number: number, action: string) => post(`/console/incidents/${number}/press`, { action }),
    submit: (number: number, form: string, values: Record<string, string>) =>
      post(`/console/incidents/${number}/submit`, { form, ...values }),
  };
}

const run = promisify(execFile);

/** Runs a built script as a user would, with its own environment. */
export async function runScript(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; out: string }> {
  try {
    const { stdout, stderr } = await run(process.execPath, [`dist/scripts/${script}.js`, ...args], {
      env: { PATH: process.env.PATH, ...env } as NodeJS.ProcessEnv,
      timeout: 30_000,
    });
    return { code: 0, out: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: `${stdout}${stderr}` };
  }
}
