import type { Express } from 'express';
import type { Card } from '../../cards/card.js';
import type { Config } from '../config.js';
import type { HandleInbound } from '../inbound.js';
import type { Destination } from '../incident/index.js';
import type { CallLimits } from '../limits.js';
import type { ChatSurface, Clock, Directory } from '../ports.js';
import type { FetchFile } from '../ports-evidence.js';
import { startSlack } from '../surfaces/slack/bot.js';
import { SLACK_CALLS } from '../surfaces/slack/limits.js';
import { TEAMS_CALLS } from '../surfaces/teams/limits.js';
import { createPlaces, type Places } from '../surfaces/teams/places.js';
import type { Collections } from './store.js';

export interface SurfacesChapter {
  readonly config: Pick<Config, 'slack' | 'teams'>;
  readonly web: Express;
  readonly handle: HandleInbound;
  readonly directory: Directory;
  readonly stores: Pick<Collections, 'seen'>;
  /** Where Teams wants to be called; there when Teams is switched on. */
  readonly places: Places | undefined;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

/** Chats that the environment switches on. */
export const switchedOn = (config: Pick<Config, 'slack' | 'teams'>): ReadonlySet<Destination['surface']> =>
  new Set((['slack', 'teams'] as const).filter((name) => config[name] !== undefined));

/** Where Teams wants to be called for each conversation, when Teams is switched on. */
export async function openPlaces({
  config,
  stores,
  clock,
  failed,
}: Pick<SurfacesChapter, 'config' | 'clock' | 'failed'> & {
  readonly stores: Pick<Collections, 'teamsPlaces'>;
}): Promise<Places | undefined> {
  if (!config.teams) return undefined;
  return await createPlaces(stores.teamsPlaces, clock, {
    anonymous: config.teams.app === undefined,
    failed: (error) => {
      failed('reading where Teams wants to be called', error);
    },
  });
}

/** The chats that are switched on, each with its platform's limits. */
export async function openSurfaces({ config, stores, places, ...parts }: SurfacesChapter) {
  /** What has to be opened once all is there, and closed at the end. */
  const lines: { start?(): void; stop(): Promise<void> }[] = [];
  const surfaces = new Map<string, { surface: ChatSurface<Card>; limits: CallLimits }>();
  const fetchers = new Map<string, FetchFile>();
  const { seen } = stores;
  if (config.slack) {
    const { botToken, way, apiUrl } = config.slack;
    const settings = { botToken, way, ...(apiUrl ? { apiUrl } : {}) };
    const slack = startSlack({ ...parts, settings, seen });
    surfaces.set('slack', { surface: slack.surface, limits: SLACK_CALLS });
    fetchers.set('slack', slack.fetchFile);
    lines.push(slack);
  }
  if (config.teams && places) {
    // Microsoft's library is large, and most desks have one chat only: it is loaded when it is switched on.
    const [{ startTeams }, { botFramework }] = await Promise.all([
      import('../surfaces/teams/bot.js'),
      import('../surfaces/teams/botframework.js'),
    ]);
    const anonymous = config.teams.app === undefined;
    const teams = startTeams({ ...parts, transport: botFramework(config.teams), anonymous, places, seen });
    surfaces.set('teams', { surface: teams.surface, limits: TEAMS_CALLS });
    lines.push(teams);
  }
  return {
    surfaces,
    /** By the chat, how files that people give there are fetched. */
    fetchers,
    start(): void {
      for (const line of lines) line.start?.();
    },
    async stop(): Promise<void> {
      for (const line of lines) await line.stop();
    },
  };
}
