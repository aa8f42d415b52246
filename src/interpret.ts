import { type Book, trackerId } from './book/book.js';
import { locate } from './book/locate.js';
import { idOf } from './identity.js';
import type { Signal } from './incident/index.js';
import type { Meaning, PlaceHint, Reading } from './intake/adapter.js';
import { parse } from './intake/parse.js';
import { understand } from './intake/understand.js';
import type { InboxRow, Interpret, Interpretation, Restore } from './ports.js';
import type { LiveSource } from './sources.js';

/** How much of a body that nobody understood stands on the incident; the whole of it is kept in the inbox. */
const EXCERPT = 1_500;
/** Characters of a subject line. */
const SUBJECT = 200;

/** How a raw body becomes signals, and how one is shown that cannot become any. */
export interface Interpreter {
  readonly interpret: Interpret;
  readonly unreadable: (row: InboxRow, reason: string) => Interpretation;
  /**
   * Notes what the door read out of a body, so that it need not be read twice. Only for bodies that are kept as they
   * came: what is hidden in the inbox must not come back on a card.
   */
  readonly note: (body: Buffer, reading: () => Reading) => void;
}

/** Raw body → signals in our places and names. What cannot be read becomes an unrecognised alarm; nothing is dropped. */
export function createInterpret(book: () => Book, sources: () => ReadonlyMap<string, LiveSource>): Interpreter {
  const noted = new WeakMap<Buffer, () => Reading>();

  async function readAnew(row: InboxRow, { adapter, options }: LiveSource): Promise<Reading> {
    const read = await parse(row, adapter.accepts);
    if (!read.ok) return { meanings: [{ is: 'unrecognised', reason: `${read.path}: ${read.message}` }] };
    const numbered = adapter.sequence?.(read.parsed);
    const meanings = understand(adapter, read.parsed, { receivedAt: row.receivedAt, options });
    return { meanings, ...(numbered ? { numbered } : {}) };
  }

  const interpret: Interpret = async (row) => {
    const live = sources().get(row.source);
    if (!live)
      return gather(row, undefined, [
        { is: 'unrecognised', reason: `the book no longer has the source "${row.source}"` },
      ]);
    const { meanings, numbered } = noted.get(row.body)?.() ?? (await readAnew(row, live));
    const gathered = gather(row, live, meanings);
    if (!numbered) return gathered;
    const { device, serial, previous } = numbered;
    const subject = `Messages of this device were lost before number ${serial}`;
    const details = `It says that number ${previous} came before; that one never arrived here. Look into its own log.`;
    const draft = {
      ...BARE,
      key: `gap:${device}:${previous}`,
      kind: 'supervision',
      occurredAt: row.receivedAt,
      subject,
      details,
    } as const;
    return { ...gathered, numbered: { ...numbered, alarm: signalOf(row, live, { device }, draft) } };
  };
  return {
    interpret,
    note: (body, reading) => {
      noted.set(body, reading);
    },
    unreadable: (row, reason) => gather(row, sources().get(row.source), [{ is: 'unrecognised', reason }]),
  };

  function gather(row: InboxRow, live: LiveSource | undefined, meanings: readonly Meaning[]) {
    const signals: Signal[] = [];
    const restores: Restore[] = [];
    const ignored: string[] = [];
    meanings.forEach((meaning, index) => {
      switch (meaning.is) {
        case 'signal': {
          const { place, ...draft } = meaning.draft;
          const subject = place.tracker ? calls(row.source, place.tracker, draft.subject) : draft.subject;
          signals.push(signalOf(row, live, place, { ...draft, subject }));
          return;
        }
        case 'restore': {
          const { key, occurredAt, place, subject, clears } = meaning;
          restores.push({
            clears,
            signal: signalOf(row, live, place, { ...BARE, key, kind: 'other', occurredAt, subject }),
          });
          return;
        }
        case 'ignored':
          ignored.push(meaning.detail ? `${meaning.reason} (${meaning.detail})` : meaning.reason);
          return;
        case 'unrecognised': {
          const key = `unrecognised:${row.id}:${index}`;
          const details = clip(row.body.toString('utf8', 0, EXCERPT * 4), EXCERPT);
          const body = {
            ...BARE,
            key,
            kind: 'other',
            occurredAt: row.receivedAt,
            subject: '',
            details,
            unrecognised: meaning.reason,
          } as const;
          signals.push(signalOf(row, live, {}, body));
          return;
        }
        default:
          meaning satisfies never;
      }
    });
    return { signals, restores, ignored };
  }

  /** Who it is comes first: `Ana Beck: SOS`. */
  function calls(source: string, tracker: string, what: string): string {
    const who = book().personOfTracker(trackerId(source, tracker))?.name ?? `Tracker ${tracker}`;
    return clip(`${who}: ${what}`, SUBJECT);
  }

  function signalOf(
    row: InboxRow,
    live: LiveSource | undefined,
    place: PlaceHint,
    draft: Omit<Signal, 'id' | 'source' | 'receivedAt' | 'siteId' | 'rawSha256' | 'keptSha256'>,
  ): Signal {
    const located = live ? locate(book(), live.source, place) : { siteId: 'unplaced' };
    return whole({
      ...draft,
      ...located,
      // So that whoever looks for help can tell who it is that needs it.
      ...(place.tracker ? { deviceId: trackerId(row.source, place.tracker) } : {}),
      id: idOf(row.source, draft.key),
      source: row.source,
      receivedAt: row.receivedAt,
      rawSha256: row.sha256,
      keptSha256: row.keptSha256,
    });
  }
}

/**
 * Text without half characters, wherever it stands: half of one cannot be hashed, and one such alarm would hold up all
 * behind it. (A lone surrogate does not survive UTF-8.)
 */
function whole<T>(value: T): T {
  if (typeof value === 'string') return Buffer.from(value, 'utf8').toString('utf8') as T;
  if (Array.isArray(value)) return value.map(whole) as T;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, whole(inner)])) as T;
}

const BARE = {
  assetIds: [],
  details: '',
  media: [],
  validation: { person: false, video: false },
  flags: [],
  covert: false,
} as const;

/** Cut between characters: half of one cannot be hashed, and one such alarm would hold up all behind it. */
const clip = (text: string, length: number): string => [...text].slice(0, length).join('');
