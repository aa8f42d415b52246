import type { Actor, Destination, Fetched, GivenFile, PersonActor, PersonRef, TaskOutcome } from '../incident/index.js';
import type { TaskEvent } from './event.js';
import type { Assignee, Finding } from './task.js';

/** Gives a task. Everything that must be known of the world at that moment is in it. */
export type OpenTask = { readonly type: 'open'; readonly actor: Actor } & Omit<
  Extract<TaskEvent, { type: 'opened' }>,
  'type'
>;

/** What a person may ask of a task. */
export type TaskPersonCommand =
  | { readonly type: 'accept'; readonly actor: PersonActor }
  | {
      readonly type: 'hand-over';
      readonly actor: PersonActor;
      readonly to: Assignee;
      /** Chats in which whoever has it now sees it. */
      readonly destinations: readonly Destination[];
    }
  | {
      readonly type: 'check';
      readonly actor: PersonActor;
      readonly item: string;
      readonly result: Finding;
      readonly note: string;
    }
  | { readonly type: 'note'; readonly actor: PersonActor; readonly text: string }
  | { readonly type: 'evidence'; readonly actor: PersonActor; readonly files: readonly GivenFile[] }
  | { readonly type: 'put-off'; readonly actor: PersonActor; readonly dueAt: Date; readonly why: string }
  | { readonly type: 'finish'; readonly actor: PersonActor; readonly outcome: TaskOutcome; readonly note: string }
  | { readonly type: 'cancel'; readonly actor: PersonActor; readonly why: string };

export type TaskCommand =
  | OpenTask
  | TaskPersonCommand
  /** A file was kept long enough. */
  | { readonly type: 'delete-file'; readonly actor: Actor; readonly file: string; readonly why: string }
  /** What became of a file that was given. */
  | { readonly type: 'fetched'; readonly actor: Actor; readonly fetched: Fetched }
  /** A chat takes nothing: others show it too. */
  | { readonly type: 'show'; readonly actor: Actor; readonly destinations: readonly Destination[] }
  /** Time has passed; whatever is due happens. */
  | {
      readonly type: 'tick';
      readonly actor: Actor;
      /** Who is told when it is overdue, beside whoever is to do it; and where they see it. */
      readonly leads: { readonly people: readonly PersonRef[]; readonly destinations: readonly Destination[] };
    };
