import type { CoverRefusal } from '../../src/oncall/index.js';

/** Why nothing became of a cover, in one sentence. */
export function coverRefusal(refusal: CoverRefusal, nameOf: (person: string) => string): string {
  switch (refusal.code) {
    case 'unknown-rotation':
      return 'This rotation is not in the book any more.';
    case 'unknown-cover':
      return 'This request is not there any more.';
    case 'not-in-rotation':
      return 'Only somebody of the same rotation can take it.';
    case 'own-cover':
      return 'This is your own request. Withdraw it if you can do the shift after all.';
    case 'not-yours':
      return 'Only who asked can withdraw it.';
    case 'too-long':
      return 'A cover is for 31 days at most. Ask for a shorter stretch.';
    case 'no-stretch':
      return 'It ends before it begins.';
    case 'past':
      return 'This stretch is over.';
    case 'not-on-call':
      return 'Nobody needs to be covered then: who asks is not on call in this stretch.';
    case 'asked-already':
      return 'Cover for a part of this stretch is asked for already.';
    case 'already-withdrawn':
      return 'It was withdrawn.';
    case 'already-taken':
      return `${nameOf(refusal.by)} has taken it already.`;
    default:
      return refusal satisfies never;
  }
}
