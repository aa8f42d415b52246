import { renderToString } from 'preact-render-to-string';
import type { Card, CardElement } from '../../../cards/card.js';
import { incidentCard } from '../../../cards/incident-card.js';
import { digest } from '../../../src/digest.js';
import { explanationFrom } from '../../../src/explain/answer.js';
import { questionOf } from '../../../src/explain/question.js';
import type { Explanation, Incident, IncidentState, Report, Signal } from '../../../src/incident/index.js';
import { apply, decide } from '../../../src/incident/index.js';
import { createInterpret } from '../../../src/interpret.js';
import { createOpenings } from '../../../src/openings.js';
import { createPlanning } from '../../../src/planning.js';
import type { InboxRow } from '../../../src/ports.js';
import type { Explainer, Question } from '../../../src/ports-explain.js';
import { readySources } from '../../../src/sources.js';
import { CardView } from '../../../src/surfaces/console/card.js';
import { renderCard } from '../../../src/surfaces/slack/render.js';
import { asking } from '../../explain/given.js';
import { minute, NIGHT } from '../../incident/given.js';
import { inboxRow } from '../../intake/given.js';
import { riverside } from '../../jobs/alarms.js';
import type { Hostile } from './hostile.js';

const { live } = readySources(riverside, () => 'secret');
const { interpret } = createInterpret(
  () => riverside,
  () => live,
);
const surfaces = new Set(['slack'] as const);
const openings = createOpenings({
  book: () => riverside,
  clock: { now: () => minute(1) },
  digest,
  surfaces,
  fallback: { surface: 'slack', to: 'C0OPS' },
  planning: createPlanning({
    book: () => riverside,
    digest,
    ways: () => ({ chatId: () => undefined, sms: false, voice: false, email: false, optedOut: () => false }),
    surfaces,
    isDown: () => false,
    onCall: () => undefined,
    ranking: () => Promise.reject(new Error('nobody is sent anywhere in this suite')),
  }),
  onTest: () => false,
});

const rowOf = (body: unknown): InboxRow => inboxRow(Buffer.from(JSON.stringify(body), 'utf8'), { receivedAt: NIGHT });

/** What the bytes of an alarm ask for, by the same code as in the house. */
export async function reportOf({ alarm }: Pick<Hostile, 'alarm'>): Promise<Report> {
  const base = {
    key: 'k1',
    kind: 'forced-door',
    occurredAt: NIGHT.toISOString(),
    site: 'riverside-mall',
    zone: 'loading-dock',
    device: 'door-dock-2',
    subject: 'Dock door forced',
  };
  const { signals } = await interpret(rowOf({ ...base, ...alarm }));
  return { ...openings.report(signals as [Signal, ...Signal[]], 'b1', 0), number: 42 };
}

/** The incident that it opens. */
export async function incidentOf(hostile: Hostile): Promise<Incident> {
  const report = await reportOf(hostile);
  const decision = decide(undefined, report, minute(1));
  if (!decision.ok) throw new Error(`the alarm opened nothing: ${decision.refusal.code}`);
  return apply('i-1', undefined, decision.events, { actor: report.actor, now: minute(1), digest });
}

/** What leaves the house. */
export const askedOf = (incident: Incident): Question =>
  questionOf(incident.state, asking({ names: riverside.data.people.map(({ name }) => name) }));

export interface Outcome {
  readonly raw: unknown;
  readonly explanation: Explanation | undefined;
  readonly after: Incident;
}

/** The whole way back: answer, check, decision, next incident. */
export async function explained(incident: Incident, explainer: Explainer, question: Question): Promise<Outcome> {
  const answer = await explainer.explain(question, new AbortController().signal);
  if (!('raw' in answer)) return { raw: undefined, explanation: undefined, after: incident };
  const read = explanationFrom(answer.raw, incident.state, { model: explainer.model, phones: ['+4930110'] });
  if ('dropped' in read) return { raw: answer.raw, explanation: undefined, after: incident };
  return { raw: answer.raw, explanation: read, after: withExplanation(incident, read) };
}

export function withExplanation(incident: Incident, explanation: Explanation): Incident {
  const actor = { kind: 'system', id: 'model' } as const;
  const command = { type: 'explain', actor, explanation, assessed: incident.state.assessed } as const;
  const decision = decide(incident.state, command, minute(2));
  if (!decision.ok) throw new Error(decision.refusal.code);
  return apply('i-1', incident, decision.events, { actor, now: minute(2), digest });
}

/** The card with the explanation on it, also where the card itself does not show one: as plain text. */
export function cardOf(state: IncidentState, explanation: Explanation | undefined): Card {
  const card = incidentCard(state, { now: minute(3), live: true });
  if (!explanation) return card;
  const { summary, classification, actions, checks, raise } = explanation;
  const texts = [summary, classification, ...actions, ...checks, ...(raise ? [raise.to, raise.why] : [])];
  const more: CardElement[] = [
    ...texts.map((text): CardElement => ({ kind: 'text', tone: 'plain', text })),
    { kind: 'context', text: texts.join(' · ') },
    { kind: 'list', items: texts.map((text) => ({ text })) },
  ];
  return { ...card, fallback: `${card.fallback} ${summary}`, elements: [...card.elements, ...more] };
}

export const slackOf = (card: Card) => renderCard(card);
export const htmlOf = (card: Card): string =>
  renderToString(CardView({ card, at: '/console/incidents/42', csrf: 'csrf' }));
