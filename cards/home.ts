import type { IncidentState, ThreatLevel } from '../src/incident/index.js';
import { label } from '../src/incident/index.js';
import type { TaskState } from '../src/task/index.js';
import type { Card, CardElement } from './card.js';
import { clip } from './card.js';
import { titleOf } from './incident-card.js';
import type { Links } from './storm-card.js';
import { type TaskLinks, taskItem } from './task-card.js';
import { timesIn } from './times.js';
import { en } from './words/en.js';
import type { Words } from './words/words.js';

/** What somebody sees who opens the bot itself: what is theirs, what nobody has, who is on call. */
export interface HomeFacts {
  readonly name: string;
  readonly threat: ThreatLevel;
  readonly mine: readonly IncidentState[];
  /** Nobody has these; the most urgent first. */
  readonly waiting: readonly IncidentState[];
  /** Theirs, and those that anybody of their role can take; the next one first. */
  readonly tasks: readonly TaskState[];
  /** One line each. */
  readonly onCall: readonly string[];
  readonly onTest: readonly string[];
  readonly now: Date;
}

const SHOWN = 10;

export function homeCard(facts: HomeFacts, links: Links & TaskLinks, words: Words = en): Card {
  const { home } = words;
  const incidents = (title: string, states: readonly IncidentState[]): CardElement[] =>
    states.length === 0
      ? []
      : section(
          title,
          states.slice(0, SHOWN).map((state) => itemOf(state, links, words)),
        );
  const elements: CardElement[] = [
    { kind: 'header', text: clip(home.title(facts.name), 140) },
    { kind: 'text', tone: 'strong', text: `${words.threat.label} ${words.threat.levels[facts.threat]}` },
    ...incidents(home.mine, facts.mine),
    ...incidents(home.waiting, facts.waiting),
    ...section(
      words.task.mine,
      facts.tasks.slice(0, SHOWN).map((state) => taskItem(state, links, words)),
    ),
    ...(facts.mine.length + facts.waiting.length === 0
      ? [{ kind: 'text', tone: 'plain', text: home.quiet } as const]
      : []),
    ...section(
      home.onCall,
      facts.onCall.map((text) => ({ text: clip(text, 300) })),
    ),
    ...section(
      home.onTest,
      facts.onTest.map((text) => ({ text: clip(text, 300) })),
    ),
    {
      kind: 'actions',
      name: 'home',
      actions: [
        { id: 'report', label: words.actions.report, style: 'primary', more: false },
        { id: 'task', label: words.task.actions.task, style: 'plain', more: false },
      ],
    },
    { kind: 'context', text: home.how },
  ];
  return { topic: 'bulletin', accent: 'done', fallback: home.title(facts.name), elements };
}

const section = (title: string, items: readonly { readonly text: string; readonly url?: string }[]): CardElement[] =>
  items.length === 0
    ? []
    : [
        { kind: 'text', tone: 'strong', text: title },
        { kind: 'list', items },
      ];

function itemOf(state: IncidentState, links: Links, words: Words) {
  const url = links.incident(state.number);
  const at = timesIn(state.place.timezone).dayTime(state.openedAt);
  const text = `${label(state.number)} ${words.bands[state.assessment.band]} ${titleOf(state, words)}, ${state.place.siteName}, ${at}`;
  return { text: clip(text, 300), ...(url === undefined ? {} : { url }) };
}
