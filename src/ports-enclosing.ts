import type { Destination, Outcome } from './incident/index.js';

/** A file for a channel. */
export interface Enclosure {
  /** `weekly-2026-W47.pdf` */
  readonly name: string;
  readonly title: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: Buffer;
  /** What a picture shows, for whoever does not see it. */
  readonly alt?: string;
}

/** Where files go: below a message of ours. */
export interface EnclosedAt {
  readonly to: Destination;
  /** The message; a chat may show them right after it instead. */
  readonly under: string;
}

/** A chat that takes files into its channels. References are the chat's own. */
export interface Enclosing {
  /** Brings it to the chat, where nobody sees it yet; delivered with its reference. */
  bring(file: Enclosure): Promise<Outcome>;
  /** Shows what was brought, in one message. */
  show(at: EnclosedAt, refs: readonly string[], files: readonly Enclosure[], text: string): Promise<Outcome>;
  /** Delivered when the channel shows them, or when nobody can say that it does not; skipped when it does not. */
  shown(at: EnclosedAt, refs: readonly string[]): Promise<Outcome>;
}
