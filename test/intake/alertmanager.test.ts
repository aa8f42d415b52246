import { describe, expect, it } from 'vitest';
import { alertmanager } from '../../src/intake/alertmanager.js';
import { changed, draft, json, keyOf, only, told } from './given.js';

const firing = json('alertmanager-v4-firing.json');
const resolved = json('alertmanager-v4-resolved.json');

describe('Alertmanager', () => {
  it('each alert is a signal of its own', () => expect(told(alertmanager, firing)).toHaveLength(2));

  it('resolved restores the very alert that fired', () => {
    const end = changed(changed(firing, 'alerts.0.status', 'resolved'), 'alerts.0.endsAt', '2026-03-02T21:20:00Z');
    expect(told(alertmanager, end)[0]).toMatchObject({
      is: 'restore',
      clears: draft(told(alertmanager, firing)).key,
      occurredAt: new Date('2026-03-02T21:20:00Z'),
    });
  });

  it('the zero endsAt of a firing alert is no time of anything', () => {
    expect(JSON.stringify(told(alertmanager, firing))).not.toContain('0001-01-01');
    expect(told(alertmanager, changed(resolved, 'alerts.0.endsAt', '0001-01-01T00:00:00Z'))[0]).toMatchObject({
      occurredAt: new Date('2026-07-01T12:00:00Z'),
    });
  });

  it('one alert that fires again later is another alarm; a repetition of the group is not', () => {
    expect(draft(told(alertmanager, changed(firing, 'alerts.0.startsAt', '2026-03-03T00:00:00Z'))).key).not.toBe(
      draft(told(alertmanager, firing)).key,
    );
    expect(keyOf(alertmanager, { ...firing, numFiring: 9 })).toBe(keyOf(alertmanager, firing));
    expect(keyOf(alertmanager, changed(firing, 'alerts.0.status', 'resolved'))).not.toBe(keyOf(alertmanager, firing));
  });

  it('alerts that were cut off are said', () => {
    expect(told(alertmanager, { ...firing, truncatedAlerts: 12 })[0]).toEqual({
      is: 'unrecognised',
      reason:
        'body.truncatedAlerts: 12 more alerts of this group were cut off by Alertmanager; look there, and raise max_alerts',
    });
  });

  it('labels choose kind and place; a word that is none is said', () => {
    expect(draft(told(alertmanager, firing))).toMatchObject({
      kind: 'device-offline',
      place: { site: 'riverside-mall', zone: 'loading-dock', device: 'dock-2' },
    });
    expect(draft(told(alertmanager, changed(firing, 'alerts.0.labels.tocsin_kind', 'burglary')))).toMatchObject({
      kind: 'supervision',
      details: expect.stringContaining('tocsin_kind "burglary" is not one of the kinds'),
    });
    expect(draft(told(alertmanager, firing, { kind: 'environmental' }), 1).kind).toBe('environmental');
    expect(draft(told(alertmanager, changed(firing, 'alerts.0.labels.site', 7))).place).toEqual({
      zone: 'loading-dock',
      device: 'dock-2',
    });
  });

  it('the watchdog is a heartbeat', () => {
    expect(told(alertmanager, changed(firing, 'alerts.1.labels.alertname', 'Watchdog'))[1]).toEqual({
      is: 'ignored',
      reason: 'heartbeat',
      detail: 'Watchdog',
    });
  });

  it('without fingerprint the labels are the id, in any order', () => {
    const bare = changed(firing, 'alerts.1.fingerprint', undefined);
    const turned = changed(
      bare,
      'alerts.1.labels',
      Object.fromEntries(Object.entries(bare.alerts[1].labels).reverse()),
    );
    expect(draft(told(alertmanager, turned), 1).key).toBe(draft(told(alertmanager, bare), 1).key);
  });

  it('a bad alert does not take the good ones with it', () => {
    expect(told(alertmanager, changed(firing, 'alerts.0', { status: 'sleeping' }))).toMatchObject([
      { is: 'unrecognised', reason: 'body.alerts[0].status: expected one of "firing", "resolved", found "sleeping"' },
      { is: 'signal' },
    ]);
  });

  it('a group without alerts is kept', () => {
    expect(only(told(alertmanager, { alerts: [] }))).toEqual({
      is: 'unrecognised',
      reason: 'body: there is nothing in it that could be an alarm',
    });
  });
});
