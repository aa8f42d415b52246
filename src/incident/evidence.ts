import { type Actor, type PersonRef, refOf } from './actor.js';

/** A file that somebody gave; where it lies until it is fetched. */
export interface GivenFile {
  readonly id: string;
  /** What it was called; for people, never for a path. */
  readonly name: string;
  /** `slack:F0123`: the chat that has it, and what it is called there; `here:` and the hash of one that came with its bytes. */
  readonly from: string;
}

/** A file as it is kept: found again by its hash, which was taken on receipt, before anything was done with it. */
export interface KeptFile {
  /** SHA-256, hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** Media type by its content, not by what it claims; `application/octet-stream` for what nobody knows. */
  readonly type: string;
}

export type EvidenceItem = GivenFile & { readonly by: PersonRef; readonly at: Date } & (
    | { readonly state: 'awaited' }
    | { readonly state: 'kept'; readonly kept: KeptFile; readonly keptAt: Date }
    | { readonly state: 'failed'; readonly why: string }
    /** Kept as long as the book wants: its hash stays, its bytes are gone. */
    | { readonly state: 'deleted'; readonly was: KeptFile; readonly keptAt: Date; readonly deletedAt: Date }
  );

export type EvidenceEvent =
  | { readonly type: 'evidence-given'; readonly files: readonly GivenFile[] }
  | { readonly type: 'evidence-kept'; readonly file: string; readonly name: string; readonly kept: KeptFile }
  /** It could not be had. */
  | { readonly type: 'evidence-failed'; readonly file: string; readonly name: string; readonly why: string }
  /** Kept long enough: `why` names the rule. */
  | {
      readonly type: 'evidence-deleted';
      readonly file: string;
      readonly name: string;
      readonly kept: KeptFile;
      readonly why: string;
    };

/** Bounds of what one incident or task keeps. */
export const EVIDENCE_LIMITS = { files: 50, bytes: 25 * 1_048_576, name: 150 } as const;

/** What fetching a file came to. */
export type Fetched =
  | { readonly file: string; readonly kept: KeptFile }
  | { readonly file: string; readonly why: string };

type Evidence = { readonly evidence?: readonly EvidenceItem[] };

export const isAwaited = (item: EvidenceItem): boolean => item.state === 'awaited';
/** Hashes of the files that are kept, or came with their bytes and are about to be; each once. */
export const keptHashes = ({ evidence = [] }: Evidence): string[] => [
  ...new Set(
    evidence.flatMap((item) => {
      if (item.state === 'kept') return [item.kept.sha256];
      return item.state === 'awaited' && item.from.startsWith(HERE) ? [item.from.slice(HERE.length)] : [];
    }),
  ),
];
const HERE = 'here:';

export const awaitsEvidence = ({ evidence }: Evidence): boolean => evidence?.some(isAwaited) ?? false;

/** Files that are not there yet; or why there is no room for them. */
export function givenEvidence(
  { evidence = [] }: Evidence,
  files: readonly GivenFile[],
): readonly GivenFile[] | { readonly why: string } {
  // One that could not be had may be given again.
  const news = files.filter(({ id }) => !evidence.some((item) => item.id === id && item.state !== 'failed'));
  const total = evidence.length + news.length;
  if (total > EVIDENCE_LIMITS.files) return { why: `${total} files, at most ${EVIDENCE_LIMITS.files}` };
  return news.map((file) => ({ ...file, name: nameOf(file.name) }));
}

/** One line, of a length that a card can show, without half characters. */
function nameOf(name: string): string {
  const plain = name
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  const points = [...plain];
  return points.length === 0 ? 'file' : points.slice(0, EVIDENCE_LIMITS.name).join('');
}

/** What became of a file that is awaited; nothing for one that is not. */
export function fetchedEvidence({ evidence }: Evidence, fetched: Fetched): EvidenceEvent | undefined {
  const item = evidence?.find(({ id }) => id === fetched.file);
  if (!item || !isAwaited(item)) return undefined;
  const about = { file: item.id, name: item.name };
  return 'kept' in fetched
    ? { type: 'evidence-kept', ...about, kept: fetched.kept }
    : { type: 'evidence-failed', ...about, why: fetched.why };
}

/** A file that was kept long enough; nothing for one that is not kept. */
export function deletedEvidence({ evidence }: Evidence, file: string, why: string): EvidenceEvent | undefined {
  const item = evidence?.find(({ id }) => id === file);
  return item?.state === 'kept'
    ? { type: 'evidence-deleted', file: item.id, name: item.name, kept: item.kept, why }
    : undefined;
}

export function foldEvidence(
  evidence: readonly EvidenceItem[] = [],
  event: EvidenceEvent,
  actor: Actor,
  at: Date,
): readonly EvidenceItem[] {
  switch (event.type) {
    case 'evidence-given':
      return actor.kind === 'person'
        ? [
            ...without(evidence, event.files),
            ...event.files.map((file) => ({ ...file, by: refOf(actor), at, state: 'awaited' as const })),
          ]
        : evidence;
    case 'evidence-kept':
      return evidence.map((item) =>
        item.id === event.file ? { ...base(item), state: 'kept', kept: event.kept, keptAt: at } : item,
      );
    case 'evidence-failed':
      return evidence.map((item) =>
        item.id === event.file ? { ...base(item), state: 'failed', why: event.why } : item,
      );
    case 'evidence-deleted':
      return evidence.map((item) =>
        item.id === event.file && item.state === 'kept'
          ? { ...base(item), state: 'deleted', was: item.kept, keptAt: item.keptAt, deletedAt: at }
          : item,
      );
    default:
      return event satisfies never;
  }
}

const without = (evidence: readonly EvidenceItem[], files: readonly GivenFile[]): readonly EvidenceItem[] =>
  evidence.filter(({ id }) => !files.some((file) => file.id === id));

const base = ({ id, name, from, by, at }: EvidenceItem) => ({ id, name, from, by, at });
