import type { IncidentState, PageRecord, StepOnPath } from '../src/incident/index.js';
import { isActive, isWatched, nextStep, pathOf, rungOf } from '../src/incident/index.js';
import type { CardElement } from './card.js';
import { clip } from './card.js';
import { timesIn } from './times.js';
import type { Words } from './words/words.js';

/** People named in one line. */
const NAMES = 6;

/** `Nobody has this yet. Next at 02:13: every supervisor by SMS.` A posted card says when, not in how long: it stands still. */
export function nobodyLine(state: IncidentState, words: Words): { tone: 'strong' | 'alert'; text: string } {
  const { answering } = words;
  const times = timesIn(state.place.timezone);
  const { exhausted } = state.clock;
  const next = nextLine(state, words);
  if (exhausted) {
    const tried = triedOf(state, words).slice(0, NAMES).join(', ') || answering.nobodyToTell('');
    return { tone: 'alert', text: clip(answering.nobodyAtAll(times.time(exhausted.since), tried), 400) };
  }
  if (state.overdue) return { tone: 'alert', text: joined(words.nobodyOverdue(times.time(state.respondBy)), next) };
  return { tone: 'strong', text: joined(words.nobody(), next) };
}

const joined = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(' ');

function nextLine(state: IncidentState, words: Words): string | undefined {
  const rung = rungOf(state);
  if (!rung) return undefined;
  const at = timesIn(state.place.timezone).time(rung.at);
  if (rung.what === 'last-resort') return words.answering.lastResort(at);
  const step = state.plan.escalation.steps[rung.step];
  if (!step) return undefined;
  const targets = step.notify.slice(0, 4).map((target) => words.answering.target(target));
  const ways = step.via.map((via) => words.answering.pageVias[via]);
  return words.answering.next(targets.join(', '), ways.join(', '), at);
}

/** Who was told and did not take it, when and how. */
function triedOf(state: IncidentState, words: Words): string[] {
  const times = timesIn(state.place.timezone);
  return state.pages
    .filter((page) => page.state !== 'stopped' && page.why !== 'notice')
    .slice(-NAMES * 2)
    .reverse()
    .map((page) => {
      // That it was handed over, or arrived, is no reason to redraw a card: the time is that of the decision, until it fails.
      const at = page.state === 'failed' ? page.at : page.notBefore;
      return words.answering.tried(nameOf(page), words.answering.pageVias[page.via], times.time(at), page.error);
    });
}

export const nameOf = ({ to }: Pick<PageRecord, 'to'>): string => (to.kind === 'person' ? to.name : to.address);

/** Below the one line that everybody looks for: by which protocol, who was told, who is on the way. */
export function answeringLines(state: IncidentState, words: Words): CardElement[] {
  const { answering } = words;
  // How it was answered is in the diary once it is over; who is still out there is not over.
  if (state.status === 'resolved' || state.status === 'archived')
    return isWatched(state) ? officerLines(state, words) : [];
  const texts = [
    answering.protocol(state.plan.protocol, state.because),
    ...(state.status === 'open' && !state.clock.exhausted ? toldLine(state, words) : []),
    ...(state.joined.length > 0 ? [answering.joined(state.joined.map(({ name }) => name).join(', '))] : []),
  ];
  return [
    { kind: 'context', text: clip(texts.join(' · '), 300) },
    ...officerLines(state, words),
    ...failureLines(state, words),
  ];
}

function toldLine(state: IncidentState, words: Words): string[] {
  const told = state.pages.filter(({ state: is, why }) => is !== 'stopped' && is !== 'failed' && why !== 'notice');
  const names = new Map<string, string[]>();
  for (const page of told) {
    const ways = names.get(nameOf(page)) ?? [];
    names.set(nameOf(page), [...new Set([...ways, words.answering.pageVias[page.via]])]);
  }
  const shown = [...names].slice(0, NAMES).map(([name, ways]) => `${name} (${ways.join(', ')})`);
  const more = names.size > NAMES ? [`+${names.size - NAMES}`] : [];
  return shown.length === 0 ? [] : [words.answering.told([...shown, ...more].join(', '))];
}

/** Who could not be reached: somebody may know another way. */
function failureLines(state: IncidentState, words: Words): CardElement[] {
  const times = timesIn(state.place.timezone);
  const failed = state.pages.filter((page) => page.state === 'failed' && page.via !== 'email').slice(-3);
  if (failed.length === 0 || state.clock.exhausted) return [];
  const lines = failed.map((page) =>
    words.answering.tried(nameOf(page), words.answering.pageVias[page.via], times.time(page.at), page.error),
  );
  return [{ kind: 'context', text: clip(words.answering.notReached(lines.join(', ')), 250) }];
}

function officerLines(state: IncidentState, words: Words): CardElement[] {
  const times = timesIn(state.place.timezone);
  const shown = state.responders.slice(-5).map((responder) => {
    const { who, state: is, at, because, missedAt, welfareAskedAt } = responder;
    const line = words.answering.officer(who.name, words.answering.responderStates[is], times.time(at));
    if (missedAt) return words.answering.missing(line, times.time(missedAt));
    if (welfareAskedAt) return words.answering.asked(line, times.time(welfareAskedAt));
    return is === 'asked' && because ? `${line} (${because})` : line;
  });
  if (shown.length === 0) return [];
  const button: CardElement = {
    kind: 'actions',
    name: 'officers',
    actions: [{ id: 'respond', label: words.actions.respond, style: 'plain', more: false }],
  };
  const text: CardElement = { kind: 'text', tone: 'plain', text: clip(shown.join('\n'), 450) };
  return state.responders.some(isActive) ? [text, button] : [text];
}

/** What a model says of it, marked as such. */
export function machineLines(state: IncidentState, words: Words): CardElement[] {
  const { explanation } = state;
  if (!explanation) return [];
  const { answering } = words;
  const parts = [
    explanation.summary,
    ...(explanation.checks.length > 0 ? [`${answering.checks}${explanation.checks.slice(0, 3).join('; ')}.`] : []),
    ...(explanation.actions.length > 0 ? [`${answering.actions}${explanation.actions.slice(0, 3).join('; ')}.`] : []),
  ];
  return [
    { kind: 'text', tone: 'quote', text: clip(parts.join(' '), 450) },
    { kind: 'context', text: clip(answering.machine(explanation.model), 150) },
  ];
}

/** The next step of the procedure, with the button that does it. */
export function procedureLines(state: IncidentState, words: Words): CardElement[] {
  const { procedure } = state.plan;
  if (!procedure || procedure.steps.length === 0 || (state.status !== 'open' && state.status !== 'claimed')) return [];
  const next = nextStep(procedure, state.steps);
  const path: StepOnPath[] = pathOf(procedure, state.steps);
  if (!next) return [{ kind: 'context', text: words.answering.stepsDone(path.length) }];
  const number = path.findIndex(({ step }) => step.id === next.id) + 1;
  const required = next.required ? ` (${words.answering.required})` : '';
  return [
    {
      kind: 'text',
      tone: 'plain',
      text: words.answering.step(number, procedure.steps.length, `${clip(next.text, 300)}${required}`),
    },
    {
      kind: 'actions',
      name: 'procedure',
      actions: [{ id: 'step', label: words.actions.step, style: 'plain', more: false }],
    },
  ];
}
