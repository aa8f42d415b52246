import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../../src/digest.js';
import type { Adapter, Draft, Meaning, ParsedBody } from '../../src/intake/adapter.js';
import { parse } from '../../src/intake/parse.js';
import { understand } from '../../src/intake/understand.js';
import type { InboxRow } from '../../src/ports.js';

const PAYLOADS = fileURLToPath(new URL('../fixtures/payloads/', import.meta.url));

/** When every alarm of these tests arrives, unless it says otherwise: after all fixtures. */
export const RECEIVED = new Date('2026-07-01T12:00:00.000Z');

export const bytes = (file: string): Buffer => readFileSync(PAYLOADS + file);
/** A fixture that a test takes apart and changes as it likes. */
// biome-ignore lint/suspicious/noExplicitAny: a test that gets it wrong fails
export type Loose = any;

export const json = (file: string): Loose => JSON.parse(bytes(file).toString('utf8'));

export const typeOf = (file: string): string => (file.endsWith('.xml') ? 'application/xml' : 'application/json');

/** A body as it lies in the inbox. */
export const inboxRow = (
  body: Buffer,
  { source = 'generic', type = 'application/json', receivedAt }: { source?: string; type?: string; receivedAt: Date },
): InboxRow => ({
  id: 'r1',
  source,
  contentType: type,
  contentTypeHeader: type,
  body,
  sha256: sha256(body),
  keptSha256: sha256(body),
  redactions: 0,
  grave: false,
  receivedAt,
  order: 1,
});

/** Parses as the door does; fails the test when the body is refused. */
export async function parsed(body: Buffer | string, contentTypeHeader: string, adapter: Adapter): Promise<ParsedBody> {
  const contentType = contentTypeHeader.split(';')[0]!.trim().toLowerCase();
  const result = await parse({ body: Buffer.from(body), contentType, contentTypeHeader }, adapter.accepts);
  if (!result.ok) throw new Error(`refused: ${result.status} ${result.path} ${result.message}`);
  return result.parsed;
}

export async function meaningsOf(adapter: Adapter, file: string, options?: unknown): Promise<readonly Meaning[]> {
  const body = await parsed(bytes(file), typeOf(file), adapter);
  return understand(adapter, body, { receivedAt: RECEIVED, options: adapter.options(options) });
}

/** What a value means that has been parsed already. */
export const told = (adapter: Adapter, value: unknown, options?: unknown, receivedAt = RECEIVED): readonly Meaning[] =>
  understand(adapter, { value, pictures: [] }, { receivedAt, options: adapter.options(options) });

export const keyOf = (adapter: Adapter, value: unknown): string | undefined =>
  adapter.deliveryKey({ value, pictures: [] });

export function only(meanings: readonly Meaning[]): Meaning {
  if (meanings.length !== 1) throw new Error(`expected one meaning, found ${meanings.length}`);
  return meanings[0]!;
}

export function draft(meanings: readonly Meaning[], index = 0): Draft {
  const meaning = meanings[index];
  if (meaning?.is !== 'signal') throw new Error(`expected a signal, found ${JSON.stringify(meaning)}`);
  return meaning.draft;
}

/** A copy with one change at a path like `after.data.objects`. */
export function changed(value: unknown, path: string, to: unknown): Loose {
  const copy = structuredClone(value) as Record<string, unknown>;
  const steps = path.split('.');
  let here = copy;
  for (const step of steps.slice(0, -1)) here = here[step] as Record<string, unknown>;
  const last = steps.at(-1)!;
  if (to === undefined) delete here[last];
  else here[last] = to;
  return copy;
}
