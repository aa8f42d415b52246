/** What a letter to a client, and the pages that it leads to, say. */
export interface ClientLetterWords {
  /** BCP 47. */
  readonly locale: string;
  /** Stands in clear even where everything else is encrypted: it says nothing. */
  readonly sealedSubject: string;
  readonly smime: string;
  /** `tail`: the last digits of the number that has the passphrase. */
  locked(tail: string): string;
  readonly link: string;
  passphrase(title: string, passphrase: string): string;
  readonly open: string;
  readonly rate: string;
  footer(organisation: string): string;
  readonly page: {
    readonly read: string;
    readonly question: string;
    readonly marks: readonly [string, string, string, string, string];
    readonly comment: string;
    readonly send: string;
    readonly thanks: string;
    readonly given: string;
    readonly choose: string;
    readonly nowhere: string;
    readonly old: string;
  };
}
