import { BlockList, isIP } from 'node:net';
import type { Book } from './book/book.js';
import type { Source } from './book/schema.js';
import type { Adapter } from './intake/adapter.js';
import { type Redactor, redactorFor } from './intake/redact.js';
import { ADAPTER_NAMES, adapterOf } from './intake/registry.js';

/** A source of the book, ready to take alarms. */
export interface LiveSource {
  readonly source: Source;
  readonly adapter: Adapter;
  readonly options: unknown;
  readonly secret: string;
  readonly redactor: Redactor;
  /** Whether an alarm may come from this address. */
  readonly admits: (address: string) => boolean;
}

export interface SourceFault {
  readonly source: string;
  readonly why: string;
}

/** Readies every source of the book. A source that cannot be verified is refused, not opened to everybody. */
export function readySources(
  book: Book,
  secretOf: (reference: string) => string | undefined,
): { live: Map<string, LiveSource>; faults: SourceFault[] } {
  const live = new Map<string, LiveSource>();
  const faults: SourceFault[] = [];
  for (const source of book.data.sources) {
    const adapter = adapterOf(source.adapter);
    const secret = secretOf(source.secret);
    if (!adapter)
      faults.push({
        source: source.id,
        why: `adapter "${source.adapter}" is not known; known are ${ADAPTER_NAMES.join(', ')}`,
      });
    else if (!secret)
      faults.push({
        source: source.id,
        why: `its secret is not set: set ${source.secret.replace('env:', '')} in the environment`,
      });
    else {
      try {
        const options = adapter.options(source.options);
        live.set(source.id, {
          source,
          adapter,
          options,
          secret,
          redactor: redactorFor(adapter, options),
          admits: admission(source.from),
        });
      } catch (error) {
        faults.push({ source: source.id, why: `options: ${(error as Error).message}` });
      }
    }
  }
  return { live, faults };
}

/** Addresses that may send, single or as CIDR; everybody when the book names none. Throws on what is no address. */
function admission(from: readonly string[] | undefined): (address: string) => boolean {
  if (!from) return () => true;
  const list = new BlockList();
  for (const entry of from) {
    const [address, bits] = entry.split('/');
    const version = isIP(address ?? '');
    if (!address || version === 0) throw new Error(`from: "${entry}" is not an address`);
    const family = version === 4 ? 'ipv4' : 'ipv6';
    list.addSubnet(address, bits === undefined ? (version === 4 ? 32 : 128) : Number(bits), family);
  }
  return (given) => {
    // A socket that listens on both families tells IPv4 senders as ::ffff:192.0.2.1.
    const plain = given.replace(/^::ffff:(?=\d+\.)/, '');
    const version = isIP(plain);
    return version !== 0 && list.check(plain, version === 4 ? 'ipv4' : 'ipv6');
  };
}
