/** What a person may be in the organisation. A person can hold several. */
export const ROLES = ['responder', 'supervisor', 'loss-prevention', 'manager', 'director', 'admin', 'client'] as const;
export type Role = (typeof ROLES)[number];

/** Where a person pressed the button. It is shown: "Ana Beck has this since 02:11 (Slack)". */
export type Via = 'slack' | 'teams' | 'console' | 'sms' | 'voice' | 'api' | 'command line';

export interface PersonActor {
  readonly kind: 'person';
  /** Id in the book, or `slack:U…` for somebody in a channel whom the book does not name. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly via: Via;
}

export interface SystemActor {
  readonly kind: 'system';
  /** Which part of Tocsin acted by itself. */
  readonly id: 'intake' | 'clock' | 'delivery' | 'archive' | 'model';
}

export type Actor = PersonActor | SystemActor;

/** Somebody named in an incident; the name is kept so that history reads the same after they have left. */
export interface PersonRef {
  readonly id: string;
  readonly name: string;
}

/** In a channel that takes guests, and not in the book: has what that channel shows, and nothing else. */
export const isGuest = ({ id }: PersonRef): boolean => /^(slack|teams):/.test(id);

export const refOf = (actor: PersonActor): PersonRef => ({ id: actor.id, name: actor.name });
