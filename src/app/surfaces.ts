import type { Express } from 'express';
import type { Card } from '../../cards/card.js';
import type { Config } from '../config.js';
import type { HandleInbound } from '../inbound.js';
import type { CallLimits } from '../limits.js';
import type { ChatSurface, Clock, Directory, SeenStore } from '../ports.js';
import { startSlack } from '../surfaces/slack/bot.js';
import { SLACK_CALLS } from '../surfaces/slack/limits.js';

export interface SurfacesChapter {
  readonly config: Pick<Config, 'slack'>;
  readonly web: Express;
  readonly handle: HandleInbound;
  readonly directory: Directory;
  readonly seen: SeenStore;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

/** The chats that are switched on, each with its platform's limits. */
export function openSurfaces({ config, web, handle, directory, seen, clock, failed }: SurfacesChapter) {
  const surfaces = new Map<string, { surface: ChatSurface<Card>; limits: CallLimits }>();
  if (config.slack) {
    const { botToken, signingSecret, apiUrl } = config.slack;
    const settings = { botToken, signingSecret, ...(apiUrl ? { apiUrl } : {}) };
    const surface = startSlack({ settings, web, handle, directory, seen, clock, failed });
    surfaces.set('slack', { surface, limits: SLACK_CALLS });
  }
  return surfaces;
}
