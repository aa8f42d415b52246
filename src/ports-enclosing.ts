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

/** A chat that takes files into its channels. References are the chat's own and hold no space. */
export interface Enclosing {
  /** Brings them to the chat, where nobody sees them yet; delivered with their references, a space between. */
  bring(files: readonly Enclosure[]): Promise<Outcome>;
  /** Shows what was brought, in one message. */
  show(to: Destination, refs: readonly string[], titles: readonly string[], text: string): Promise<Outcome>;
  /** Delivered when the channel shows them; skipped when it does not. */
  shown(to: Destination, refs: readonly string[]): Promise<Outcome>;
}
