/** Sizes that MongoDB itself announces in `hello`, and the bounds that keep one client from exhausting the store. */
export const LIMITS = {
  documentBytes: 16 * 1024 * 1024,
  messageBytes: 48_000_000,
  writeBatch: 100_000,
  /** Beyond this the errors of a write keep their codes and lose their texts. */
  errorBytes: 1024 * 1024,
  depth: 100,
  /** A command is deeper than the documents and filters in it. */
  commandDepth: 250,
  arrayPadding: 1_500_000,
  regexLength: 1_000,
  listLength: 100_000,
  cursors: 1_000,
  cursorIdleMs: 600_000,
  connections: 500,
  sortBytes: 100 * 1024 * 1024,
  groupBytes: 100 * 1024 * 1024,
  distinctBytes: 16 * 1024 * 1024,
  firstBatch: 101,
  batchBytes: 16 * 1024 * 1024,
  indexesPerCollection: 64,
  indexFields: 32,
  indexRanges: 1_000,
  keysPerDocument: 100_000,
  collections: 1_000,
  pipelineValues: 10_000,
  /** So many connections that have not shown the secret, beside the 500; a driver keeps one to watch the server. */
  strangers: 64,
  /** In which a stranger has to ask something that is answered. */
  strangerMs: 10_000,
  /** How long a stranger may then ask nothing. A driver that watches asks every 10 s unless it is told otherwise. */
  strangerIdleMs: 120_000,
  /** A connection that has not shown its secret yet has nothing large to say. */
  strangerBytes: 64 * 1024,
  /** What waits for the disk; beyond it writers wait too, whether they asked to or not. */
  unflushedBytes: 64 * 1024 * 1024,
  /** A command works this long, then others have a turn. */
  sliceMs: 10,
  /** What cannot pause (finding and changing one document) may not hold up the others any longer. */
  holdMs: 5_000,
  /** How long a query may work in all, its pauses not counted. */
  queryMs: 30_000,
  /** How long a regular expression that could go on for ever may search one text. */
  regexMs: 1_000,
  sessions: 10_000,
} as const;
