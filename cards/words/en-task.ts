import { evidence } from './en-evidence.js';
import { roles } from './en-lists.js';
import { assigneeIn, listed, type TaskWords } from './task-words.js';

const oneOf = listed(roles);
const { whoIs, named } = assigneeIn(roles);

const kinds: TaskWords['kinds'] = {
  patrol: 'Patrol',
  investigation: 'Investigation',
  audit: 'Equipment audit',
  'follow-up': 'Follow-up',
};
const statuses: TaskWords['statuses'] = {
  open: 'open',
  accepted: 'accepted',
  overdue: 'OVERDUE',
  done: 'done',
  cancelled: 'cancelled',
};
const findings: TaskWords['findings'] = { ok: 'in order', problem: 'PROBLEM' };
const outcomes: TaskWords['outcomes'] = {
  'in-order': 'all in order',
  found: 'something was found',
  'not-possible': 'it could not be done',
};
const fields: TaskWords['fields'] = {
  kind: 'What kind of task',
  title: 'What is to be done',
  details: 'Details',
  place: 'Where',
  to: 'Who is to do it',
  due: 'Until when',
  dueHint: 'For example 45m, 2h, 1d, or a time: 22:00, tomorrow 6:00',
  checklist: 'Points to look at',
  checklistHint: 'One on each line; each has to be looked at. A line that begins with ? may be left out.',
  item: 'Point',
  result: 'How it is',
  outcome: 'What came of it',
  note: 'What you found',
  noteHint: 'Needed when something is not in order',
  text: 'Note',
  why: 'Why',
};
const after = (text: string): string => (text === '' ? '' : `: ${text}`);

