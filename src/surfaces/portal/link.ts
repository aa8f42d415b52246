import { createHmac } from 'node:crypto';
import { sameText } from '../../digest.js';

/** What somebody may do who has the link: read the report and give a mark, or give a mark alone. */
export type Scope = 'read' | 'rate';

export interface ReaderLink {
  readonly scope: Scope;
  /** `client/riverside/2026-10` */
  readonly reportId: string;
  /** The reader's address. */
  readonly to: string;
}

/** A report is read within the month, and by whoever comes back from a holiday. */
const VALID_MS = 45 * 86_400_000;

const sign = (secret: string, { scope, reportId, to }: ReaderLink, until: number): string =>
  createHmac('sha256', secret).update(`report-link\n${scope}\n${reportId}\n${to}\n${until}`).digest('base64url');

/** The way from a letter to the report, for a reader without an account. It is for one report and one reader, and ends by itself. */
export function readerPath(secret: string, link: ReaderLink, now: Date): string {
  const until = Math.floor((now.getTime() + VALID_MS) / 1_000);
  const { scope, reportId, to } = link;
  const query = new URLSearchParams({ to, for: scope, until: String(until), token: sign(secret, link, until) });
  return `/portal/reports/${reportId.replace(/^client\//, '')}?${query}`;
}

/** What a link allows; `undefined` for one that is wrong or over. */
export function readLink(
  secret: string,
  reportId: string,
  query: Readonly<Record<string, unknown>>,
  now: Date,
): ReaderLink | undefined {
  const text = (name: string): string => {
    const value = query[name];
    return typeof value === 'string' ? value : '';
  };
  const scope = text('for');
  const until = Number(text('until'));
  if ((scope !== 'read' && scope !== 'rate') || !Number.isSafeInteger(until)) return undefined;
  if (until * 1_000 <= now.getTime()) return undefined;
  const link: ReaderLink = { scope, reportId, to: text('to') };
  return sameText(text('token'), sign(secret, link, until)) ? link : undefined;
}
