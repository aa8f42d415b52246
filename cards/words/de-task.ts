import type { Role } from '../../src/incident/index.js';
import { evidence } from './de-evidence.js';
import { roles } from './de-lists.js';
import { assigneeIn, listed, type TaskWords } from './task-words.js';

/** Roles as they stand in a sentence. */
export const WHO: Readonly<Record<Role, string>> = {
  responder: 'eine Einsatzkraft',
  supervisor: 'die Schichtleitung',
  'loss-prevention': 'die Revision',
  manager: 'die Einsatzleitung',
  director: 'die Direktion',
  admin: 'die Administration',
  client: 'der Kunde',
};
const oneOf = listed(WHO);
const { whoIs, named } = assigneeIn(roles);

const kinds: TaskWords['kinds'] = {
  patrol: 'Rundgang',
  investigation: 'Ermittlung',
  audit: 'Geräteprüfung',
  'follow-up': 'Nacharbeit',
};
const statuses: TaskWords['statuses'] = {
  open: 'offen',
  accepted: 'angenommen',
  overdue: 'ÜBERFÄLLIG',
  done: 'erledigt',
  cancelled: 'abgesagt',
};
const findings: TaskWords['findings'] = { ok: 'in Ordnung', problem: 'MANGEL' };
const outcomes: TaskWords['outcomes'] = {
  'in-order': 'alles in Ordnung',
  found: 'es wurde etwas gefunden',
  'not-possible': 'es war nicht möglich',
};
const fields: TaskWords['fields'] = {
  kind: 'Art der Aufgabe',
  title: 'Was zu tun ist',
  details: 'Einzelheiten',
  place: 'Ort',
  to: 'Wer es tun soll',
  due: 'Bis wann',
  dueHint: 'Zum Beispiel 45m, 2h, 1d oder eine Uhrzeit: 22:00, tomorrow 6:00',
  checklist: 'Prüfpunkte',
  checklistHint: 'Einer je Zeile; jeder muss geprüft werden. Eine Zeile, die mit ? beginnt, darf entfallen.',
  item: 'Prüfpunkt',
  result: 'Ergebnis',
  outcome: 'Was dabei herauskam',
  note: 'Was Sie vorgefunden haben',
  noteHint: 'Nötig, wenn etwas nicht in Ordnung ist',
  text: 'Notiz',
  why: 'Warum',
};
const after = (text: string): string => (text === '' ? '' : `: ${text}`);

