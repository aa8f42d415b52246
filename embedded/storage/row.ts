/** A stored document: its encoded form, and the number that gives its place in natural order. */
export interface Row {
  readonly id: number;
  raw: Buffer;
}
