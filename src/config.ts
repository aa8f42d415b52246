import { resolve } from 'node:path';
import { z } from 'zod';
import { type TeamsConfig, teamsOf } from './config-teams.js';

/** A setting that is wrong or missing. The message names it, what was found and what to do. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

const text = z.string().trim().min(1).optional();
const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3_000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATA_DIR: z.string().default('./data'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .optional(),
  TOCSIN_BOOK: text,
  API_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  SESSION_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  PATROL_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  SLACK_BOT_TOKEN: text,
  SLACK_SIGNING_SECRET: text,
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'must be an app-level token, xapp-…').optional(),
  SLACK_API_URL: z.url().optional(),
  SLACK_CHANNEL: text,
  MicrosoftAppType: text,
  MicrosoftAppId: z.guid('must be the Application (client) ID, a GUID').optional(),
  MicrosoftAppPassword: text,
  MicrosoftAppTenantId: z.guid('must be the Directory (tenant) ID, a GUID').optional(),
  TEAMS_ANONYMOUS: z.enum(['0', '1'], 'must be 1 or 0').optional(),
  TEAMS_OPENID_URL: z.url({ protocol: /^https?$/ }).optional(),
  NODE_ENV: text,
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-fA-F]{32}$/, 'must be AC and 32 hexadecimal digits (the Account SID)')
    .optional(),
  TWILIO_AUTH_TOKEN: text,
  TWILIO_FROM: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number of the account, written +15551234567')
    .optional(),
  TWILIO_API_URL: z.url({ protocol: /^https?$/ }).optional(),
  SMTP_URL: text,
  MAIL_FROM: text,
  OPENAI_API_KEY: text,
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  OPENAI_MODEL: text,
  /** Proxies in front of us whose X-Forwarded-For counts. */
  TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).optional(),
});

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Where people reach the console; ends without a slash. */
  readonly publicUrl: string | undefined;
  readonly dataDir: string;
  readonly mongoUri: string | undefined;
  readonly bookFile: string | undefined;
  readonly apiToken: string | undefined;
  readonly sessionSecret: string | undefined;
  /** Of the codes on walls; made when it is left out. */
  readonly patrolSecret: string | undefined;
  readonly slack:
    | {
        readonly botToken: string;
        /** Slack calls us and signs, or we call Slack and keep the line open. */
        readonly way: { readonly signingSecret: string } | { readonly appToken: string };
        readonly apiUrl: string | undefined;
        readonly channel: string | undefined;
      }
    | undefined;
  readonly teams: TeamsConfig | undefined;
  readonly twilio:
    | {
        readonly accountSid: string;
        readonly authToken: string;
        readonly from: string;
        readonly apiUrl: string | undefined;
      }
    | undefined;
  readonly mail: { readonly url: string; readonly from: string } | undefined;
  readonly openai: { readonly apiKey: string; readonly baseUrl: string; readonly model: string } | undefined;
  readonly trustProxy: number;
  readonly logLevel: string | undefined;
  /** Value of an `env:NAME` reference of the book. */
  secretOf(reference: string): string | undefined;
}

/** Reads the environment once. Nothing else in the program looks at it. Refuses what is wrong or half set. */
export function readConfig(env: Environment): Config {
  // An empty variable is one that is not set: compose files and shells leave them behind.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`The environment is not right:\n${lines.join('\n')}`);
  }
  const e = parsed.data;
  return {
    port: e.PORT,
    host: e.HOST,
    publicUrl: e.PUBLIC_URL?.replace(/\/+$/, ''),
    dataDir: resolve(e.DATA_DIR),
    mongoUri: e.MONGODB_URI,
    bookFile: e.TOCSIN_BOOK,
    apiToken: e.API_TOKEN,
    sessionSecret: e.SESSION_SECRET,
    patrolSecret: e.PATROL_SECRET,
    slack: slackOf(e),
    teams: refusing(teamsOf(e)),
    twilio: twilioOf(e),
    mail: mailOf(e),
    openai: openAiOf(e),
    trustProxy: e.TRUST_PROXY,
    logLevel: e.LOG_LEVEL,
    secretOf: (reference) => set[reference.replace(/^env:/, '')],
  };
}

function refusing<T>(value: T | string): T {
  if (typeof value === 'string') throw new ConfigError(value);
  return value;
}

