import { afterEach, expect, test } from 'vitest';
import { type House, OPS, openHouse, until } from '../house.js';

let house: House;
afterEach(() => house?.close());

test('a person calls the police by the number and the words on the card, and everybody sees that they did', async () => {
  house = await openHouse();
  const { slack } = house;
  await house.generic({ key: 'k', kind: 'hold-up', zone: 'jewellery' });
  const card = await until('the card', () => house.cardOf('Police control can be called: +4930110'));
  await slack.click({ channel: OPS, ts: card.ts, actionId: 'tocsin:emergency-call', user: 'U0ANA' });
  const view = await until('the form', () => slack.openViews('U0ANA')[0]);
  const shown = JSON.stringify(view);
  expect(shown).toContain('+4930110');
  expect(shown).toContain('This is Northgate Guarding. Hold-up at Riverside Mall');
  await slack.submit({ viewId: view.id, user: 'U0ANA', values: { reference: '4711' } });
  await until('the card says so', () => house.cardOf('was called at'));
  const desk = await house.console();
  expect(await desk.get('/console/incidents/1')).toMatch(
    /Police control was called at \d\d:\d\d by Ana Beck, reference 4711/,
  );
  expect(JSON.stringify(await house.api('/incidents/1'))).toContain('Ana Beck called Police control, reference 4711');
}, 30_000);
