import { afterEach, expect, test } from 'vitest';
import { type House, handClock, OPS, openHouse, until } from '../house.js';

let house: House;
afterEach(() => house?.close());

const newest = async () => (await house.incidents())[0];

test('a site is put on test: its alarms count for less, those of others and of life safety do not', async () => {
  const clock = handClock();
  house = await openHouse({ clock });
  const desk = await house.console();
  const opened = async (key: string, alarm: Record<string, unknown>) => {
    await house.generic({ key, ...alarm });
    return await until(`the incident of ${key}`, async () => {
      const incident = await newest();
      return incident && (await house.api(`/incidents/${incident.number}`)).signals[0]?.key === key && incident;
    });
  };
  const before = await opened('before', { zone: 'loading-dock' });

  const form = await desk.fill('/console/on-test', { site: 'riverside-mall', for: '2h', why: 'Camera service' });
  expect(form.page).toContain('Riverside Mall');
  const news = await until('the news of it', () =>
    house.slack.messages(OPS).find((message) => message.metadata?.event_type === 'tocsin_bulletin'),
  );
  expect(house.slack.visibleText(news)).toMatch(/Riverside Mall is on test until .*Dana.*: Camera service/s);
  expect(await desk.get('/console')).toContain('On test: Riverside Mall');

  const during = await opened('during', { zone: 'jewellery' });
  expect(during.severity.indicators).toContainEqual(expect.objectContaining({ code: 'on-test' }));
  expect(during.severity.avs).toBeLessThan(before.severity.avs);
  const panic = await opened('panic', { kind: 'panic', zone: 'north-door' });
  expect(panic.severity.band).toBe('critical');
  const elsewhere = await opened('elsewhere', { site: 'hanse-hub' });
  expect(elsewhere.severity.avs).toBe(before.severity.avs);

  clock.wind(2 * 3_600_000 + 1_000);
  expect(await desk.get('/console/on-test')).toContain('No site is on test');
}, 40_000);