function slackOf(e: z.output<typeof schema>): Config['slack'] {
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret, SLACK_APP_TOKEN: appToken } = e;
  if (!botToken && !signingSecret && !appToken) return undefined;
  const set = (name: string, missing: string) =>
    new ConfigError(`${name} is set, but ${missing} is not: set both, or neither to keep Slack off.`);
  if (!botToken) throw set(appToken ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN');
  const way = appToken ? { appToken } : signingSecret ? { signingSecret } : undefined;
  if (!way) throw set('SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN, for Socket Mode)');
  return { botToken, way, apiUrl: e.SLACK_API_URL, channel: e.SLACK_CHANNEL };
}

function twilioOf(e: z.output<typeof schema>): Config['twilio'] {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from } = e;
  const given = allOrNone('text messages and calls', {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_FROM: from,
  });
  if (!given || !accountSid || !authToken || !from) return undefined;
  if (!e.PUBLIC_URL)
    throw new ConfigError(
      'TWILIO_FROM is set, but PUBLIC_URL is not: Twilio sends receipts, replies and keys there. Set it to the address at which Twilio reaches Tocsin.',
    );
  return { accountSid, authToken, from, apiUrl: e.TWILIO_API_URL };
}

function mailOf(e: z.output<typeof schema>): Config['mail'] {
  const { SMTP_URL: url, MAIL_FROM: from } = e;
  const given = allOrNone('mail', { SMTP_URL: url, MAIL_FROM: from });
  if (!given || !url || !from) return undefined;
  // The value is not quoted: a password may stand in it.
  const wrong = smtpFault(url);
  if (wrong) throw new ConfigError(`SMTP_URL ${wrong}. It is written smtp://user:password@host:587 or smtps://….`);
  if (!/^(?:[^<>@\r\n"]*<)?[^\s<>@,;]+@[^\s<>@,;]+>?$/.test(from) || from.includes('<') !== from.endsWith('>'))
    throw new ConfigError(`MAIL_FROM is "${from}": it is written alarm@example.com or Tocsin <alarm@example.com>.`);
  return { url, from };
}

function smtpFault(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^smtps?:$/.test(url.protocol)) return 'does not begin with smtp:// or smtps://, or is no address';
  if (url.hostname === '') return 'names no host';
  // nodemailer would take `?tls.rejectUnauthorized=false` from here.
  if (url.search !== '' || url.hash !== '' || !['', '/'].includes(url.pathname))
    return 'has something after the host and port; the options of the connection are fixed';
  if ((url.username === '') !== (url.password === '')) return 'has a user without a password, or the other way round';
  if (!isDecodable(url.username) || !isDecodable(url.password)) return 'has a "%" in user or password: write it as %25';
  return undefined;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether the group is set; refuses one that is half set. */
function allOrNone(what: string, group: Readonly<Record<string, string | undefined>>): boolean {
  const names = Object.keys(group);
  const missing = names.filter((name) => group[name] === undefined);
  if (missing.length === names.length) return false;
  if (missing.length === 0) return true;
  const have = names.filter((name) => group[name] !== undefined);
  throw new ConfigError(
    `${have.join(' and ')} ${have.length === 1 ? 'is' : 'are'} set, but ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not: set all of them, or none to keep ${what} off.`,
  );
}

/** A model that holds to JSON schemas, answers within seconds and costs little. Any other one: OPENAI_MODEL. */
const OPENAI = { baseUrl: 'https://api.openai.com/v1', model: 'gpt-4.1-mini' } as const;

function openAiOf(e: z.output<typeof schema>): Config['openai'] {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: model } = e;
  if (apiKey) {
    return { apiKey, baseUrl: (baseUrl ?? OPENAI.baseUrl).replace(/\/+$/, ''), model: model ?? OPENAI.model };
  }
  if (!baseUrl && !model) return undefined;
  throw new ConfigError(
    `${baseUrl ? 'OPENAI_BASE_URL' : 'OPENAI_MODEL'} is set, but OPENAI_API_KEY is not: set the key too (any word for a server of your own that wants none), or neither to keep the model off.`,
  );
}

const SECRET = /TOKEN|SECRET|PASSWORD|KEY|AUTH/;

/** What is set, for `--print-config`; secrets are masked, also inside addresses. */
export function printable(config: Config): string {
  const { secretOf: _s, ...rest } = config;
  const hide = (name: string, value: unknown): unknown => {
    if (value === undefined) return '(not set)';
    if (typeof value !== 'string') return value;
    if (SECRET.test(name.replace(/([A-Z])/g, '_$1').toUpperCase())) return '********';
    return value.replace(/\/\/([^/@:]*):.*@/, '//$1:********@');
  };
  const flat = (object: object, prefix: string): string[] =>
    Object.entries(object).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null
        ? flat(value, `${prefix}${name}.`)
        : [`${prefix}${name} = ${String(hide(name, value))}`],
    );
  return flat(rest, '').join('\n');
}
