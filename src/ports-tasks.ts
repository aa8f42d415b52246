import type { Destination, PersonRef, TaskKind } from './incident/index.js';
import type { Assignee, Task, TaskPlace } from './task/index.js';

/** What tasks ask of the world: where they are kept, and who sees them. */

/** Filters of lists and of the API. */
export interface TaskQuery {
  readonly live?: boolean;
  readonly kinds?: readonly TaskKind[];
  readonly siteId?: string;
  readonly incidentId?: string;
  /** Theirs by name, or open to one of these roles. */
  readonly of?: { readonly personId: string; readonly roles: readonly string[] };
  /** Only those whose time is over. */
  readonly overdue?: boolean;
  readonly since?: Date;
  /** Opaque, from the page before. */
  readonly after?: string;
  /** 1–200. */
  readonly limit: number;
  /** `due` is the order of work, `newest` that of lists. */
  readonly order: 'due' | 'newest';
}

export interface TaskStore {
  load(id: string): Promise<Task | undefined>;
  loadByNumber(number: number): Promise<Task | undefined>;
  /** `false` when a task of this id exists already. */
  insert(task: Task): Promise<boolean>;
  /** Writes the successor of the version read; `false` when somebody else was faster. */
  save(task: Task): Promise<boolean>;
  list(query: TaskQuery): Promise<{ readonly items: readonly Task[]; readonly next?: string }>;
  /** Ids of tasks whose clock has run out. */
  due(now: Date, limit: number): Promise<readonly string[]>;
  /** Tasks of which a chat is owed something by then, the longest owed first. */
  owing(now: Date, limit: number): Promise<readonly Pick<Task, 'state' | 'cards'>[]>;
  /** Tasks whose incident has not heard all of it. */
  telling(limit: number): Promise<readonly Task[]>;
}

/** What the book says of who does a task and who sees it. */
export interface TaskPlanning {
  /** Chats in which it stands. */
  destinations(about: {
    readonly place: TaskPlace;
    readonly to: Assignee;
    readonly covert?: boolean;
  }): readonly Destination[];
  /** Channels of the site, where somebody's own chat takes nothing. */
  channels(about: { readonly place: TaskPlace; readonly covert?: boolean }): readonly Destination[];
  /** Who leads at this site: they are told of what is overdue. */
  leads(
    place: TaskPlace,
    /** For the how manieth time it is said, and who is to do it. */
    about: { readonly times: number; readonly doer: string | undefined },
  ): { readonly people: readonly PersonRef[]; readonly destinations: readonly Destination[] };
}

/** Told when a task was saved; never throws, never waits. */
export interface TaskBell {
  saved(task: Task): void;
}

/** Up to when something was done that the calendar asks for. */
export interface MarkStore {
  /** The mark of this name; set now when there is none. */
  begin(name: string, at: Date): Promise<Date>;
  /** Forward only. */
  advance(name: string, at: Date): Promise<void>;
}
