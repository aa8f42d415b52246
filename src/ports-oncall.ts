import type { Cover, CoverRefusal, OnCall, Rotation } from './oncall/index.js';

/** What being on call asks of the world, and what the rest of Tocsin asks about it. Types only. */

export interface CoverStore {
  add(cover: Cover): Promise<void>;
  find(id: string): Promise<Cover | undefined>;
  /** Offered and taken ones of which a part lies between the two, by their beginning; at most 2,000. */
  within(from: Date, to: Date): Promise<Cover[]>;
  /** Writes how an offered cover was closed; `false` when it is not offered any more. */
  close(cover: Cover): Promise<boolean>;
}

/** Who is on call, by the book and by what people have taken over from each other. */
export interface Roster {
  /** The rotations of the book, with the covers that touch this range. */
  rotations(from: Date, to: Date): Promise<Rotation[]>;
  rotation(id: string, from: Date, to: Date): Promise<Rotation | undefined>;
  /** `undefined` when there is no such rotation, or nobody is on call. */
  onCall(rotationId: string, at: Date): Promise<OnCall | undefined>;
  /** Whether somebody is on call anywhere at an instant; `undefined` for whom no rotation names. */
  onShift(at: Date): Promise<(personId: string) => boolean | undefined>;
}

export type CoverAnswer =
  | { readonly ok: true; readonly cover: Cover }
  | { readonly ok: false; readonly refusal: CoverRefusal }
  /** By field of the form. */
  | { readonly ok: false; readonly faults: Readonly<Record<string, string>> };

/** What people do with covers, from whatever surface. `by` is a person of the book. */
export interface Covers {
  /** `wish`: `rotation`, `from` and `to` as local times of the rotation (`2026-01-06T18:00`), and `why`. */
  ask(by: string, wish: Readonly<Record<string, string>>): Promise<CoverAnswer>;
  take(by: string, coverId: string): Promise<CoverAnswer>;
  withdraw(by: string, coverId: string): Promise<CoverAnswer>;
}
