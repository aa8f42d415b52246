import { resolve } from 'node:path';
import { z } from 'zod';

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
  SLACK_BOT_TOKEN: text,
  SLACK_SIGNING_SECRET: text,
  SLACK_APP_TOKEN: text,
  SLACK_API_URL: z.url().optional(),
  SLACK_CHANNEL: text,
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
  readonly slack:
    | {
        readonly botToken: string;
        readonly signingSecret: string;
        readonly apiUrl: string | undefined;
        readonly channel: string | undefined;
      }
    | undefined;
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
    slack: slackOf(e),
    trustProxy: e.TRUST_PROXY,
    logLevel: e.LOG_LEVEL,
    secretOf: (reference) => set[reference.replace(/^env:/, '')],
  };
}

function slackOf(e: z.output<typeof schema>): Config['slack'] {
  if (e.SLACK_APP_TOKEN) {
    throw new ConfigError(
      'SLACK_APP_TOKEN is set, but Socket Mode is not there yet. Unset it and use HTTP mode: SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET.',
    );
  }
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret } = e;
  if (!botToken && !signingSecret) return undefined;
  if (!botToken)
    throw new ConfigError(
      'SLACK_SIGNING_SECRET is set, but SLACK_BOT_TOKEN is not: set both, or neither to keep Slack off.',
    );
  if (!signingSecret)
    throw new ConfigError(
      'SLACK_BOT_TOKEN is set, but SLACK_SIGNING_SECRET is not: set both, or neither to keep Slack off.',
    );
  return { botToken, signingSecret, apiUrl: e.SLACK_API_URL, channel: e.SLACK_CHANNEL };
}

const SECRET = /TOKEN|SECRET|PASSWORD|KEY|AUTH/;

/** What is set, for `--print-config`; secrets are masked, also inside addresses. */
export function printable(config: Config): string {
  const { secretOf: _s, ...rest } = config;
  const hide = (name: string, value: unknown): unknown => {
    if (value === undefined) return '(not set)';
    if (typeof value !== 'string') return value;
    if (SECRET.test(name.replace(/([A-Z])/g, '_$1').toUpperCase())) return '********';
    return value.replace(/\/\/([^/@:]+):[^/@]+@/, '//$1:********@');
  };
  const flat = (object: object, prefix: string): string[] =>
    Object.entries(object).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null
        ? flat(value, `${prefix}${name}.`)
        : [`${prefix}${name} = ${String(hide(name, value))}`],
    );
  return flat(rest, '').join('\n');
}
