import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, OPS, openHouse, until } from '../house.js';

const sent = new Map<string, Set<string>>();
const refused: string[] = [];
let house: House;

/** Operators and stages in a command, wherever they stand; `$db` and the like are part of the protocol. */
function operators(value: unknown, into: Set<string>): Set<string> {
  if (Array.isArray(value)) for (const each of value) operators(each, into);
  else if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    for (const [key, inner] of Object.entries(value)) {
      if (key.startsWith('$')) into.add(key);
      operators(inner, into);
    }
  }
  return into;
}

beforeAll(async () => {
  house = await openHouse({
    postBurst: 5,
    watch: {
      sent: (name, command) => void operators(command, sent.get(name) ?? sent.set(name, new Set()).get(name)!),
      refused: (name, error) => void refused.push(`${name}: ${error.message}`),
    },
  });
});
afterAll(async () => {
  await house?.close();
});

/** The whole list of what the bot asks of its store. What is not in it must be added on purpose, and to the store first. */
const LIST: Readonly<Record<string, readonly string[]>> = {
  find: ['$in', '$nin', '$gt', '$gte', '$lt', '$lte', '$or', '$type', '$eq', '$ne', '$exists'],
  insert: [],
  update: ['$set', '$unset', '$inc', '$in', '$lt', '$setOnInsert'],
  delete: ['$in', '$lt', '$lte'],
  findAndModify: [
    '$set',
    '$inc',
    '$gt',
    '$lte',
    '$ne',
    '$or',
    '$eq',
    '$in',
    '$lt',
    '$setOnInsert',
    '$unset',
    '$exists',
  ],
  aggregate: ['$match', '$group', '$sum', '$gte', '$in', '$limit'],
  distinct: [],
  count: [],
  getMore: [],
  createIndexes: ['$type'],
  listIndexes: [],
  endSessions: [],
  killCursors: [],
};
const PROTOCOL = new Set(['$db', '$clusterTime', '$readPreference']);

test('the bot stays within the closed list, and nothing of it is refused', async () => {
  await house.generic({ key: 's-1', zone: 'loading-dock' });
  await house.generic({ key: 's-2', zone: 'loading-dock', kind: 'person' });
  await house.generic({ key: 's-1', zone: 'loading-dock' });
  await house.send('frigate-person', 'riverside-mall/jewellery');
  const card = await until('a card', () => house.cards()[0]);
  await house.slack.click({ channel: OPS, ts: card.ts, actionId: 'tocsin:claim', user: 'U0ANA' });
  const desk = await house.console();
  await desk.submit(1, 'note', { text: 'on my way' });
  await desk.get('/console?view=closed&q=x');
  await desk.get('/console/incidents/1');
  await house.api('/incidents?status=open&site=museum&since=2026-01-01');
  await (await fetch(`${house.url}/metrics`)).text();
  await house.restart();

  const strange: string[] = [];
  for (const [name, used] of sent) {
    const known = LIST[name];
    if (!known) strange.push(name);
    for (const operator of used)
      if (!PROTOCOL.has(operator) && !known?.includes(operator)) strange.push(`${name} ${operator}`);
  }
  expect(strange).toEqual([]);
  expect([...sent.keys()]).toEqual(
    expect.arrayContaining(['find', 'insert', 'update', 'findAndModify', 'aggregate', 'createIndexes']),
  );
  expect(refused).toEqual([]);
});
