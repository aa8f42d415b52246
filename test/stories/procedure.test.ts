import { afterEach, expect, test } from 'vitest';
import { type House, OPS, openHouse, until } from '../house.js';

let house: House;
afterEach(() => house?.close());

const card = () => house.cardOf('INC-1');
const shown = () => house.slack.visibleText(card()!);

/** Fills in the form that a press on the card opens in Slack. */
async function inSlack(user: string, actionId: string, values: Record<string, string>) {
  const { slack } = house;
  await slack.click({ channel: OPS, ts: card()!.ts, actionId, user });
  const view = await until(`the form of ${actionId}`, () => slack.openViews(user)[0]);
  return await slack.submit({ viewId: view.id, user, values });
}

test('an incident is closed from no surface before its required steps are done, or skipped with a reason', async () => {
  house = await openHouse({ sop: true });
  const desk = await house.console();
  await house.generic({ key: 'k', zone: 'jewellery' });
  await until('the card', card);
  expect(shown()).toContain('Step 1 of 4: Look at the live picture (required)');

  const early = await desk.submit(1, 'resolve', { disposition: 'confirmed', note: '' });
  expect(early.status).toBe(409);
  expect(early.text).toContain('Look at the live picture');
  const alsoEarly = await inSlack('U0BEN', 'tocsin:resolve', { disposition: 'confirmed', note: '' });
  expect(alsoEarly.action).toBe('update');
  expect(JSON.stringify(house.slack.openViews('U0BEN'))).toContain('Look at the live picture');

  await inSlack('U0ANA', 'tocsin:step', { answer: 'done' });
  await until('the next step', () => shown().includes('Is a person inside?'));
  await desk.submit(1, 'step', { step: 'person', answer: 'yes' });
  await until('the step after it', () => shown().includes('Offer the call to the police'));
  expect((await desk.submit(1, 'resolve', { disposition: 'confirmed', note: '' })).status).toBe(409);
  expect((await desk.submit(1, 'step', { step: 'police', answer: 'done' })).status).toBe(200);
  // A yes leads to the police, and on to the perimeter.
  await desk.submit(1, 'resolve', { disposition: 'confirmed', note: '', skip: 'the police walked it' });
  const incident = await until('it is resolved', async () => {
    const found = await house.api('/incidents/1');
    return found.status === 'resolved' && found;
  });
  expect(incident.procedure.steps.map(({ result }: { result: { kind: string } }) => result.kind)).toEqual([
    'done',
    'answered',
    'done',
    'skipped',
  ]);
  expect(incident.protocol.id).toMatch(/^(standard|emergency)$/);
  expect(incident.pages.length).toBeGreaterThan(0);
  const told = incident.timeline.map(({ text }: { text: string }) => text).join('\n');
  expect(told).toContain('Dana Wolff: Perimeter walked – skipped: the police walked it');
  expect(told).toContain('Ana Beck: Look at the live picture – done');
}, 40_000);
