import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Child, startBot } from '../child.js';
import { ALARM_SECRETS, API_TOKEN, api, newDataDir, runScript, sendGeneric, until } from '../house.js';

const dataDir = newDataDir();
const elsewhere = newDataDir();
const shelf = newDataDir();
let bot: Child | undefined;

afterAll(async () => {
  await bot?.kill();
  for (const each of [dataDir, elsewhere, shelf]) rmSync(each, { recursive: true, force: true });
});

const start = (at: string): Promise<Child> =>
  startBot({ ...ALARM_SECRETS, PORT: '0', DATA_DIR: at, API_TOKEN, LOG_LEVEL: 'error' });
const ZONES = ['jewellery', 'loading-dock', 'stockroom'];

/** One alarm in each zone, all understood. */
async function night(url: string, name: string): Promise<void> {
  for (const zone of ZONES) {
    const answer = await sendGeneric(url, { key: `${name}-${zone}`, kind: 'panic', zone });
    expect(answer.status).toBe(202);
  }
}

const incidents = async (url: string): Promise<{ number: number }[]> => (await api(url, '/incidents?limit=200')).items;
const count = (url: string, wanted: number) =>
  until(`${wanted} incidents`, async () => (await incidents(url)).length === wanted);

test('backed up in the middle of the night, restored elsewhere: the bot goes on there, and the evidence holds', async () => {
  const file = join(shelf, 'night.tocsin');
  bot = await start(dataDir);
  await night(bot.url, 'before');
  await count(bot.url, 3);
  const numbers = (await incidents(bot.url)).map(({ number }) => number);

  const backup = await runScript('backup', [file, '--with-secrets'], { DATA_DIR: dataDir });
  expect(backup).toMatchObject({ code: 0 });
  expect(backup.out.trim().split('\n').at(-1)).toMatch(
    /night\.tocsin: [\d,]+ documents in \d+ collections as of \S+, [\d,]+ bytes, took [\d.]+ s, sha256 [0-9a-f]{64}$/,
  );
  expect((await runScript('restore', [file, '--check'], {})).out).toMatch(/night\.tocsin is whole: /);

  await night(bot.url, 'after');
  await count(bot.url, 6);
  // A restore keeps its hands off a running store.
  const busy = await runScript('restore', [file, '--force'], { DATA_DIR: dataDir });
  expect(busy).toMatchObject({ code: 1, out: expect.stringMatching(/in use: stop the bot/) });
  expect(await bot.stop()).toBe(0);

  const restored = await runScript('restore', [file], { DATA_DIR: elsewhere });
  expect(restored).toMatchObject({ code: 0 });
  expect(restored.out).toContain('Put back as well: secrets.json');
  bot = await start(elsewhere);
  expect((await incidents(bot.url)).map(({ number }) => number)).toEqual(numbers);
  for (const number of numbers) {
    const proof = await runScript('verify', [`INC-${number}`], { DATA_DIR: elsewhere });
    expect(proof).toMatchObject({ code: 0, out: expect.stringContaining(`INC-${number} holds`) });
  }
  // What it had taken is known there too, and what is new goes on where the backup ended.
  expect(
    await (await sendGeneric(bot.url, { key: 'before-jewellery', kind: 'panic', zone: 'jewellery' })).json(),
  ).toMatchObject({ status: 'duplicate' });
  await night(bot.url, 'later');
  await count(bot.url, 6);
  const secrets = (at: string) => JSON.parse(readFileSync(join(at, 'secrets.json'), 'utf8'));
  expect(secrets(elsewhere)).toEqual(secrets(dataDir));
  expect(await bot.stop()).toBe(0);

  // Back to where it was: only when told to, and then the six of that night are kept aside.
  const refused = await runScript('restore', [file], { DATA_DIR: dataDir });
  expect(refused).toMatchObject({ code: 1, out: expect.stringMatching(/store in .* already.*--force/) });
  expect(await runScript('restore', [file, '--force'], { DATA_DIR: dataDir })).toMatchObject({ code: 0 });
  expect(readdirSync(dataDir).filter((name) => name.startsWith('store.before-'))).toHaveLength(1);
  bot = await start(dataDir);
  expect(await incidents(bot.url)).toHaveLength(3);
  expect(await bot.stop()).toBe(0);
  bot = undefined;
}, 60_000);

test('with MONGODB_URI there is another tool for it', async () => {
  const env = { DATA_DIR: dataDir, MONGODB_URI: 'mongodb://me:secret@db.example/tocsin' };
  for (const [script, tool] of [
    ['backup', 'mongodump'],
    ['restore', 'mongorestore'],
  ] as const) {
    const { code, out } = await runScript(script, [join(shelf, 'other.tocsin')], env);
    expect(code).toBe(1);
    expect(out).toContain('MONGODB_URI is set');
    expect(out).toContain(tool);
    expect(out).not.toContain('secret@');
  }
});
