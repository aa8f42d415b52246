import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ALARM_SECRETS, type House, type Json, OPS, openHouse, runScript, until } from '../house.js';

let house: House;
const shelf = mkdtempSync(join(tmpdir(), 'inventory-'));
beforeAll(async () => {
  house = await openHouse({
    edit: (book) =>
      book.replace('roles: [responder],\n      email: ben', 'roles: [responder, loss-prevention],\n      email: ben'),
  });
}, 30_000);
afterAll(async () => {
  await house?.close();
  rmSync(shelf, { recursive: true, force: true });
});

const cardText = (what: string) => house.slack.visibleText(house.cardOf(what)!);
async function ask(text: string, user: string): Promise<string> {
  const sent = house.slack.command('/tocsin', text, user, OPS);
  const { body } = await house.slack.raw(sent.body, sent.headers);
  if (body === '') return '';
  const answer = JSON.parse(body) as { text: string; blocks?: object[] };
  return house.slack.visibleText({ text: answer.text, blocks: answer.blocks ?? [] });
}
const imported = (rows: string) => {
  const file = join(shelf, 'inventory.csv');
  writeFileSync(file, `id,site,zone,name,tag,unit_cost,high_value\n${rows}`);
  return runScript('assets', ['import', file], { DATA_DIR: house.dataDir, ...ALARM_SECRETS });
};

test('an inventory with a mistake changes nothing; a right one is in force at once, beside the running bot', async () => {
  const bad = await imported(
    'watch-1,riverside-mall,jewellery,Watches,RF1,9000.00,yes\nwatch-2,riverside-mall,attic,,,1,\n',
  );
  expect(bad.code).toBe(1);
  expect(bad.out).toContain('line 3, column zone "attic": the site riverside-mall has no such zone');
  expect(bad.out).toContain('Nothing was imported.');
  const good = await imported(
    'watch-1,riverside-mall,loading-dock,Watches,RF1,9000.00,yes\nhose,museum,foyer,Hose,,20,\n',
  );
  expect(good.out).toContain('2 assets in force (none before)');
  await until('the bot has it', async () => (await house.api('/assets?text=watch')).items.length === 1, 15_000);
  expect(await ask('assets Watches', 'U0ANA')).toContain('Watches (watch-1), €9,000, high value');
});

test('an alarm names it by its tag, what stands with it counts, and how it stands shows on the card', async () => {
  await house.generic({ key: 'rf', kind: 'theft', zone: 'tills', assets: ['RF1'], subject: 'Tag left the store' });
  await until('the card', () => house.cardOf('INC-1'));
  expect(cardText('INC-1')).toContain('€9,000');
  expect(await ask('asset watch-1', 'U0ANA')).toContain('Watches · normal');
  expect(await ask('asset watch-1 set', 'U0BEN')).toBe('');
  const view = await until('the form', () => house.slack.openViews('U0BEN').at(-1));
  const submit = (values: Record<string, string>) => house.slack.submit({ viewId: view.id, user: 'U0BEN', values });
  expect((await submit({ status: 'stolen', why: 'case empty', incident: 'INC-99' })).errors).toMatchObject({
    incident: 'There is no incident INC-99.',
  });
  await submit({ status: 'stolen', why: 'case empty', incident: 'inc-1' });
  await until('the card', () => cardText('INC-1').includes('Watches: STOLEN'));
  const diary = () => house.slack.thread(OPS, house.cardOf('INC-1')!.ts).map((line) => house.slack.visibleText(line));
  await until('the diary', () =>
    diary().some((line) => line.includes('Ben Adeyemi: Watches is STOLEN, it was normal: case empty')),
  );
  expect(await house.api('/assets/watch-1')).toMatchObject({
    status: 'stolen',
    history: [{ from: 'normal', to: 'stolen', incident: 1, by: { name: 'Ben Adeyemi' }, via: 'slack' }],
  });
});

test('what is gone is not at stake any more; the console shows it, and says how it stands now', async () => {
  await house.generic({ key: 'later', kind: 'motion', zone: 'loading-dock', subject: 'Motion' });
  const state = await until('the next one', async () => (await house.incidents()).find(({ number }) => number === 2));
  expect(JSON.stringify((state as Json).severity)).not.toContain('9,000');
  const desk = await house.console();
  expect(await desk.get('/console/inventory?text=stolen')).toContain('STOLEN');
  expect((await desk.fill('/console/inventory/watch-1/press', { action: 'asset' })).page).toContain(
    'How it stands (STOLEN)',
  );
  const after = await desk.fill('/console/inventory/watch-1/submit', {
    form: 'asset',
    status: 'recovered',
    why: 'found in a bag',
  });
  expect(after.page).toContain('Watches · recovered');
  expect(after.page).toContain('STOLEN → recovered, found in a bag');
  await until('the card', () => cardText('INC-1').includes('Watches: recovered'));
});
