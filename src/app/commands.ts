import { randomInt } from 'node:crypto';
import { createChannels } from '../../handlers/channels.js';
import { onCallLine } from '../../handlers/commands/on-call.js';
import { createCommands } from '../../handlers/commands/registry.js';
import { createHome } from '../../handlers/home.js';
import { createLinking } from '../../handlers/link.js';
import { createReport, placeIn } from '../../handlers/report.js';
import type { Tasking } from '../../handlers/tasks.js';
import type { Risks } from '../../jobs/risks.js';
import type { Book } from '../book/book.js';
import { REPORT_KINDS as KINDS } from '../book/client-reports.js';
import { channelIn } from '../book/routes.js';
import type { ThreatLevel } from '../incident/index.js';
import type { Clock, Directory, LiveCounts, RaiseAlarm } from '../ports.js';
import { later } from '../time.js';
import type { OpenAssets } from './assets.js';
import { consoleLinks } from './links.js';
import type { OpenOnTest } from './on-test.js';
import type { OpenOnCall } from './oncall.js';
import type { OpenReports } from './reports.js';
import type { Collections } from './store.js';

export interface CommandsChapter {
  readonly book: () => Book;
  readonly stores: Pick<Collections, 'incidents' | 'reports' | 'tasks' | 'covers' | 'linkCodes'>;
  readonly directory: Directory;
  readonly onCall: OpenOnCall;
  readonly onTest: OpenOnTest;
  readonly level: (byBand: LiveCounts['byBand']) => ThreatLevel;
  readonly raise: RaiseAlarm;
  readonly tasking: Tasking;
  readonly assets: OpenAssets;
  readonly reports: OpenReports;
  readonly risk: Risks;
  /** `SLACK_CHANNEL`. */
  readonly fallback: string | undefined;
  readonly publicUrl: string | undefined;
  readonly clock: Clock;
}

/** Letters and digits that nobody takes for others. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const newCode = (): string => Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** A week, and the day in which it begins. */
const AHEAD_MS = 8 * 86_400_000;

/** What people ask in a message box, and what they report. */
export function openCommands(parts: CommandsChapter) {
  const { book, stores, directory, onCall, onTest, level, raise, tasking, assets, reports, risk, publicUrl, clock } =
    parts;
  const links = consoleLinks(publicUrl);
  const { incidents } = stores;
  const zone = () => book().data.organisation.timezone;
  const sites = () => book().data.sites.map(({ id, name, timezone = zone() }) => ({ id, name, timezone }));
  const nameOf = (id: string) => book().person(id)?.name ?? id;
  const linking = createLinking({ codes: stores.linkCodes, directory, newCode, clock });
  const command = createCommands({
    incidents: {
      incidents,
      sites,
      currencyOf: (client) => book().currencyOf(client),
      links,
      clock,
    },
    onCall: {
      roster: onCall.roster,
      covers: onCall.page.covers,
      coverStore: stores.covers,
      nameOf,
      zone,
      clock,
    },
    desk: { incidents, level, sites, onTest },
    tasks: { ...stores, tasking, sites, links },
    assets: { register: assets.register, assets: assets.hands, sites },
    weekly: reports,
    risk: { risks: risk.now, sites },
    patterns: { reports: stores.reports, sites, zone, clock },
    client: {
      clients: () =>
        book().data.clients.map(({ id, name, contract }) => {
          const kind = KINDS[contract?.reports[0]?.kind ?? 'monthly'];
          return { id, name, kind, zone: reports.planOf(id, kind)?.zone ?? zone() };
        }),
      report: reports.ofClient,
      language: () => book().data.organisation.language,
      url: reports.url,
      clock,
    },
    linking,
    places: () => book().data.sites,
  });
  const placeOf = (value: string) => {
    const place = placeIn(value);
    const site = place && book().site(place.siteId);
    const known = site && (!place.zoneId || site.zones.some(({ id }) => id === place.zoneId));
    return known ? place : undefined;
  };
  const report = createReport({ raise, placeOf, clock });
  const home = createHome({
    incidents,
    level,
    async onCall() {
      const now = clock.now();
      const rotations = await onCall.roster.rotations(now, later(now, AHEAD_MS));
      return rotations.map((rotation) => onCallLine(rotation, now, nameOf));
    },
    onTest: () => onTest.now().map(({ siteName }) => siteName),
    links,
    tasks: stores.tasks,
    clock,
  });
  const channel = createChannels({ known: (at) => channelIn(book(), at, parts.fallback), raise });
  return { command, report, placeOf, home, linking, channel };
}
