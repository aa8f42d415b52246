import type { TaskActionId, TaskFormId } from '../cards/card.js';
import { taskCard } from '../cards/task-card.js';
import { newTaskForm, taskForm } from '../cards/task-forms.js';
import { timesIn } from '../cards/times.js';
import { said } from '../cards/words/en-commands.js';
import type { Words } from '../cards/words/words.js';
import type { Answer, Inbound } from '../src/inbound.js';
import { type IncidentState, isGuest, label, mayEver, type PersonActor } from '../src/incident/index.js';
import type { Clock, Directory, IncidentStore } from '../src/ports.js';
import type { TaskPlanning, TaskStore } from '../src/ports-tasks.js';
import { type Assignee, mayUseTasks, type TaskPlace, taskId, taskLabel, taskPlaceOf } from '../src/task/index.js';
import type { TaskDesk, TaskResult } from '../src/task-desk.js';
import { filesIn, saysNothing } from './evidence.js';
import { targetsOf } from './targets.js';
import { newTaskFrom, taskAskedIn } from './task-form.js';

export interface TaskingParts {
  readonly desk: TaskDesk;
  readonly tasks: Pick<TaskStore, 'load'>;
  readonly incidents: Pick<IncidentStore, 'load'>;
  readonly planning: TaskPlanning;
  readonly directory: Directory;
  /** Sites with their zones, for the form. */
  readonly places: () => Parameters<typeof newTaskForm>[0]['places'];
  /** `site` or `site/zone` with its names, as the book has them. */
  readonly placeOf: (value: string) => TaskPlace | undefined;
  readonly digest: (value: unknown) => string;
  readonly clock: Clock;
}

const ONCE_MS = 60_000;
/** Enough of a hash to tell all tasks of this world apart. */
const ID = 32;

const refused = (text: string): Answer => ({ kind: 'refused', text });

