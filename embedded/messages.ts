/** What the launching thread tells its worker at the start. */
export interface WorkerOptions {
  readonly dataDir: string;
  /** Also listen on this port of 127.0.0.1 (0: any free one). */
  readonly port: number | undefined;
  /** Who may connect by TCP; undefined: anybody on this machine. */
  readonly auth: { readonly user: string; readonly password: string } | undefined;
  readonly reapEveryMs: number;
  readonly compactFromBytes: number;
  readonly compactEveryMs: number;
}

/** How the store is, as far as the launching thread knows. */
export interface Health {
  /** `read-only`: a write failed and nothing is written until a restart. `silent`: no sign of life. */
  readonly state: 'ok' | 'read-only' | 'silent' | 'dead' | 'stopped';
  readonly cause?: string;
  readonly documents: number;
  /** Bytes of all documents as BSON. */
  readonly liveBytes: number;
  readonly fileBytes: number;
  readonly connections: number;
  /** What will be trouble if nobody sees to it, while the store still works: it is becoming too large, or cannot compact. */
  readonly warning?: string;
}

export type Figures = Pick<Health, 'documents' | 'liveBytes' | 'fileBytes' | 'connections'> & {
  /** Why the files cannot be compacted. */
  readonly trouble?: string;
};

/** What the owner of a folder tells the other processes on it: twice a second, and when a write has failed. */
export interface Signs {
  readonly figures: Figures;
  /** The failed write after which nothing is written any more. */
  readonly failure?: { readonly message: string; readonly codeName: string };
}

/** What the worker tells the launching thread. */
export type FromWorker =
  | {
      readonly kind: 'ready';
      readonly role: 'owner';
      readonly socket: string;
      readonly port: number | undefined;
      readonly recovered: { readonly documents: number; readonly tornBytes: number; readonly milliseconds: number };
    }
  | { readonly kind: 'ready'; readonly role: 'client'; readonly socket: string; readonly lock: string }
  | { readonly kind: 'beat'; readonly figures: Figures }
  | { readonly kind: 'failed'; readonly message: string; readonly codeName: string }
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'refused'; readonly name: string; readonly message: string }
  | { readonly kind: 'stopped' };

export interface ToWorker {
  readonly kind: 'stop';
}
