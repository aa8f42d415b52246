import type { PersonRef } from '../src/incident/index.js';
import { label } from '../src/incident/index.js';
import { clipUnits, gsm, TWO_SEGMENTS } from './gsm.js';
import { shortName } from './phone-facts.js';
import { timesIn } from './times.js';
import type { PhoneWords } from './words/phone.js';

/** What somebody is told who answered a text. `zone` is the IANA zone in which times are said: that of the site. */
export type TextAnswer =
  | {
      readonly kind:
        | 'claimed'
        | 'escalated'
        | 'refused'
        | 'accepted'
        | 'en-route'
        | 'on-scene'
        | 'clear'
        | 'well'
        | 'not-possible';
      readonly number: number;
    }
  | {
      readonly kind: 'taken' | 'over';
      readonly number: number;
      readonly by: PersonRef;
      readonly at: Date;
      readonly zone: string;
    }
  | { readonly kind: 'yours'; readonly number: number; readonly at: Date; readonly zone: string }
  /** Several are open for them, and they named none; or all of one text were meant. */
  | { readonly kind: 'which' | 'claimed-all' | 'refused-all'; readonly numbers: readonly number[] }
  | { readonly kind: 'nothing' | 'not-understood' | 'stranger' };

/** The answer in at most two segments. None says more of an incident than its number and who has it. */
export const answerText = (answer: TextAnswer, words: PhoneWords): string =>
  clipUnits(gsm(said(answer, words)), TWO_SEGMENTS);

function said(answer: TextAnswer, { text: { answers } }: PhoneWords): string {
  switch (answer.kind) {
    case 'claimed':
      return answers.claimed(label(answer.number));
    case 'escalated':
      return answers.escalated(label(answer.number));
    case 'refused':
      return answers.refused(label(answer.number));
    case 'accepted':
      return answers.accepted(label(answer.number));
    case 'claimed-all':
      return answers.claimedAll(listed(answer.numbers));
    case 'refused-all':
      return answers.refusedAll(listed(answer.numbers));
    case 'en-route':
      return answers.enRoute(label(answer.number));
    case 'on-scene':
      return answers.onScene(label(answer.number));
    case 'clear':
      return answers.clear(label(answer.number));
    case 'well':
      return answers.well(label(answer.number));
    case 'not-possible':
      return answers.notPossible(label(answer.number));
    case 'taken':
      return answers.taken(
        label(answer.number),
        clipUnits(gsm(shortName(answer.by)), 40),
        timesIn(answer.zone).time(answer.at),
      );
    case 'over':
      return answers.over(
        label(answer.number),
        clipUnits(gsm(shortName(answer.by)), 40),
        timesIn(answer.zone).time(answer.at),
      );
    case 'yours':
      return answers.yours(label(answer.number), timesIn(answer.zone).time(answer.at));
    case 'which':
      return answers.which(listed(answer.numbers));
    case 'nothing':
      return answers.nothing;
    case 'not-understood':
      return answers.notUnderstood;
    case 'stranger':
      return answers.stranger;
    default:
      return answer satisfies never;
  }
}

const listed = (numbers: readonly number[]): string => numbers.slice(0, 8).map(label).join(', ');
