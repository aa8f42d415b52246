import { members } from './on-call.js';
import type { Override, Rotation } from './rotation.js';
import { shifts } from './shifts.js';
import { DAY_MS } from './wall.js';

/**
 * Somebody asks for cover of a stretch of theirs. It is `offered` to everybody else of the rotation until one of them
 * takes it, until it is withdrawn, or until its end has come. What is taken is an override.
 */
export type Cover = CoverAsked & CoverState;

interface CoverAsked {
  readonly id: string;
  readonly rotation: string;
  /** Person of the book. */
  readonly asker: string;
  readonly from: Date;
  readonly to: Date;
  readonly why: string;
  readonly askedAt: Date;
}

export type CoverState =
  | { readonly status: 'offered' }
  | { readonly status: 'taken'; readonly by: string; readonly closedAt: Date }
  | { readonly status: 'withdrawn'; readonly closedAt: Date }
  | { readonly status: 'expired'; readonly closedAt: Date };

/** Why a cover was not asked for, taken or withdrawn. Each surface says it as one sentence. */
export type CoverRefusal =
  | { readonly code: 'unknown-rotation' | 'unknown-cover' | 'not-in-rotation' | 'own-cover' | 'not-yours' | 'too-long' }
  | { readonly code: 'no-stretch' | 'past' | 'not-on-call' | 'asked-already' | 'already-withdrawn' }
  | { readonly code: 'already-taken'; readonly by: string };

/** The longest stretch that can be asked for at once. */
export const COVER_DAYS = 31;
export const WHY_LENGTH = 200;

/** What a cover is at an instant: one that nobody took is over when its stretch is. */
export const coverAt = (cover: Cover, now: Date): Cover =>
  cover.status === 'offered' && cover.to <= now ? { ...cover, status: 'expired', closedAt: cover.to } : cover;

/** What somebody asks for. */
export type CoverAsk = Omit<CoverAsked, 'rotation' | 'askedAt'>;

/**
 * A new request, or why there is none. `open` are the covers of this rotation that are known; `rotation` has them applied.
 * Of the stretch, that part is given away in which the asker is on call.
 */
export function askCover(
  rotation: Rotation,
  { id, asker, from, to, why }: CoverAsk,
  open: readonly Cover[],
  now: Date,
): Cover | CoverRefusal {
  if (!(from < to)) return { code: 'no-stretch' };
  if (to <= now) return { code: 'past' };
  if (to.getTime() - from.getTime() > COVER_DAYS * DAY_MS) return { code: 'too-long' };
  const first = from < now ? now : from;
  if (!isOnCall(rotation, asker, first, to)) return { code: 'not-on-call' };
  const mine = open.filter((each) => each.asker === asker && coverAt(each, now).status === 'offered');
  if (mine.some((each) => each.from < to && from < each.to)) return { code: 'asked-already' };
  const asked = { id, rotation: rotation.id, asker, from: first, to, why, askedAt: now };
  return { ...asked, status: 'offered' };
}

/** The cover as taken by somebody of the rotation, or why it cannot be. */
export function takeCover(rotation: Rotation, cover: Cover, by: string, now: Date): Cover | CoverRefusal {
  const closed = whyClosed(coverAt(cover, now));
  if (closed) return closed;
  if (by === cover.asker) return { code: 'own-cover' };
  if (!members(rotation).includes(by)) return { code: 'not-in-rotation' };
  if (!isOnCall(rotation, cover.asker, cover.from < now ? now : cover.from, cover.to)) return { code: 'not-on-call' };
  return { ...cover, status: 'taken', by, closedAt: now };
}

/** The cover as withdrawn by who asked for it. Once taken it is the taker's, who may ask for cover in turn. */
export function withdrawCover(cover: Cover, by: string, now: Date): Cover | CoverRefusal {
  if (by !== cover.asker) return { code: 'not-yours' };
  return whyClosed(coverAt(cover, now)) ?? { ...cover, status: 'withdrawn', closedAt: now };
}

export const isRefusal = (result: Cover | CoverRefusal): result is CoverRefusal => 'code' in result;

function whyClosed(cover: Cover): CoverRefusal | undefined {
  switch (cover.status) {
    case 'offered':
      return undefined;
    case 'taken':
      return { code: 'already-taken', by: cover.by };
    case 'withdrawn':
      return { code: 'already-withdrawn' };
    case 'expired':
      return { code: 'past' };
    default:
      return cover satisfies never;
  }
}

const isOnCall = (rotation: Rotation, person: string, from: Date, to: Date): boolean =>
  shifts(rotation, from, to).some(({ holder }) => holder?.person === person);

/** What a taken cover makes: its taker, from the moment of taking and to the second, where the asker would be on call. */
export function overrideOf(cover: Cover): Override | undefined {
  if (cover.status !== 'taken') return undefined;
  const taken = Math.ceil(cover.closedAt.getTime() / 1_000) * 1_000;
  const from = new Date(Math.max(cover.from.getTime(), taken));
  return from < cover.to ? { person: cover.by, from, to: cover.to, instead: cover.asker } : undefined;
}

/** The rotation with everything that its people have taken over from each other; what was taken later stands over. */
export function withCovers(rotation: Rotation, covers: readonly Cover[]): Rotation {
  const taken = covers
    .filter((cover) => cover.rotation === rotation.id)
    .flatMap((cover) => (cover.status === 'taken' ? [cover] : []))
    .sort((a, b) => a.closedAt.getTime() - b.closedAt.getTime());
  if (taken.length === 0) return rotation;
  return { ...rotation, overrides: [...rotation.overrides, ...taken.flatMap((cover) => overrideOf(cover) ?? [])] };
}
