import type { Band, Kind } from '../../src/incident/index.js';

/**
 * What Tocsin says in text messages, in calls and around mails, in one language. A new language is one file that fulfils
 * this and a line in `phones.ts`. Texts are counted in GSM-7 units, so they are short, without quotation marks and dashes.
 */
export interface PhoneWords {
  /** What the voice speaks (BCP 47). */
  readonly voice: 'en-GB' | 'de-DE' | 'es-ES';
  readonly kinds: Readonly<Record<Kind, string>>;
  readonly bands: Readonly<Record<Band, string>>;
  /** In place of the kind of an alarm that nobody could understand. */
  readonly unrecognised: string;
  readonly text: TextWords;
  readonly call: CallWords;
  readonly mail: MailWords;
}

interface TextWords {
  /** Before a text that may have gone out already. */
  readonly repeat: string;
  /** All that a covert alarm says: `labels` is `INC-42`, or several. */
  look(labels: string): string;
  readonly codes: Readonly<Record<'page' | 'covert' | 'bundle' | 'sent' | 'details', string>>;
  bundle(count: number, site: string): string;
  readonly sent: string;
  way(url: string): string;
  /** Asks somebody who is silent: an officer who was sent, or whoever has it. */
  welfare(label: string): string;
  signals(count: number, devices: number): string;
  also(kinds: string): string;
  has(name: string, since: string): string;
  readonly nobody: string;
  over(name: string, at: string): string;
  readonly answers: AnswerWords;
}

/** Answers to a text that somebody sent. `label` is `INC-42`. */
interface AnswerWords {
  claimed(label: string): string;
  taken(label: string, name: string, since: string): string;
  yours(label: string, since: string): string;
  escalated(label: string): string;
  /** They said no: somebody else is asked. */
  refused(label: string): string;
  /** They are sent, and come. */
  accepted(label: string): string;
  claimedAll(labels: string): string;
  refusedAll(labels: string): string;
  enRoute(label: string): string;
  onScene(label: string): string;
  clear(label: string): string;
  well(label: string): string;
  over(label: string, name: string, at: string): string;
  /** The book does not allow it, or the incident does not. */
  notPossible(label: string): string;
  which(labels: string): string;
  readonly nothing: string;
  readonly notUnderstood: string;
  readonly stranger: string;
}

interface CallWords {
  /** `digits` is `4 2`: read one by one. */
  greeting(digits: string): string;
  incident(digits: string, band: string): string;
  readonly repeat: string;
  at(time: string): string;
  /** All that a covert alarm says. */
  readonly look: string;
  readonly again: string;
  readonly keys: string;
  /** To somebody who is sent there. */
  readonly keysSent: string;
  readonly coming: string;
  readonly refused: string;
  has(name: string, since: string): string;
  readonly yours: string;
  readonly escalated: string;
  over(name: string, at: string): string;
  readonly notPossible: string;
  readonly goodbye: string;
}

interface MailWords {
  subject(facts: { label: string; band: string; what: string; where: string }): string;
  covert(label: string): string;
  readonly repeat: string;
  readonly open: string;
  /** Before what a machine wrote. */
  machine(model: string): string;
  readonly quoted: string;
  readonly footer: string;
}
