import type { Book } from './book/book.js';
import type { Source } from './book/schema.js';
import type { Adapter } from './intake/adapter.js';
import { redactorFor, type Redactor } from './intake/redact.js';
import { ADAPTER_NAMES, adapterOf } from './intake/registry.js';

/** A source of the book, ready to take alarms. */
export interface LiveSource {
  readonly source: Source;
  readonly adapter: Adapter;
  readonly options: unknown;
  readonly secret: string;
  readonly redactor: Redactor;
}

export interface SourceFault {
  readonly source: string;
  readonly why: string;
}

/** Readies every source of the book. A source that cannot be verified is refused, not opened to everybody. */
export function readySources(book: Book, secretOf: (reference: string) => string | undefined): { live: Map<string, LiveSource>; faults: SourceFault[] } {
  const live = new Map<string, LiveSource>();
  const faults: SourceFault[] = [];
  for (const source of book.data.sources) {
    const adapter = adapterOf(source.adapter);
    const secret = secretOf(source.secret);
    if (!adapter) faults.push({ source: source.id, why: `adapter "${source.adapter}" is not known; known are ${ADAPTER_NAMES.join(', ')}` });
    else if (!secret) faults.push({ source: source.id, why: `its secret is not set: set ${source.secret.replace('env:', '')} in the environment` });
    else {
      try {
        const options = adapter.options(source.options);
        live.set(source.id, { source, adapter, options, secret, redactor: redactorFor(adapter, options) });
      } catch (error) {
        faults.push({ source: source.id, why: `options: ${(error as Error).message}` });
      }
    }
  }
  return { live, faults };
}
