import { type Logger, LogLevel } from '@slack/bolt';

/** Slack's own libraries write to the console; what they warn of goes to our log instead, without its arguments' insides. */
export function slackLogger(failed: (what: string, error: unknown) => void): Logger {
  const tell = (...parts: unknown[]): void => {
    failed(
      'the Slack client',
      new Error(
        parts.map((part) => (part instanceof Error ? part.message : typeof part === 'string' ? part : '…')).join(' '),
      ),
    );
  };
  const nothing = (): void => undefined;
  return {
    debug: nothing,
    info: nothing,
    warn: tell,
    error: tell,
    setLevel: nothing,
    getLevel: () => LogLevel.WARN,
    setName: nothing,
  };
}
