import type { EvidenceEvent, EvidenceItem, GivenFile } from '../../src/incident/index.js';

/** What is said of files that people gave. */
export interface EvidenceWords {
  readonly field: string;
  readonly hint: string;
  event(event: EvidenceEvent, by: string): string;
  /** On the card. */
  line(items: readonly EvidenceItem[]): string;
}

const MB = 1_048_576;
export const sizeIn =
  (locale: string) =>
  (bytes: number): string =>
    bytes < MB
      ? `${Math.max(1, Math.round(bytes / 1_024)).toLocaleString(locale)} KB`
      : `${(bytes / MB).toLocaleString(locale, { maximumFractionDigits: 1 })} MB`;

export const filesNamed = (files: readonly GivenFile[]): string => files.map(({ name }) => name).join(', ');

/** Files that a line names. */
const NAMED = 3;

/** `dock.jpg, roof.jpg (on its way) +2` */
export const namesOf = (
  items: readonly EvidenceItem[],
  said: Readonly<Record<Exclude<EvidenceItem['state'], 'kept'>, string>>,
): string => {
  const shown = items.slice(-NAMED).map(({ name, state }) => {
    const short = [...name].slice(0, 40).join('');
    return state === 'kept' ? short : `${short} (${said[state]})`;
  });
  return `${shown.join(', ')}${items.length > NAMED ? ` +${items.length - NAMED}` : ''}`;
};
