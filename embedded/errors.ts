/** MongoDB's error codes that this store can answer with, by codeName. */
const CODES = {
  BadValue: 2,
  NotSingleValueField: 54,
  IDLUnknownField: 40415,
  UnknownReplWriteConcern: 79,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  Overflow: 15,
  InvalidLength: 16,
  ProtocolError: 17,
  AuthenticationFailed: 18,
  IllegalOperation: 20,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  EmptyFieldName: 56,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  LogWriteFailed: 42,
  OperationFailed: 96,
  CannotIndexParallelArrays: 171,
  TransactionsNotHere: 20,
  InternalError: 1,
  ShutdownInProgress: 91,
  APIVersionError: 322,
  QueryExceededMemoryLimitNoDiskUseAllowed: 292,
  CannotBuildIndexKeys: 201,
  NotImplemented: 238,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  OutOfDiskSpace: 14031,
  Location40323: 40323,
  Location40324: 40324,
  Location15947: 15947,
  Location15955: 15955,
  Location15956: 15956,
  Location15958: 15958,
  Location15976: 15976,
  Location51272: 51272,
  Location15959: 15959,
  Location15983: 15983,
  Location15998: 15998,
  Location16410: 16410,
  Location16020: 16020,
  Location31249: 31249,
  Location31254: 31254,
  Location31253: 31253,
  Location40234: 40234,
  Location40238: 40238,
  Location40156: 40156,
  Location40160: 40160,
  Location51024: 51024,
  Location17217: 17217,
  CursorInUse: 12051,
} as const;

export type CodeName = keyof typeof CODES;

/** An error that goes to the client as MongoDB would word it: `code`, `codeName`, `errmsg` and extra fields. */
export class StoreError extends Error {
  readonly code: number;
  readonly codeName: string;
  constructor(
    codeName: CodeName,
    message: string,
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'StoreError';
    this.code = CODES[codeName];
    this.codeName = codeName === 'TransactionsNotHere' ? 'IllegalOperation' : codeName;
  }
}

/** What to do about anything outside the closed list; every refusal ends with it. */
export const WAY_OUT = 'set MONGODB_URI to use it';

/** A refusal of something that MongoDB has and this store has not: names the thing and the way out. */
export function notHere(what: string, codeName: CodeName = 'NotImplemented'): StoreError {
  return new StoreError(codeName, `${what} is not part of the embedded store; ${WAY_OUT}`);
}
