/** Where a page of a list that begins with the newest ended. */
export interface Cursor {
  readonly openedAt: Date;
  readonly number: number;
}

/** Opaque for whoever has it. */
export const cursorOf = ({ openedAt, number }: Cursor): string =>
  `${openedAt.getTime().toString(36)}.${number.toString(36)}`;

function parseCursor(text: string): Cursor | undefined {
  const [at, number] = text.split('.').map((part) => Number.parseInt(part, 36));
  if (at === undefined || number === undefined || !Number.isSafeInteger(at) || !Number.isSafeInteger(number))
    return undefined;
  return { openedAt: new Date(at), number };
}

/** What comes after it; everything for a cursor that is none. */
export function afterCursor(text: string | undefined) {
  const cursor = text === undefined ? undefined : parseCursor(text);
  if (!cursor) return {};
  const { openedAt, number } = cursor;
  return { $or: [{ openedAt: { $lt: openedAt } }, { openedAt, number: { $lt: number } }] };
}
