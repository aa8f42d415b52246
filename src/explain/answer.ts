import type { Classification, Explanation } from '../incident/explanation.js';
import type { Band, IncidentState } from '../incident/index.js';
import { BANDS, bandRank } from '../incident/index.js';
import { readAnswer } from './answer-shape.js';
import { claimIn } from './claims.js';
import { tame } from './tame.js';
import { cut, oneLine } from './text.js';

/** Why an answer is thrown away whole: the rule-based narrative stands, and nobody sees anything of it. */
export interface Dropped {
  readonly dropped: string;
}

export interface Answering {
  /** Name of the model, as it is asked for. */
  readonly model: string;
  /** Telephone numbers that the book has (E.164); any other is taken out. */
  readonly phones: readonly string[];
  /** ISO 639-1; tells where a sentence ends. */
  readonly language?: string;
}

const LENGTHS = { summary: 400, item: 200, items: 5, model: 60 } as const;

/** They would make somebody slower, so they are said of no alarm in which a person may be dying. */
const BELITTLES: ReadonlySet<Classification> = new Set(['likely-false', 'equipment']);

/**
 * What a model answered, as an explanation that may stand on a card, or why it may not. Whatever made the model say
 * it: the enums are closed, texts are bounded and lead nowhere, sentences that no machine may say are gone, and it asks
 * for the next band up or for nothing.
 */
export function explanationFrom(raw: unknown, state: IncidentState, answering: Answering): Explanation | Dropped {
  const read = readAnswer.safeParse(raw);
  if (!read.success) {
    const [issue] = read.error.issues;
    // The path is made of our own words; the value is not.
    return { dropped: `not in the shape that was asked for, at ${issue?.path.map(String).join('.') || 'its root'}` };
  }
  const { data } = read;
  if (state.lifeSafety && BELITTLES.has(data.classification))
    return { dropped: `it calls a life-safety alarm ${data.classification}` };
  const summary = wellSaid(data.summary, LENGTHS.summary, answering, 2);
  if (summary === '') return { dropped: 'its summary says nothing that a machine may say' };
  const raise = raiseOf(data.raise ?? undefined, state, answering);
  return {
    summary,
    classification: data.classification,
    actions: listOf(data.actions, answering),
    checks: listOf(data.checks, answering),
    confidence: data.confidence,
    ...(raise ? { raise } : {}),
    model: cut(oneLine(answering.model), LENGTHS.model),
  };
}

/** The sentences that may be said, as many as asked for. */
function wellSaid(text: string, max: number, { phones, language = 'en' }: Answering, sentences = 3): string {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  // Tamed first: what was hidden is seen then, and what was two sentences can have become one.
  const kept = [...segmenter.segment(tame(text, 2_000, phones))]
    .map(({ segment }) => segment.trim())
    .filter(
      (segment) => /[\p{L}\d]/u.test(segment.replace(/\[\p{L}+ removed\]/gu, '')) && claimIn(segment) === undefined,
    );
  const said = kept.slice(0, sentences).join(' ');
  // Two halves of a phrase in two sentences are a phrase again once what stood between them is gone.
  return claimIn(said) === undefined ? tame(said, max, phones) : '';
}

const listOf = (items: readonly string[], answering: Answering): readonly string[] =>
  [...new Set(items.map((item) => wellSaid(item, LENGTHS.item, answering)).filter((item) => item !== ''))].slice(
    0,
    LENGTHS.items,
  );

/**
 * The next band up, with a reason; nothing else. It asks once for an incident, and not where a person has said how bad
 * it is.
 */
function raiseOf(
  asked: { readonly to: Band; readonly why: string } | undefined,
  state: IncidentState,
  answering: Answering,
): Explanation['raise'] {
  if (!asked || bandRank(asked.to) <= bandRank(state.assessment.band)) return undefined;
  if (state.explanation?.raised || state.rating) return undefined;
  const to = BANDS[bandRank(state.assessment.band) + 1];
  const why = wellSaid(asked.why, LENGTHS.item, answering);
  return to && why !== '' ? { to, why } : undefined;
}
