import type { Kind } from '../incident/kinds.js';
import type { Adapter, IgnoredReason, Meaning } from './adapter.js';
import { ignored, place, signal, unrecognised } from './draft.js';
import { numberOf, row, textOf } from './fields.js';
import { pick, pickAll } from './jsonpath.js';
import { bare, type Guard, isPath, type MappedOptions, mappedOptions } from './mapped-options.js';
import { describe } from './text.js';
import { LIMITS } from './understand.js';
import { verifyBodyHmac, verifyToken } from './verify.js';
import { iso, unreadable } from './when.js';

/** One alarm of a body, and the body around it. */
class Item {
  constructor(
    private readonly item: unknown,
    private readonly body: unknown,
  ) {}

  at(path: string): unknown {
    return pick(path.startsWith('$$') ? this.body : this.item, bare(path));
  }

  /** The text that a path finds; of a list the first. */
  text(pathOrText: string | undefined): string | undefined {
    if (pathOrText === undefined || !isPath(pathOrText)) return pathOrText;
    const value = this.at(pathOrText);
    return textOf(Array.isArray(value) ? value[0] : value);
  }

  /** A key of several parts, joined; `undefined` when one of them is missing. */
  key(paths: readonly string[]): string | undefined {
    const parts = paths.map((path) => this.text(path));
    return parts.includes(undefined) ? undefined : parts.join('/');
  }

  holds({ path, is, not, contains }: Guard): boolean {
    const found = this.text(path);
    if (found === undefined)
      return is === undefined && contains === undefined && (not !== undefined || this.at(path) !== undefined);
    if (is !== undefined && !is.includes(found)) return false;
    if (not?.includes(found)) return false;
    return contains === undefined || found.includes(contains);
  }
}

function kindOf(item: Item, { kind }: MappedOptions): Kind | { readonly reason: string } {
  if (typeof kind === 'string') return kind;
  const word = item.text(kind.path);
  const found = row(kind.map, word) ?? row(kind.map, word?.toLowerCase()) ?? kind.default;
  return (
    found ?? { reason: `body, ${kind.path}: ${describe(word)} is not in options.kind.map, and there is no default` }
  );
}

function timeOf(item: Item, { occurredAt }: MappedOptions, receivedAt: Date): Date {
  if (occurredAt === undefined) return receivedAt;
  const found = item.at(occurredAt.path);
  if (occurredAt.as === 'iso') return iso(textOf(found), occurredAt.timezone);
  const number = numberOf(found);
  if (number === undefined) return unreadable();
  return new Date(occurredAt.as === 'seconds' ? number * 1000 : number);
}

const SIGNS_OF_LIFE: ReadonlySet<IgnoredReason> = new Set(['heartbeat', 'snapshot', 'test-button']);

const missing = (paths: readonly string[], item: Item): string =>
  `body, ${paths.find((path) => item.text(path) === undefined) ?? paths[0]}: expected text, found nothing`;

function understandItem(item: Item, how: MappedOptions, receivedAt: Date): Meaning {
  const rule = how.ignore.find((each) => item.holds(each));
  if (rule) {
    // What tells of an absence, or of the past, is no word from the device.
    const device = SIGNS_OF_LIFE.has(rule.reason) ? item.text(how.device) : undefined;
    return ignored(rule.reason, `options.ignore: ${rule.path}`, device);
  }
  const unmet = how.when?.find((guard) => !item.holds(guard));
  if (unmet) return ignored('not-an-alarm', `options.when: ${unmet.path}`);
  const key = item.key(how.key);
  if (key === undefined) return unrecognised(missing(how.key, item));
  const occurredAt = timeOf(item, how, receivedAt);
  const where = place(item.text(how.site), item.text(how.zone), item.text(how.device));
  const subject = item.text(how.subject) ?? '';
  if (how.clears?.when.every((guard) => item.holds(guard))) {
    const clears = item.key(how.clears.key);
    if (clears === undefined) return unrecognised(missing(how.clears.key, item));
    // Many systems end an alarm under the id with which it began.
    return { is: 'restore', key: key === clears ? `${key}/restored` : key, clears, occurredAt, place: where, subject };
  }
  const kind = kindOf(item, how);
  if (typeof kind !== 'string') return unrecognised(kind.reason);
  const confidence = how.confidence && numberOf(item.at(how.confidence.path));
  const url = how.media && item.text(how.media.path);
  return signal({
    key,
    kind,
    occurredAt,
    place: where,
    subject,
    details: (how.details ?? []).map((each) => item.text(each)),
    confidence: confidence === undefined || how.confidence === undefined ? undefined : confidence / how.confidence.of,
    media: url === undefined || how.media === undefined ? [] : [{ url, type: how.media.type }],
    video: url !== undefined,
    traits: how.traits && {
      plate: item.text(how.traits.plate),
      sku: item.text(how.traits.sku),
      method: item.text(how.traits.method),
    },
  });
}

/** A path in `each` that finds lists gives their items: XML cannot tell a list of one from one element. */
function itemsOf(body: unknown, each: string | undefined): readonly unknown[] {
  if (each === undefined) return [body];
  return pickAll(body, bare(each), 100_000).flat();
}

function understand(body: unknown, how: MappedOptions, receivedAt: Date): readonly Meaning[] {
  const items = itemsOf(body, how.each);
  if (items.length === 0) return [unrecognised(`body, ${how.each}: found nothing`)];
  const fits = items.length <= LIMITS.meanings;
  const taken = fits ? items : items.slice(0, LIMITS.meanings - 1);
  const meanings = taken.map((item) => understandItem(new Item(item, body), how, receivedAt));
  if (fits) return meanings;
  const left = items.length - taken.length;
  return [...meanings, unrecognised(`body, ${how.each}: ${left} of ${items.length} alarms in one body were cut off`)];
}

/** Everything that has no adapter of its own: its fields are found by the paths that the book gives. */
export const mapped: Adapter<MappedOptions> = {
  name: 'mapped',
  accepts: ['application/json', 'application/xml', 'text/xml', 'application/x-www-form-urlencoded'],
  verify: (input, { proof }) => (proof === 'token' ? verifyToken(input) : verifyBodyHmac(input, proof.hmac)),
  redact: [],
  alsoRedact: ({ redact }) => redact,
  options: (value) => mappedOptions.parse(value),
  // Where the key stands is in the options; the hash of the bytes serves.
  deliveryKey: () => undefined,
  understand: ({ value }, { options: how, receivedAt }) => understand(value, how, receivedAt),
};
