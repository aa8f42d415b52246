import { backOffMs } from '../src/incident/index.js';
import type { Clock, Leases } from '../src/ports.js';
import type { Mailer } from '../src/ports-outbound.js';
import type { OwedMail, ReportMailStore } from '../src/ports-reports.js';
import { later } from '../src/time.js';

export interface ReportMailParts {
  readonly mails: ReportMailStore;
  readonly mailer: Mailer;
  readonly leases: Pick<Leases, 'take'>;
  readonly holder: string;
  /** What is written to somebody about a report; nothing while there is no address to lead to. */
  readonly compose: (
    mail: OwedMail,
  ) => Promise<{ readonly subject: string; readonly text: string; readonly html: string } | undefined>;
  readonly clock: Clock;
}

const AT_ONCE = 20;
const LEASE = 'report mails';
const LEASE_MS = 60_000;
/** A mail server that is down over a weekend is tried until it is there; the pause grows to this. */
const LONGEST_MS = 30 * 60_000;
const LATER_MS = 10 * 60_000;
/** After so many tries somebody has to look. */
const TRIES = 300;
const REFUSALS = 24;

/** Mails that are owed for reports, one after the other; each has one Message-ID, however often it is sent. */
export function createReportMails({ mails, mailer, leases, holder, compose, clock }: ReportMailParts) {
  async function send(mail: OwedMail): Promise<void> {
    const { id, to } = mail;
    const attempts = mail.attempts + 1;
    const text = await compose(mail);
    const now = clock.now();
    if (!text) {
      const error = 'PUBLIC_URL is not set: the mail would lead nowhere, and figures are never sent in clear';
      return await mails.settle(id, { state: 'due', attempts: mail.attempts, dueAt: later(now, LATER_MS), error });
    }
    const outcome = await mailer.send({ to, token: id, ...text });
    if (outcome.kind === 'sent')
      return await mails.settle(id, { state: 'sent', attempts, dueAt: now, ref: outcome.ref });
    const { error } = outcome;
    // A wrong login is refused like a wrong address, and somebody may mend it during the day.
    const most = outcome.kind === 'refused' ? REFUSALS : TRIES;
    if (attempts >= most) return await mails.settle(id, { state: 'refused', attempts, dueAt: now, error });
    const wished = outcome.kind === 'retry' ? outcome.afterMs : LONGEST_MS;
    const pause = wished ?? Math.min(LONGEST_MS, backOffMs(attempts) * attempts);
    await mails.settle(id, { state: 'due', attempts, dueAt: later(now, pause), error });
  }

  return async function sendSome(): Promise<'more' | 'idle'> {
    const owed = await mails.due(clock.now(), AT_ONCE);
    if (owed.length === 0) return 'idle';
    for (const mail of owed) {
      if ((await leases.take(LEASE, holder, LEASE_MS)) === undefined) return 'idle';
      await send(mail);
    }
    return owed.length === AT_ONCE ? 'more' : 'idle';
  };
}
