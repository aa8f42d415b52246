import { type Logger, pino } from 'pino';

/** JSON lines on stdout. Anything that is named like a secret is cut out, wherever it stands. */
export function createLog(level: string): Logger {
  const names = ['token', 'botToken', 'signingSecret', 'secret', 'password', 'authorization', 'cookie'];
  return pino({
    level,
    redact: { paths: names.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '********' },
    base: null,
  });
}

export type { Logger };

/** An error as a log may show it: never a request with its headers, which client libraries hang on their errors. */
export function told(error: unknown): { message: string; name?: string; code?: unknown; stack?: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    ...(error.stack ? { stack: error.stack } : {}),
  };
}
