import type { PersonActor, PersonRef, Refusal } from './incident/index.js';

/** Somebody works on the system of a site, and alarms of it are expected until then. */
export interface OnTest {
  readonly siteId: string;
  readonly from: Date;
  readonly until: Date;
  readonly by: PersonRef;
  readonly why: string;
  /** Ended before its time. */
  readonly ended?: { readonly at: Date; readonly by: PersonRef };
}

export interface OnTestStore {
  /** Begins one; another one of that site ends with it. */
  begin(test: OnTest): Promise<void>;
  /** Ends that of the site before its time; `undefined` when there is none. */
  end(siteId: string, ended: NonNullable<OnTest['ended']>): Promise<OnTest | undefined>;
  /** That of the site at this moment, as it was last looked. */
  at(siteId: string, at: Date): OnTest | undefined;
  /** All that go on at this moment. */
  all(at: Date): readonly OnTest[];
  /** Looks what other instances began and ended; to be called before the first question, and now and then. */
  look(at: Date): Promise<void>;
}

export type OnTestAnswer =
  | { readonly ok: true; readonly test: OnTest }
  | { readonly ok: false; readonly refusal: Refusal }
  | { readonly ok: false; readonly missing: true }
  /** By field of the form. */
  | { readonly ok: false; readonly faults: Readonly<Record<string, string>> };

/** What people do about it, from whatever surface. */
export interface OnTestDesk {
  /** `wish`: `site`, `for` (`30m`, `2h`, 12 hours at most) and `why`. */
  begin(actor: PersonActor, wish: Readonly<Record<string, string>>): Promise<OnTestAnswer>;
  end(actor: PersonActor, siteId: string): Promise<OnTestAnswer>;
}
