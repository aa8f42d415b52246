import { StoreError } from '../errors.js';
import { LIMITS } from '../values/limits.js';
import { checkDocument, readDocument } from '../values/read.js';
import { type Document, isDocument } from '../values/value.js';
import { Writer, writeInto } from '../values/write.js';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_COMPRESSED = 2012;
const OP_MSG = 2013;
const HEADER_BYTES = 16;

const CHECKSUM = 1;
const MORE_TO_COME = 2;
const REQUIRED_FLAGS = 0xffff;

/** One request: a command and, with it, sequences of documents that are still encoded. */
export interface Message {
  readonly requestId: number;
  readonly body: Document;
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>;
  /** The client does not want an answer. */
  readonly silent: boolean;
  /** It came as OP_QUERY and is answered as OP_REPLY. */
  readonly legacy: boolean;
  /** Where it ends is clear, but what it says is refused: the answer is this error. */
  readonly refusal?: StoreError;
}

const broken = (what: string): StoreError => new StoreError('ProtocolError', `malformed message: ${what}`);

/** The length of the message that starts here; undefined when it is not known yet. Throws when it is beyond the limit. */
export function messageLength(from: Buffer, most: number = LIMITS.messageBytes): number | undefined {
  if (from.length < 4) return undefined;
  const length = from.readInt32LE(0);
  if (length < HEADER_BYTES || length > most) throw broken(`a length of ${length} bytes, at most ${most}`);
  return length;
}

function body(from: Buffer, at: number): Document {
  checkDocument(from, at, LIMITS.commandDepth);
  return readDocument(from, at);
}

function sequence(from: Buffer, start: number, end: number): [name: string, documents: Buffer[]] {
  const zero = from.indexOf(0, start + 4);
  if (zero < 0 || zero >= end) throw broken('a sequence without a name');
  const documents: Buffer[] = [];
  let at = zero + 1;
  while (at < end) {
    const size = end - at >= 5 ? from.readInt32LE(at) : 0;
    if (size < 5 || at + size > end) throw broken(`a document of ${size} bytes in a sequence`);
    documents.push(from.subarray(at, at + size));
    at += size;
  }
  if (documents.length > LIMITS.writeBatch) throw broken(`a sequence of ${documents.length} documents`);
  return [from.toString('utf8', start + 4, zero), documents];
}

function readMsg(from: Buffer, requestId: number): Message {
  const flags = from.readUInt32LE(HEADER_BYTES);
  if ((flags & REQUIRED_FLAGS & ~(CHECKSUM | MORE_TO_COME)) !== 0)
    throw broken(`unknown flags 0x${flags.toString(16)}`);
  // TCP and unix sockets do not lose bytes: a checksum is passed over.
  const end = (flags & CHECKSUM) === 0 ? from.length : from.length - 4;
  const sequences = new Map<string, Buffer[]>();
  let command: Document | undefined;
  let at = HEADER_BYTES + 4;
  while (at + 5 <= end) {
    const kind = from[at++];
    const size = from.readInt32LE(at);
    if (size < 5 || at + size > end) throw broken(`a section of ${size} bytes`);
    if (kind === 0 && command === undefined) command = body(from, at);
    else if (kind === 1) {
      const [name, documents] = sequence(from, at, at + size);
      if (sequences.has(name)) throw broken(`two sequences named '${name}'`);
      sequences.set(name, documents);
    } else throw broken(`a section of kind ${kind}`);
    at += size;
  }
  if (command === undefined) throw broken('no command in it');
  return { requestId, body: command, sequences, silent: (flags & MORE_TO_COME) !== 0, legacy: false };
}

// Drivers open a connection with an OP_QUERY on `admin.$cmd`, before they know that the server speaks OP_MSG.
function readQuery(from: Buffer, requestId: number): Message {
  const zero = from.indexOf(0, HEADER_BYTES + 4);
  const namespace = from.toString('utf8', HEADER_BYTES + 4, zero);
  if (zero < 0 || zero + 9 >= from.length || !namespace.endsWith('.$cmd'))
    throw broken('an OP_QUERY that is not a command');
  const given = body(from, zero + 9);
  const inner = given.get('$query');
  const command: Document = new Map(isDocument(inner) ? inner : given);
  command.set('$db', namespace.slice(0, -'.$cmd'.length));
  return { requestId, body: command, sequences: new Map(), silent: false, legacy: true };
}

/** Reads one whole message. */
export function readMessage(from: Buffer): Message {
  const requestId = from.readInt32LE(4);
  const operation = from.readInt32LE(12);
  if (from.length < HEADER_BYTES + 4) throw broken(`${from.length} bytes`);
  try {
    if (operation === OP_MSG) return readMsg(from, requestId);
    if (operation === OP_QUERY) return readQuery(from, requestId);
  } catch (error) {
    if (!(error instanceof StoreError && error.codeName === 'Overflow')) throw error;
    const legacy = operation === OP_QUERY;
    return { requestId, body: new Map(), sequences: new Map(), silent: false, legacy, refusal: error };
  }
  if (operation === OP_COMPRESSED) throw broken('compression was not agreed on');
  throw broken(`operation ${operation}`);
}

const writer = new Writer();
let lastId = 0;

/** Encodes an answer. */
export function writeReply(to: Message, reply: Document): Buffer {
  writer.at = 0;
  writer.int32(0);
  lastId = (lastId + 1) & 0x7fff_ffff;
  writer.int32(lastId);
  writer.int32(to.requestId);
  writer.int32(to.legacy ? OP_REPLY : OP_MSG);
  writer.int32(to.legacy ? 8 : 0);
  if (to.legacy) {
    for (const field of [0, 0, 0, 1]) writer.int32(field);
  } else writer.byte(0);
  writeInto(writer, reply);
  writer.bytes.writeInt32LE(writer.at, 0);
  const made = Buffer.allocUnsafe(writer.at);
  writer.bytes.copy(made, 0, 0, writer.at);
  if (writer.bytes.length > 4 * 1024 * 1024) writer.bytes = Buffer.allocUnsafe(64 * 1024);
  return made;
}
