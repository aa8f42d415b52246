import { describe, expect, it } from 'vitest';
import { frigate } from '../../src/intake/frigate.js';
import { changed, draft, json, keyOf, only, told } from './given.js';

const review = json('frigate-reviews-update.json');
const event = json('frigate-events-update.json');
const detection = changed(review, 'after.severity', 'detection');

describe('Frigate reviews', () => {
  it('a detection that is promoted to alert is a new signal', () => {
    expect(draft(told(frigate, detection)).key).toBe(`review/${review.after.id}/detection`);
    expect(draft(told(frigate, review)).key).toBe(`review/${review.after.id}/alert`);
    expect(keyOf(frigate, detection)).not.toBe(keyOf(frigate, review));
  });

  it('a hundred updates of one severity are one delivery and one signal', () => {
    const later = changed(changed(review, 'after.data.objects', ['person', 'dog']), 'type', 'new');
    expect(keyOf(frigate, later)).toBe(keyOf(frigate, review));
    expect(draft(told(frigate, later)).key).toBe(draft(told(frigate, review)).key);
  });

  it('the end is the same signal, so that it counts when it comes first, and says that it is over', () => {
    const end = changed(changed(review, 'type', 'end'), 'after.end_time', 1718987200.5);
    const [alarm, over] = told(frigate, end);
    expect(alarm).toEqual(told(frigate, review)[0]);
    expect(over).toMatchObject({
      is: 'restore',
      clears: `review/${review.after.id}/alert`,
      occurredAt: new Date(1718987200500),
    });
    expect(keyOf(frigate, end)).not.toBe(keyOf(frigate, review));
  });

  it('takes only alerts when the book says so', () => {
    expect(only(told(frigate, detection, { reviews: 'alerts' }))).toMatchObject({
      is: 'ignored',
      reason: 'not-an-alarm',
    });
    expect(told(frigate, review, { reviews: 'alerts' })[0]).toMatchObject({ is: 'signal' });
  });

  it.each([
    [['car'], [], 'vehicle'],
    [['dog'], [], 'motion'],
    [['person-verified'], [], 'person'],
    [['car', 'person'], [], 'person'],
    [[], ['fire_alarm'], 'fire'],
    [['person'], ['glass'], 'glass-break'],
    [[], ['scream'], 'other'],
    [undefined, undefined, 'motion'],
    ['person', 7, 'motion'],
  ])('objects %j and sounds %j are %s', (objects, audio, kind) => {
    expect(
      draft(told(frigate, changed(changed(review, 'after.data.objects', objects), 'after.data.audio', audio))).kind,
    ).toBe(kind);
  });

  it('takes kinds for labels from the book', () => {
    const scream = changed(review, 'after.data.audio', ['scream']);
    expect(draft(told(frigate, scream, { labels: { scream: 'assault' } })).kind).toBe('assault');
  });

  it('links pictures only when it knows where Frigate is', () => {
    expect(draft(told(frigate, review)).media).toEqual([]);
    expect(draft(told(frigate, review, { url: 'https://frigate.example/' })).media[0]).toEqual({
      url: 'https://frigate.example/api/events/1718987128.947436-g92ztx/thumbnail.jpg',
      type: 'image/jpeg',
    });
  });
});

describe('Frigate events', () => {
  it('all messages of one object are one signal', () => {
    for (const type of ['new', 'update', 'end'])
      expect(draft(told(frigate, { ...event, type })).key).toBe(`event/${event.after.id}`);
  });

  it.each([
    [null, ''],
    ['Bob', 'Recognised: Bob'],
    [['Bob', 0.79], 'Recognised: Bob'],
    [['Bob'], 'Recognised: Bob'],
    [[0.79, 'Bob'], ''],
    [7, ''],
    [{}, ''],
  ])('sub_label %j', (subLabel, expected) => {
    const { details, kind } = draft(told(frigate, changed(event, 'after.sub_label', subLabel)));
    expect(kind).toBe('person');
    expect(details).toBe(['Zones entered: yard, driveway', expected].filter(Boolean).join('\n'));
  });

  it('false positives are ignored; the correction is another delivery', () => {
    const wrong = changed(event, 'after.false_positive', true);
    expect(only(told(frigate, wrong))).toMatchObject({ is: 'ignored', reason: 'false-positive' });
    expect(keyOf(frigate, wrong)).not.toBe(keyOf(frigate, event));
  });

  it.each([
    ['car', 0, false, 'ignored'],
    ['car', 0, true, 'ignored'],
    ['car', 1, false, 'signal'],
    ['car', 2, true, 'signal'],
    ['car', undefined, true, 'ignored'],
    ['car', undefined, false, 'signal'],
    ['person', 0, true, 'signal'],
    ['person', undefined, true, 'signal'],
  ])('%s that moved %s times, stationary %s: %s', (label, moved, stationary, is) => {
    const value = changed(
      changed(changed(event, 'after.label', label), 'after.position_changes', moved),
      'after.stationary',
      stationary,
    );
    expect(told(frigate, value)[0]).toMatchObject({ is });
  });

  it('a parked car that starts to move is another delivery', () => {
    const parked = changed(changed(event, 'after.label', 'car'), 'after.position_changes', 0);
    expect(keyOf(frigate, parked)).not.toBe(keyOf(frigate, changed(parked, 'after.position_changes', 1)));
  });

  it('carries confidence, zone and pictures', () => {
    const value = changed(changed(event, 'after.has_snapshot', true), 'after.has_clip', true);
    expect(draft(told(frigate, value, { url: 'http://frigate:5000' }))).toMatchObject({
      confidence: 0.958984375,
      place: { zone: 'driveway', device: 'front_door' },
      media: [{ type: 'image/jpeg' }, { type: 'video/mp4' }],
      validation: { person: true, video: true },
    });
  });
});

describe('other Frigate messages', () => {
  it.each(['face', 'lpr', 'description', 'classification'])('%s results are no alarms', (type) => {
    expect(only(told(frigate, { type, id: 'x' }))).toMatchObject({ is: 'ignored', reason: 'not-an-alarm' });
  });
  it('stats are a heartbeat', () => {
    expect(only(told(frigate, { service: { uptime: 5 }, cameras: {} }))).toEqual({
      is: 'ignored',
      reason: 'heartbeat',
    });
  });
  it.each([
    [changed(event, 'after.id', undefined), 'body.after.id: expected text, found nothing'],
    [changed(review, 'after.camera', 5), 'body.after.camera: expected text, found the number 5'],
    [{ type: 'new' }, 'body.after: expected an object, found nothing'],
    [{ ...event, type: 'paused' }, 'body.type: expected one of "new", "update", "end", found "paused"'],
    [[event], 'body: expected an object, found a list of 1'],
  ])('what is not understood says where and why (%#)', (value, reason) => {
    expect(only(told(frigate, value))).toEqual({ is: 'unrecognised', reason });
  });
});