/** Tasks in German. */
export const task: TaskWords = {
  kinds,
  statuses,
  findings,
  outcomes,
  fields,
  actions: {
    task: 'Aufgabe…',
    'task-accept': 'Annehmen',
    'task-check': 'Punkt prüfen…',
    'task-done': 'Erledigt…',
    'task-assign': 'Übergeben…',
    'task-note': 'Notiz…',
    'task-put-off': 'Verschieben…',
    'task-cancel': 'Absagen…',
  },
  forms: {
    task: { title: 'Neue Aufgabe', submit: 'Vergeben' },
    'task-check': { title: 'Prüfen', submit: 'Speichern' },
    'task-done': { title: 'Erledigt', submit: 'Abschließen' },
    'task-assign': { title: 'Übergeben', submit: 'Übergeben' },
    'task-note': { title: 'Notiz', submit: 'Hinzufügen' },
    'task-put-off': { title: 'Verschieben', submit: 'Verschieben' },
    'task-cancel': { title: 'Absagen', submit: 'Aufgabe absagen' },
  },
  standing(facts) {
    switch (facts.is) {
      case 'open':
        return facts.named
          ? `${facts.who} soll das bis ${facts.due} erledigen.`
          : `Für ${facts.who}, wer es zuerst annimmt, bis ${facts.due}.`;
      case 'accepted':
        return `${facts.who} ist seit ${facts.since} dabei. Fällig ${facts.due}.`;
      case 'overdue':
        return facts.named
          ? `ÜBERFÄLLIG seit ${facts.due}. ${facts.who} sollte es erledigen.`
          : `ÜBERFÄLLIG seit ${facts.due}. Niemand (${facts.who}) hat es angenommen.`;
      case 'done':
        return `Erledigt ${facts.at} von ${facts.who}: ${outcomes[facts.outcome]}${facts.note ? `. ${facts.note}` : ''}`;
      case 'cancelled':
        return `Abgesagt ${facts.at} von ${facts.who}: ${facts.why}`;
      default:
        return facts satisfies never;
    }
  },
  item: (text, required) => `☐ ${text}${required ? '' : ' (darf entfallen)'}`,
  photo: (given) => (given ? '☑ Ein Bild ist da' : '☐ Ein Bild davon'),
  checked: ({ text, result, note, by, at }) =>
    `☑ ${text}: ${findings[result]}${note ? `, ${note}` : ''} (${by}, ${at})`,
  from: (name) => `von ${name}`,
  byRule: 'vom Alarmplan vergeben',
  belongsTo: (label) => `gehört zu ${label}`,
  ring: (why, what, due) =>
    ({
      given: `${what} ist für Sie, fällig ${due}.`,
      reminder: `${what} ist ${due} fällig.`,
      overdue: `${what} ist seit ${due} ÜBERFÄLLIG.`,
    })[why],
  event(event, by, times) {
    switch (event.type) {
      case 'opened':
        return `${by} hat sie an ${whoIs(event.to)} vergeben, fällig ${times.dayTime(event.dueAt)}`;
      case 'accepted':
        return `${by} hat sie angenommen`;
      case 'handed-over':
        return `${by} hat sie an ${whoIs(event.to)} übergeben, vorher ${whoIs(event.from)}`;
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
        return 'Ein Chat nimmt nichts an: sie steht auch anderswo';
      case 'put-off':
        return `${by} hat sie auf ${times.dayTime(event.dueAt)} verschoben: ${event.why}`;
      case 'reminded':
        return 'Erinnert';
      case 'overdue':
        return `Überfällig seit ${times.dayTime(event.dueAt)}`;
      case 'done':
        return `${by} hat sie erledigt: ${outcomes[event.outcome]}${event.note ? `. ${event.note}` : ''}`;
      case 'cancelled':
        return `${by} hat sie abgesagt: ${event.why}`;
      default:
        return event satisfies never;
    }
  },
  done: (type, label) =>
    `${label}: ${
      {
        opened: 'vergeben.',
        accepted: 'Sie haben sie.',
        'handed-over': 'übergeben.',
        checked: 'notiert.',
        'evidence-given': 'angenommen. Die Datei wird jetzt geholt und mit einer Prüfsumme versehen.',
        'evidence-kept': 'Beweismittel gesichert.',
        'evidence-failed': 'Beweismittel nicht zu bekommen.',
        'evidence-deleted': 'Beweismittel gelöscht.',
        noted: 'Notiz hinzugefügt.',
        'shown-too': 'auch anderswo gezeigt.',
        'put-off': 'verschoben.',
        reminded: 'erinnert.',
        overdue: 'überfällig.',
        done: 'erledigt.',
        cancelled: 'abgesagt.',
      }[type]
    }`,
  refusal(refused, times) {
    switch (refused.code) {
      case 'unknown-task':
        return 'Diese Aufgabe gibt es nicht mehr.';
      case 'over':
        return refused.is === 'done'
          ? `${refused.by} hat das am ${times.dayTime(refused.at)} erledigt.`
          : `${refused.by} hat das am ${times.dayTime(refused.at)} abgesagt.`;
      case 'already-accepted':
        return `${refused.by.name} ist seit ${times.dayTime(refused.since)} dabei. Die Aufgabe kann übergeben werden.`;
      case 'not-permitted':
        return `Das darf nur ${oneOf(refused.needs, 'oder')}.`;
      case 'not-yours':
        return `Das ist für ${whoIs(refused.whose)}; außerdem darf das ${oneOf(refused.needs, 'oder')}.`;
      case 'items-open':
        return `Noch zu prüfen: ${refused.items
          .slice(0, 5)
          .map(({ text }) => `„${text}“`)
          .join(', ')}${refused.items.length > 5 ? ` und ${refused.items.length - 5} weitere` : ''}.`;
      case 'photo-missing':
        return 'Bitte ein Bild beifügen: im Formular oder als Notiz.';
      case 'no-such-item':
        return 'Diesen Prüfpunkt hat die Aufgabe nicht.';
      case 'too-long':
        return 'Diese Aufgabe hat schon zu viele Notizen.';
      case 'invalid':
        return `${fields[refused.field as keyof typeof fields] ?? refused.field}: ${refused.why}.`;
      case 'busy':
        return 'Zu viele Personen haben das gleichzeitig geändert. Bitte noch einmal drücken.';
      default:
        return refused satisfies never;
    }
  },
  told(news, by, times) {
    const what = `TASK-${news.number} ${kinds[news.kind]} „${news.title}“`;
    switch (news.status) {
      case 'open':
        return `${what} für ${named(news.who)}, fällig ${times.dayTime(news.dueAt)}`;
      case 'accepted':
        return `${by} hat ${what} angenommen`;
      case 'overdue':
        return `${what} ist seit ${times.dayTime(news.dueAt)} überfällig: ${named(news.who)}`;
      case 'done':
        return `${by} hat ${what} erledigt: ${news.outcome ? outcomes[news.outcome] : ''}${news.note ? `. ${news.note}` : ''}`;
      case 'cancelled':
        return `${by} hat ${what} abgesagt${after(news.note ?? '')}`;
      default:
        return news.status satisfies never;
    }
  },
  line(news, times) {
    const what = `TASK-${news.number} ${kinds[news.kind]}`;
    switch (news.status) {
      case 'open':
        return `${what}: ${named(news.who)}, fällig ${times.dayTime(news.dueAt)}`;
      case 'accepted':
        return `${what}: ${named(news.who)} ist dabei, fällig ${times.dayTime(news.dueAt)}`;
      case 'overdue':
        return `${what}: ÜBERFÄLLIG seit ${times.dayTime(news.dueAt)}, ${named(news.who)}`;
      case 'done':
        return `${what}: erledigt, ${news.outcome ? outcomes[news.outcome] : ''} (${named(news.who)})`;
      case 'cancelled':
        return `${what}: abgesagt`;
      default:
        return news.status satisfies never;
    }
  },
  mine: 'Ihre Aufgaben',
  title: (count, mine) =>
    count === 0
      ? mine
        ? 'Sie haben keine offene Aufgabe'
        : 'Keine Aufgabe ist offen'
      : `${mine ? 'Ihre Aufgaben' : 'Offene Aufgaben'}, die nächste zuerst`,
  listed: ({ label, kind, title, place, who, due, status }) =>
    `${label} ${kind}: ${title}, ${place}. ${who}, ${status === 'overdue' ? `ÜBERFÄLLIG seit ${due}` : `fällig ${due}`}${status === 'accepted' ? ', angenommen' : ''}`,
};
