import { ROLES } from '../incident/index.js';
import { answeringProblems } from './answering-references.js';
import { patrolProblems } from './patrol-references.js';
import { peopleProblems } from './people-references.js';
import type { BookData } from './schema.js';

/** A place in the book where something is wrong, as a path into the data. */
export interface BookProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Every id that names something which the book does not have, and every id given twice. */
export function brokenReferences(book: BookData): BookProblem[] {
  const problems: BookProblem[] = [];
  const known = {
    client: ids(book.clients),
    site: ids(book.sites),
    device: ids(book.devices),
    person: ids(book.people),
    rotation: ids(book.rotations),
    escalation: ids(book.escalation),
    procedure: ids(book.procedures),
    channel: ids(book.channels),
    webhook: ids(book.webhooks),
    source: ids(book.sources),
    list: new Set(Object.keys(book.lists)),
    role: new Set<string>(ROLES),
  };
  const zonesOf = new Map(book.sites.map((site) => [site.id, ids(site.zones)]));
  const need = (kind: keyof typeof known, value: string | undefined, ...path: (string | number)[]): void => {
    if (value !== undefined && !known[kind].has(value))
      problems.push({ path, message: `there is no ${kind} "${value}"` });
  };
  const needZone = (siteId: string | undefined, zoneId: string | undefined, ...path: (string | number)[]): void => {
    if (zoneId === undefined || siteId === undefined) return;
    if (!zonesOf.get(siteId)?.has(zoneId)) problems.push({ path, message: `site "${siteId}" has no zone "${zoneId}"` });
  };

  for (const list of [
    'clients',
    'sites',
    'devices',
    'assets',
    'checkpoints',
    'tours',
    'recurring',
    'legalHolds',
    'webhooks',
    'assetRules',
    'people',
    'rotations',
    'escalation',
    'protocols',
    'procedures',
    'channels',
    'sources',
  ] as const) {
    twice(book[list]).forEach(({ id, index }) => {
      problems.push({ path: [list, index, 'id'], message: `the id "${id}" is given twice in ${list}` });
    });
  }
  book.sites.forEach((site, i) => {
    need('client', site.client, 'sites', i, 'client');
    twice(site.zones).forEach(({ id, index }) => {
      problems.push({
        path: ['sites', i, 'zones', index, 'id'],
        message: `the id "${id}" is given twice in the zones of ${site.id}`,
      });
    });
    site.zones.forEach((zone, j) => {
      zone.adjoining.forEach((other, k) => {
        needZone(site.id, other, 'sites', i, 'zones', j, 'adjoining', k);
      });
    });
  });
  book.retention.forEach(({ client }, i) => {
    need('client', client, 'retention', i, 'client');
  });
  book.devices.forEach((device, i) => {
    need('site', device.site, 'devices', i, 'site');
    needZone(device.site, device.zone, 'devices', i, 'zone');
  });
  book.assets.forEach((asset, i) => {
    need('site', asset.site, 'assets', i, 'site');
    needZone(asset.site, asset.zone, 'assets', i, 'zone');
    need('person', asset.custodian, 'assets', i, 'custodian');
  });
  problems.push(...patrolProblems(book, need, needZone));
  problems.push(...peopleProblems(book, need));
  problems.push(...answeringProblems(book, need, needTarget));
  book.reports?.weekly?.to.forEach((target, j) => {
    needTarget(target, 'reports', 'weekly', 'to', j);
    const [kind, name] = target.split(':');
    const path = ['reports', 'weekly', 'to', j];
    if (kind === 'rotation') problems.push({ path, message: 'a report is for people, and not for whoever is on call' });
    if (kind === 'channel' && book.channels.some(({ id, audience }) => id === name && audience === 'client'))
      problems.push({ path, message: `a client sees the channel "${name}", and the report is about all of them` });
  });
  book.channels.forEach((channel, i) => {
    channel.for?.sites?.forEach((site, j) => {
      need('site', site, 'channels', i, 'for', 'sites', j);
    });
    channel.for?.clients?.forEach((client, j) => {
      need('client', client, 'channels', i, 'for', 'clients', j);
    });
  });
  book.sources.forEach((source, i) => {
    need('site', source.site, 'sources', i, 'site');
    needZone(source.site, source.zone, 'sources', i, 'zone');
    for (const map of ['cameras', 'devices'] as const) {
      for (const [name, ref] of Object.entries(source[map])) {
        need('site', ref.site, 'sources', i, map, name, 'site');
        need('device', ref.device, 'sources', i, map, name, 'device');
        needZone(ref.site ?? source.site, ref.zone, 'sources', i, map, name, 'zone');
      }
    }
    for (const [name, site] of Object.entries(source.sites)) need('site', site, 'sources', i, 'sites', name);
    for (const [name, ref] of Object.entries(source.zones)) {
      need('site', ref.site, 'sources', i, 'zones', name, 'site');
      needZone(ref.site ?? source.site, ref.zone, 'sources', i, 'zones', name, 'zone');
    }
  });
  return problems;

  function needTarget(target: string, ...path: (string | number)[]): void {
    const [kind, name] = target.split(':') as [string, string | undefined];
    if (name === undefined)
      problems.push({
        path,
        message: `"${target}" is not a target: write person:ana, role:supervisor, rotation:… or list:…`,
      });
    else if (TARGETS.has(kind)) need(kind as keyof typeof known, name, ...path);
    else problems.push({ path, message: `"${kind}" cannot be notified` });
  }
}

/** Kinds of things that can be told something. */
const TARGETS: ReadonlySet<string> = new Set(['person', 'role', 'rotation', 'list', 'channel']);

const ids = (list: readonly { id: string }[]): Set<string> => new Set(list.map((item) => item.id));

function twice(list: readonly { id: string }[]): { id: string; index: number }[] {
  const seen = new Set<string>();
  return list.flatMap(({ id }, index) => {
    if (seen.has(id)) return [{ id, index }];
    seen.add(id);
    return [];
  });
}
