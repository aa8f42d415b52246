import { backOffMs } from '../src/incident/index.js';
import type { Clock, Leases } from '../src/ports.js';
import type { Hooks, Letter, Mailer, Phones, Sending } from '../src/ports-outbound.js';
import type { DeliveryWay, OwedMail, ReportMailStore } from '../src/ports-reports.js';
import { later } from '../src/time.js';

/** What is to be sent for something that is owed. */
export type Composed =
  | {
      readonly kind: 'letter';
      readonly letter: Letter;
      readonly way: DeliveryWay;
      /** Encrypted to it, or not sent. */
      readonly certificate?: string;
      /** Has the passphrase once the letter is gone. */
      readonly phone?: string;
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hook'; readonly url: string; readonly secret: string; readonly body: unknown }
  /** Nothing can be sent yet; somebody has to do something. */
  | { readonly kind: 'later'; readonly why: string }
  /** Nobody is to have it any more. */
  | { readonly kind: 'never'; readonly why: string };

export interface ReportMailParts {
  readonly mails: Omit<ReportMailStore, 'undelivered'>;
  /** Nothing while there is no mail server: mails wait, and say why. */
  readonly mailer?: Mailer;
  readonly hooks: Hooks;
  readonly phones?: Pick<Phones, 'text'>;
  readonly leases: Pick<Leases, 'take'>;
  readonly holder: string;
  readonly compose: (mail: OwedMail) => Promise<Composed>;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

const AT_ONCE = 20;
const LEASE = 'report mails';
/** Longer than it takes to print a report and to hand it over. */
const LEASE_MS = 150_000;
/** A mail server that is down over a weekend is tried until it is there; the pause grows to this. */
const LONGEST_MS = 30 * 60_000;
const LATER_MS = 10 * 60_000;
/** After so many tries somebody has to look. */
const TRIES = 300;
const REFUSALS = 24;

/** Mails that are owed for reports, one after the other; each has one Message-ID, however often it is sent. */
export function createReportMails(parts: ReportMailParts) {
  const { mails, mailer, hooks, phones, leases, holder, compose, clock, failed } = parts;
  async function handOver(
    { id, to }: OwedMail,
    made: Extract<Composed, { kind: 'letter' | 'text' | 'hook' }>,
  ): Promise<Sending> {
    if (made.kind === 'text')
      return phones
        ? await phones.text({ to, token: id, text: made.text })
        : { kind: 'retry', error: 'text messages are switched off (TWILIO_…)' };
    if (made.kind === 'hook') return await hooks.send({ token: id, ...made });
    const { letter, certificate } = made;
    if (!mailer) return { kind: 'retry', error: 'mails are switched off (SMTP_URL)', afterMs: LATER_MS };
    return await mailer.send({ to, token: id, ...letter, ...(certificate === undefined ? {} : { certificate }) });
  }

  async function send(mail: OwedMail): Promise<void> {
    const { id } = mail;
    const attempts = mail.attempts + 1;
    const made = await compose(mail);
    const now = clock.now();
    if (made.kind === 'never')
      return await mails.settle(id, { state: 'refused', attempts: mail.attempts, dueAt: now, error: made.why });
    if (made.kind === 'later') {
      const dueAt = later(now, LATER_MS);
      return await mails.settle(id, { state: 'due', attempts: mail.attempts, dueAt, error: made.why });
    }
    const way = made.kind === 'letter' ? made.way : made.kind === 'hook' ? 'webhook' : 'passphrase';
    const outcome = await handOver(mail, made);
    if (outcome.kind === 'sent') {
      // Owed before the letter counts as sent: a crash in between repeats the letter and loses no passphrase.
      if (made.kind === 'letter' && made.phone !== undefined)
        await mails.owe({ ...passphraseOf(mail), to: made.phone, dueAt: now });
      return await mails.settle(id, { state: 'sent', attempts, dueAt: now, ref: outcome.ref, way });
    }
    const { error } = outcome;
    // A wrong login is refused like a wrong address, and somebody may mend it during the day.
    const most = outcome.kind === 'refused' ? REFUSALS : TRIES;
    if (attempts >= most) return await mails.settle(id, { state: 'refused', attempts, dueAt: now, error, way });
    const wished = outcome.kind === 'retry' ? outcome.afterMs : LONGEST_MS;
    const pause = wished ?? Math.min(LONGEST_MS, backOffMs(attempts) * attempts);
    await mails.settle(id, { state: 'due', attempts, dueAt: later(now, pause), error, way });
  }

  /** One that cannot be put together, or sent, waits and says why; the others do not wait for it. */
  async function contained(mail: OwedMail): Promise<void> {
    try {
      await send(mail);
    } catch (error) {
      failed(`sending ${mail.id}`, error);
      const attempts = mail.attempts + 1;
      const dueAt = later(clock.now(), Math.min(LONGEST_MS, LATER_MS * attempts));
      const why = `it could not be made: ${(error as Error).message}`.slice(0, 300);
      await mails.settle(mail.id, { state: attempts >= TRIES ? 'refused' : 'due', attempts, dueAt, error: why });
    }
  }

  return async function sendSome(): Promise<'more' | 'idle'> {
    const owed = await mails.due(clock.now(), AT_ONCE);
    if (owed.length === 0) return 'idle';
    for (const mail of owed) {
      if ((await leases.take(LEASE, holder, LEASE_MS)) === undefined) return 'idle';
      await contained(mail);
    }
    return owed.length === AT_ONCE ? 'more' : 'idle';
  };
}

const PASSPHRASE = ' passphrase';

/** The text that follows a letter with a locked PDF. */
const passphraseOf = ({ id, reportId }: OwedMail) => ({ id: id + PASSPHRASE, reportId, via: 'sms' as const });
/** The letter to which a text belongs. */
export const letterOf = ({ id }: Pick<OwedMail, 'id'>): string => id.slice(0, -PASSPHRASE.length);
