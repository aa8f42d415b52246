/** A document on paper as plain data: what it says, in which order. How it looks is for whoever prints it. */
export interface Paper {
  readonly title: string;
  readonly subtitle: string;
  /** ISO 639-1. */
  readonly language: string;
  /** Stands on every page, on the left and on the right. */
  readonly header: readonly [string, string];
  /** Stands on every page, before the number of the page. */
  readonly footer: string;
  /** `Page {page} of {of}` */
  readonly page: string;
  /** `#0B5FFF` */
  readonly colour: string;
  /** Stands at the top of the first page. */
  readonly logo?: Logo;
  readonly blocks: readonly PaperBlock[];
}

/** A picture as drawing instructions, or as the bytes of a PNG or JPEG. */
export type Logo =
  | { readonly kind: 'svg'; readonly svg: string }
  | { readonly kind: 'image'; readonly bytes: Uint8Array };

export type PaperBlock =
  | { readonly kind: 'heading'; readonly text: string }
  /** `lead`: for whoever reads nothing else. `note`: how a figure was made. */
  | { readonly kind: 'text'; readonly text: string; readonly tone: 'lead' | 'plain' | 'note' }
  | { readonly kind: 'figures'; readonly figures: readonly PaperFigure[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      /** `narrow`: as wide as what stands in it, and no wider. */
      readonly columns: readonly { readonly label: string; readonly numbers?: true; readonly narrow?: true }[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'chart'; readonly chart: Chart }
  | { readonly kind: 'heat'; readonly heat: Heat }
  | { readonly kind: 'new-page' };

export interface PaperFigure {
  readonly label: string;
  readonly value: string;
  /** Against what it was. */
  readonly change: string;
  /** What is better in words, so that colour alone says nothing. */
  readonly tone: 'better' | 'worse' | 'neutral';
}

/** Its title states what it shows; `alt` says the same with the figures, for whoever does not see it. */
export interface Chart {
  readonly sort: 'bars' | 'line';
  readonly title: string;
  readonly unit: string;
  readonly labels: readonly string[];
  readonly values: readonly number[];
  /** How numbers are written on it. */
  readonly locale: string;
  /** The axis goes as far as this; as far as the values when left out. */
  readonly most?: number;
  /** The last one is the period of the report. */
  readonly emphasis?: 'last';
  readonly alt: string;
  /** Where the figures come from, and of how many. */
  readonly source: string;
}

export interface Heat {
  readonly title: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly values: readonly (readonly number[])[];
  readonly alt: string;
  readonly source: string;
}

export const heading = (text: string): PaperBlock => ({ kind: 'heading', text });
export const plain = (text: string): PaperBlock => ({ kind: 'text', text, tone: 'plain' });

/** Characters of a name in a table. */
export const NAME = 60;