/** What people do with tasks: buttons, forms, and a look at one. */
export function createTasking(parts: TaskingParts) {
  const { desk, tasks, incidents, planning, directory, places, placeOf, digest, clock } = parts;

  const unknown = (words: Words): Answer => refused(words.task.refusal({ code: 'unknown-task' }, timesIn('UTC')));

  const assigneeIn = (words: Words) => {
    const targets = targetsOf(directory, words);
    return (value: string): Assignee | undefined => {
      const known = targets.find((target) => target.value === value);
      const [kind, id = ''] = value.split(':');
      if (!known) return undefined;
      // What a role is called is said in the language of whoever reads it.
      return kind === 'person' ? { kind, id, name: known.label } : { kind: 'role', id, name: id };
    };
  };

  function answerOf(result: TaskResult, words: Words): Answer {
    const times = timesIn(result.task?.state.place.timezone ?? 'UTC', words.locale);
    if (!result.ok) {
      const { refusal } = result;
      // A wrong field is shown beside the field; every other refusal is a sentence.
      if (refusal.code === 'invalid') return { kind: 'faults', faults: { [refusal.field]: `${refusal.why}.` } };
      const text = words.task.refusal(refusal, times);
      // What was written about it so far is not lost.
      return refusal.code === 'items-open' || refusal.code === 'photo-missing'
        ? { kind: 'faults', faults: { outcome: text } }
        : refused(text);
    }
    const name = taskLabel(result.task.state.number);
    const [event] = result.events;
    return { kind: 'done', text: event ? words.task.done(event.type, name) : `${name}: nothing to change.` };
  }

  /** The same from the same person within a minute is one task: an impatient thumb presses twice. */
  const idOf = (who: PersonActor, about: string, values: Readonly<Record<string, string>>): string =>
    taskId(digest([who.id, about, values, Math.floor(clock.now().getTime() / ONCE_MS)]).slice(0, ID));

  async function open(values: Readonly<Record<string, string>>, about: string, who: PersonActor, words: Words) {
    const incident = about === '' ? undefined : (await incidents.load(about))?.state;
    if (about !== '' && !incident) return refused(words.refusal({ code: 'unknown-incident' }, timesIn('UTC')));
    const place = incident?.place ?? placeOf(values.place ?? '');
    if (!place) return { kind: 'faults', faults: { place: 'Please choose one.' } } as const;
    const read = newTaskFrom(values, {
      now: clock.now(),
      timezone: place.timezone,
      assignee: assigneeIn(words),
      words: words.task,
    });
    if ('faults' in read) return { kind: 'faults', faults: read.faults } as const;
    const { place: _place, ...task } = read;
    const where = taskPlaceOf(place);
    const covert = incident?.covert ?? false;
    return answerOf(
      await desk.open(idOf(who, about, values), {
        type: 'open',
        actor: who,
        ...task,
        place: where,
        ...(covert ? { covert: true } : {}),
        ...(incident ? { incident: { id: incident.id, number: incident.number } } : {}),
        destinations: planning.destinations({ place: where, to: task.to, covert }),
      }),
      words,
    );
  }

  return {
    /** As it is now, with what this person may do about it. */
    async view(id: string, who: PersonActor, words: Words): Promise<Answer> {
      if (!mayUseTasks(who)) return refused(said.notForYou);
      const task = await tasks.load(id);
      return task ? { kind: 'shown', card: taskCard(task.state, { words, viewer: who }) } : unknown(words);
    },

    /** A new one is asked about; of an incident its place is known. */
    ask(who: PersonActor, words: Words, incident?: IncidentState): Answer {
      if (!mayUseTasks(who)) return refused(said.notForYou);
      if (isGuest(who)) return refused(said.notForGuests);
      const about = incident ? { incident: { id: incident.id, label: label(incident.number) } } : {};
      return {
        kind: 'ask',
        form: newTaskForm({ targets: targetsOf(directory, words), places: places(), ...about }, words),
      };
    },

    async press(action: Exclude<TaskActionId, 'task'>, id: string, who: PersonActor, words: Words): Promise<Answer> {
      if (!mayEver(who, 'note')) return refused(said.notForYou);
      if (action === 'task-accept') return answerOf(await desk.execute(id, { type: 'accept', actor: who }), words);
      const task = await tasks.load(id);
      if (!task) return unknown(words);
      return { kind: 'ask', form: taskForm(action, task.state, targetsOf(directory, words), words) };
    },

    async submit(
      inbound: Extract<Inbound, { kind: 'submit' }> & { readonly form: TaskFormId },
      words: Words,
    ): Promise<Answer> {
      const { form, about, values, who } = inbound;
      if (!mayUseTasks(who)) return refused(said.notForYou);
      if (form === 'task') return isGuest(who) ? refused(said.notForGuests) : await open(values, about, who, words);
      const task = await tasks.load(about);
      if (!task) return unknown(words);
      const { place } = task.state;
      const files = filesIn(inbound);
      if (files.length > 0) {
        const given = await desk.execute(about, { type: 'evidence', actor: who, files });
        if (!given.ok || saysNothing(values)) return answerOf(given, words);
      }
      const asked = taskAskedIn(form, values, who, {
        now: clock.now(),
        timezone: place.timezone,
        assignee: assigneeIn(words),
        words: words.task,
      });
      if ('faults' in asked) return { kind: 'faults', faults: asked.faults };
      if ('command' in asked) return answerOf(await desk.execute(about, asked.command), words);
      const to = asked.handTo;
      const destinations = planning.destinations({ place, to, covert: task.state.covert ?? false });
      return answerOf(await desk.execute(about, { type: 'hand-over', actor: who, to, destinations }), words);
    },

    /** Where it is, for whoever writes a word that calls for help. */
    where: async (id: string): Promise<TaskPlace | undefined> => (await tasks.load(id))?.state.place,
  };
}

export type Tasking = ReturnType<typeof createTasking>;
