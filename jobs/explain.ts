import { explanationFrom } from '../src/explain/answer.js';
import type { Breaker } from '../src/explain/breaker.js';
import {
  failed as afterFailure,
  answered,
  asking,
  waitMs as breakerWaitMs,
  CLOSED,
  mayAsk,
} from '../src/explain/breaker.js';
import { correction, dayOf, mostTokens } from '../src/explain/budget.js';
import { isAskable, questionOf } from '../src/explain/question.js';
import type { RedactionPolicy } from '../src/explain/redact-text.js';
import type { Explanation } from '../src/incident/explanation.js';
import type { Incident, IncidentState } from '../src/incident/index.js';
import type { Clock, IncidentStore } from '../src/ports.js';
import type { Answered, Explainer, ExplanationStore, Question, Trouble } from '../src/ports-explain.js';
import { remember } from '../src/remember.js';
import { createWaitingQuestions } from './waiting-questions.js';

/** What the book says about asking a model. */
export interface ExplainRules {
  /** 0: the model is never asked. */
  readonly dailyTokens: number;
  /** Questions under way at once, of this instance. */
  readonly atOnce: number;
  /** IANA zone of the organisation: its midnight begins a new budget. */
  readonly zone: string;
  readonly language: string;
  readonly redact: RedactionPolicy;
  /** Everybody in the book, and their telephone numbers. */
  readonly names: readonly string[];
  readonly phones: readonly string[];
}

/** What became of a question, for the metric. `forgotten`: there was no room among those that wait. */
export type Explained = 'explained' | 'raised' | 'dropped' | 'over-budget' | 'forgotten' | Trouble;

export interface ExplainParts {
  readonly incidents: Pick<IncidentStore, 'load'>;
  readonly explainer: Explainer;
  readonly questions: ExplanationStore;
  readonly clock: Clock;
  readonly rules: () => ExplainRules;
  /** Counts the assessments of an incident: one question for each at most. */
  readonly assessedOf: (state: IncidentState) => number;
  /** Texts of the steps of its procedure. */
  readonly stepsOf: (state: IncidentState) => readonly string[];
  /** Whether its first card is there to be explained, or never will be. */
  readonly hasCard?: (incident: Incident) => boolean;
  /** Brings the explanation to the desk. What it is of an older assessment is for the desk to see. */
  readonly tell: (incidentId: string, version: number, explanation: Explanation) => Promise<void>;
  readonly observe: (outcome: Explained, about: { readonly why?: string; readonly tookMs?: number }) => void;
  readonly failed: (what: string, error: unknown) => void;
}

const MOST_WAITING = 200;
/** A storm changes its incidents every second; each is asked about so often at most. */
const AGAIN_MS = 30_000;
/** Incidents of which it is remembered when they were asked about; the store knows the rest. */
const REMEMBERED = 5_000;

/** The first card is posted, or there is no channel, or none of the channels takes it. */
const cardIsThere = ({ state, cards, owed }: Incident): boolean =>
  cards.length > 0 ||
  state.destinations.length === 0 ||
  owed.filter(({ what }) => what === 'card').every((row) => row.stuck);

/**
 * Asks a language model about incidents once their card is there, and brings its explanation to the desk. Beside
 * everything: nobody waits for it, and what goes wrong here is seen by nobody but the log and the metric.
 */