export const task: TaskWords = {
  kinds,
  statuses,
  findings,
  outcomes,
  fields,
  actions: {
    task: 'Task…',
    'task-accept': 'Accept',
    'task-check': 'Check a point…',
    'task-done': 'Done…',
    'task-assign': 'Hand over…',
    'task-note': 'Note…',
    'task-put-off': 'Put off…',
    'task-cancel': 'Cancel it…',
  },
  forms: {
    task: { title: 'New task', submit: 'Give it' },
    'task-check': { title: 'Check', submit: 'Save' },
    'task-done': { title: 'Done', submit: 'Finish' },
    'task-assign': { title: 'Hand over', submit: 'Hand over' },
    'task-note': { title: 'Note', submit: 'Add' },
    'task-put-off': { title: 'Put off', submit: 'Put off' },
    'task-cancel': { title: 'Cancel', submit: 'Cancel the task' },
  },
  standing(facts) {
    switch (facts.is) {
      case 'open':
        return facts.named
          ? `${facts.who} is to do this by ${facts.due}.`
          : `For ${facts.who}, whoever takes it first, by ${facts.due}.`;
      case 'accepted':
        return `${facts.who} does this since ${facts.since}. Due ${facts.due}.`;
      case 'overdue':
        return facts.named
          ? `OVERDUE since ${facts.due}. ${facts.who} was to do it.`
          : `OVERDUE since ${facts.due}. Nobody (${facts.who}) has taken it.`;
      case 'done':
        return `Done ${facts.at} by ${facts.who}: ${outcomes[facts.outcome]}${facts.note ? `. ${facts.note}` : ''}`;
      case 'cancelled':
        return `Cancelled ${facts.at} by ${facts.who}: ${facts.why}`;
      default:
        return facts satisfies never;
    }
  },
  item: (text, required) => `☐ ${text}${required ? '' : ' (may be left out)'}`,
  photo: (given) => (given ? '☑ A picture is there' : '☐ A picture of it'),
  checked: ({ text, result, note, by, at }) =>
    `☑ ${text}: ${findings[result]}${note ? `, ${note}` : ''} (${by}, ${at})`,
  from: (name) => `from ${name}`,
  byRule: 'given by the protocol',
  belongsTo: (label) => `belongs to ${label}`,
  ring: (why, what, due) =>
    ({
      given: `${what} is yours, due ${due}.`,
      reminder: `${what} is due ${due}.`,
      overdue: `${what} is OVERDUE since ${due}.`,
    })[why],
  event(event, by, times) {
    switch (event.type) {
      case 'opened':
        return `${by} gave it to ${whoIs(event.to)}, due ${times.dayTime(event.dueAt)}`;
      case 'accepted':
        return `${by} accepted it`;
      case 'handed-over':
        return `${by} gave it to ${whoIs(event.to)}, before that ${whoIs(event.from)}`;
      case 'checked':
        return `${by}: ${event.text}: ${findings[event.result]}${event.note ? `, ${event.note}` : ''}`;
      case 'noted':
        return `${by}: ${event.text}`;
      case 'evidence-given':
      case 'evidence-kept':
      case 'evidence-failed':
      case 'evidence-deleted':
        return evidence.event(event, by);
      case 'shown-too':
        return 'A chat takes nothing: it stands elsewhere as well';
      case 'put-off':
        return `${by} put it off until ${times.dayTime(event.dueAt)}: ${event.why}`;
      case 'reminded':
        return 'Reminded';
      case 'overdue':
        return `Overdue since ${times.dayTime(event.dueAt)}`;
      case 'done':
        return `${by} finished it: ${outcomes[event.outcome]}${event.note ? `. ${event.note}` : ''}`;
      case 'cancelled':
        return `${by} cancelled it: ${event.why}`;
      default:
        return event satisfies never;
    }
  },
  done: (type, label) =>
    `${label}: ${
      {
        opened: 'given.',
        accepted: 'it is yours.',
        'handed-over': 'handed over.',
        checked: 'noted.',
        'evidence-given': 'taken. It is fetched and hashed now.',
        'evidence-kept': 'evidence is kept.',
        'evidence-failed': 'evidence could not be had.',
        'evidence-deleted': 'evidence was deleted.',
        noted: 'note added.',
        'shown-too': 'shown elsewhere.',
        'put-off': 'put off.',
        reminded: 'reminded.',
        overdue: 'overdue.',
        done: 'done.',
        cancelled: 'cancelled.',
      }[type]
    }`,
  refusal(refused, times) {
    switch (refused.code) {
      case 'unknown-task':
        return 'This task does not exist any more.';
      case 'over':
        return refused.is === 'done'
          ? `${refused.by} finished this at ${times.dayTime(refused.at)}.`
          : `${refused.by} cancelled this at ${times.dayTime(refused.at)}.`;
      case 'already-accepted':
        return `${refused.by.name} does this since ${times.dayTime(refused.since)}. It can be handed over.`;
      case 'not-permitted':
        return `Only ${oneOf(refused.needs, 'or')} may do that.`;
      case 'not-yours':
        return `This is for ${whoIs(refused.whose)}; besides, ${oneOf(refused.needs, 'or')} may do that.`;
      case 'items-open':
        return `Still to be looked at: ${refused.items
          .slice(0, 5)
          .map(({ text }) => `“${text}”`)
          .join(', ')}${refused.items.length > 5 ? ` and ${refused.items.length - 5} more` : ''}.`;
      case 'photo-missing':
        return 'Please give a picture: with the form, or as a note.';
      case 'no-such-item':
        return 'This task has no such point.';
      case 'too-long':
        return 'This task has too many notes already.';
      case 'invalid':
        return `${fields[refused.field as keyof typeof fields] ?? refused.field}: ${refused.why}.`;
      case 'busy':
        return 'Too many people changed this at once. Please press again.';
      default:
        return refused satisfies never;
    }
  },
  told(news, by, times) {
    const what = `TASK-${news.number} ${kinds[news.kind]} “${news.title}”`;
    switch (news.status) {
      case 'open':
        return `${what} for ${named(news.who)}, due ${times.dayTime(news.dueAt)}`;
      case 'accepted':
        return `${by} accepted ${what}`;
      case 'overdue':
        return `${what} is overdue since ${times.dayTime(news.dueAt)}: ${named(news.who)}`;
      case 'done':
        return `${by} finished ${what}: ${news.outcome ? outcomes[news.outcome] : ''}${news.note ? `. ${news.note}` : ''}`;
      case 'cancelled':
        return `${by} cancelled ${what}${after(news.note ?? '')}`;
      default:
        return news.status satisfies never;
    }
  },
  line(news, times) {
    const what = `TASK-${news.number} ${kinds[news.kind]}`;
    switch (news.status) {
      case 'open':
        return `${what}: ${named(news.who)}, due ${times.dayTime(news.dueAt)}`;
      case 'accepted':
        return `${what}: ${named(news.who)} is on it, due ${times.dayTime(news.dueAt)}`;
      case 'overdue':
        return `${what}: OVERDUE since ${times.dayTime(news.dueAt)}, ${named(news.who)}`;
      case 'done':
        return `${what}: done, ${news.outcome ? outcomes[news.outcome] : ''} (${named(news.who)})`;
      case 'cancelled':
        return `${what}: cancelled`;
      default:
        return news.status satisfies never;
    }
  },
  mine: 'Your tasks',
  title: (count, mine) =>
    count === 0
      ? mine
        ? 'You have no open task'
        : 'No task is open'
      : `${mine ? 'Your tasks' : 'Open tasks'}, the next one first`,
  listed: ({ label, kind, title, place, who, due, status }) =>
    `${label} ${kind}: ${title}, ${place}. ${who}, ${status === 'overdue' ? `OVERDUE since ${due}` : `due ${due}`}${status === 'accepted' ? ', accepted' : ''}`,
};
