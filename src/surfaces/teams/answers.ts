import type { Card, Form } from '../../../cards/card.js';
import type { Answer } from '../../inbound.js';
import type { AdaptiveCard } from './adaptive.js';
import { renderCard, renderForm } from './render.js';

/**
 * What Teams shows to the one who pressed: a card in the place of the message, or a sentence above it. `text` of a card is what it
 * comes to where no card may stand.
 */
export type Shown = { readonly card: AdaptiveCard; readonly text?: string } | { readonly text: string };

/** The body of an answer to `adaptiveCard/action`. */
export const invokeBody = (shown: Shown) =>
  'card' in shown
    ? { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: shown.card }
    : { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: shown.text };

/** An answer as one sentence, or as a card, which asks for itself anew when one of `viewers` looks at it. */
export function shownOf(answer: Answer, viewers: readonly string[] = []): Shown {
  switch (answer.kind) {
    case 'done':
    case 'refused':
      return { text: answer.text };
    case 'faults':
      return { text: Object.values(answer.faults).join(' ') };
    case 'ask':
      return { card: renderForm(answer.form) };
    case 'shown':
      return { card: renderCard(answer.card, viewers) };
    default:
      return answer satisfies never;
  }
}

/** What was done, said on the card on which it was done. */
export const withWord = (card: Card, word: string): Card => ({
  ...card,
  elements: [{ kind: 'context', text: word }, ...card.elements],
});

/** The form as it was filled in, with what is wrong above each field. */
export function faultyForm(
  form: Form,
  values: Readonly<Record<string, string>>,
  faults: Readonly<Record<string, string>>,
): Form {
  const named = new Set(form.fields.map(({ name }) => name));
  const elsewhere = Object.entries(faults).flatMap(([name, text]) => (named.has(name) ? [] : [text]));
  const told = (name: string, text: string) =>
    ({ kind: 'told', name: `fault-${name}`, label: form.words.notYet, text }) as const;
  return {
    ...form,
    fields: [
      ...(elsewhere.length > 0 ? [told('form', elsewhere.join(' '))] : []),
      ...form.fields.flatMap((field) => {
        const fault = faults[field.name];
        const given = values[field.name];
        const kept =
          field.kind === 'told' || given === undefined || given === '' ? field : { ...field, initial: given };
        return fault === undefined ? [kept] : [told(field.name, fault), kept];
      }),
    ],
  };
}