export function createExplaining(parts: ExplainParts) {
  const { incidents, explainer, questions, clock, rules, assessedOf, observe, failed, hasCard = cardIsThere } = parts;
  const waiting = createWaitingQuestions(MOST_WAITING);
  const asked = new Map<string, { readonly version: number; readonly at: number }>();
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  let breaker: Breaker = CLOSED;
  let usedUp: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let called = false;

  const note = (incidentId: string, version: number): void => {
    remember(asked, incidentId, { version, at: clock.now().getTime() }, REMEMBERED);
  };

  /** Not in this turn: whoever saved an incident goes first. */
  function pumpSoon(): void {
    if (called) return;
    called = true;
    setImmediate(() => {
      called = false;
      pump();
    });
  }

  /** Starts as many questions as may be under way, and comes back when the next one is due. */
  function pump(): void {
    clearTimeout(timer);
    const now = clock.now();
    const { atOnce, dailyTokens } = rules();
    if (dailyTokens === 0) waiting.clear();
    while (!stopping.signal.aborted && underWay.size < atOnce && mayAsk(breaker, now)) {
      const next = waiting.take(now.getTime());
      if (!next) break;
      // While it is tried whether the model answers again, this one is the only one that asks.
      breaker = asking(breaker, now);
      const one: Promise<void> = explain(next.incidentId)
        .catch((error: unknown) => {
          failed(`explaining incident ${next.incidentId}`, error);
        })
        .then(() => {
          underWay.delete(one);
          pump();
        });
      underWay.add(one);
    }
    const dueMs = waiting.waitMs(now.getTime());
    const waitMs = dueMs === undefined ? 0 : Math.max(dueMs, breakerWaitMs(breaker, now));
    // Nothing to wait for but an answer: that comes back here by itself.
    if (waitMs > 0 && !stopping.signal.aborted) timer = setTimeout(pump, waitMs).unref();
  }

  async function explain(incidentId: string): Promise<void> {
    const incident = await incidents.load(incidentId);
    if (!incident || !isAskable(incident.state) || !hasCard(incident)) return rested();
    const { state } = incident;
    const version = assessedOf(state);
    const { language, redact, names, phones } = rules();
    const question = questionOf(state, { steps: parts.stepsOf(state), redact, names, language });
    const drawn = await draw(incidentId, version, question);
    if (!drawn) return rested();
    const started = performance.now();
    const answer = await explainer.explain(question, stopping.signal);
    const tookMs = performance.now() - started;
    const isAnswer = heard(answer, tookMs);
    // Its price may stay noted too high; what it says is not lost for that.
    await questions.correct(drawn.day, correction(drawn.tokens, answer.tokens)).catch((error: unknown) => {
      failed('noting what a question cost', error);
    });
    if (!isAnswer) return;
    const explanation = explanationFrom(answer.raw, state, { model: explainer.model, phones, language });
    if ('dropped' in explanation) return observe('dropped', { why: explanation.dropped, tookMs });
    await parts.tell(incidentId, version, explanation);
    observe(explanation.raise ? 'raised' : 'explained', { tookMs });
  }

  /** The right to ask, and the tokens for it; nothing when somebody else asks, has asked, or the day is used up. */
  async function draw(
    id: string,
    version: number,
    question: Question,
  ): Promise<{ day: string; tokens: number } | undefined> {
    const now = clock.now();
    const { dailyTokens, zone } = rules();
    const day = dayOf(now, zone);
    const tokens = mostTokens(question);
    if (!(await questions.draw(day, tokens, dailyTokens, now))) {
      // Said once a day. The store is asked each time: a bill smaller than what was drawn makes room again.
      if (usedUp !== day) observe('over-budget', { why: `${dailyTokens} tokens of ${day} are used up` });
      usedUp = day;
      return undefined;
    }
    note(id, version);
    // Before the call, so that after a crash, and in any other instance, it is not asked again.
    if (await questions.first(id, version, now)) return { day, tokens };
    await questions.correct(day, -tokens);
    return undefined;
  }

  /** Tells the breaker how it went; `true` for an answer. */
  function heard(answer: Answered, tookMs: number): answer is Extract<Answered, { readonly raw: unknown }> {
    if ('raw' in answer) {
      breaker = answered();
      return true;
    }
    breaker = afterFailure(breaker, answer.failed, clock.now(), answer.afterMs);
    observe(answer.failed, { tookMs, ...(answer.status === undefined ? {} : { why: `HTTP ${answer.status}` }) });
    return false;
  }

  /** Nothing was asked, so a trial was none. */
  function rested(): void {
    breaker = afterFailure(breaker, 'stopped', clock.now());
  }

  return {
    /**
     * To be told of every incident that was saved. Costs next to nothing, never throws and never waits: it may stand
     * in the way of a thousand alarms a second.
     */
    saved(incident: Incident): void {
      const { state } = incident;
      if (stopping.signal.aborted || !isAskable(state) || !hasCard(incident)) return;
      const before = asked.get(state.id);
      if (before && before.version >= assessedOf(state)) return;
      const at = clock.now().getTime();
      const from = before ? Math.min(before.at + AGAIN_MS, at + AGAIN_MS) : at;
      const { lifeSafety } = state;
      const gone = waiting.add({ incidentId: state.id, lifeSafety, band: state.assessment.band, at, from });
      if (gone > 0) observe('forgotten', {});
      pumpSoon();
    },
    /** For the health page: whether the model is asked at all, and how many wait. */
    health: () => ({ breaker: breaker.state, waiting: waiting.size(), underWay: underWay.size }),
    async stop(): Promise<void> {
      stopping.abort();
      clearTimeout(timer);
      waiting.clear();
      await Promise.allSettled(underWay);
    },
  };
}
