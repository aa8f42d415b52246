import { describe, expect, it } from 'vitest';
import { decide, NOTHING_KNOWN, refOf } from '../../src/incident/index.js';
import {
  ana,
  assessment,
  attach,
  batch,
  claimed,
  given,
  HOUR,
  intake,
  joined,
  managers,
  minute,
  NIGHT,
  opened,
  opening,
  ops,
  reopened,
  resolved,
  restored,
  stateAfter,
} from './given.js';

const report = { ...opening(), type: 'report', actor: intake, notices: [], known: NOTHING_KNOWN } as const;
const [done] = batch('clear').newest;
const over = [done!];

describe('report', () => {
  it('opens an incident with everything known of that moment', () => {
    given()
      .when(report, NIGHT)
      .gives(opening())
      .leaving({ status: 'open', number: 42, openedAt: NIGHT, overdue: false, cardVersion: 1 });
  });

  it('twice is once', () => {
    given(opened()).when(report).changesNothing();
  });
});

describe('attach', () => {
  it('counts and links what joins', () => {
    const more = batch('b2', {
      count: 3,
      kinds: { person: 2, 'forced-door': 1 },
      devices: [{ id: 'cam-17', name: 'Camera dock 2' }],
      personSeen: true,
    });
    given(opened()).when(attach(more)).gives({ type: 'signals-joined', signals: more, flapping: false });
    const { signals } = stateAfter(opened(), joined(more));
    expect(signals).toMatchObject({
      count: 4,
      kinds: { 'forced-door': 2, person: 2 },
      batches: ['b1', 'b2'],
      personSeen: true,
    });
    expect(signals.devices.map((device) => device.id)).toEqual(['door-dock-2', 'cam-17']);
  });

  it('counts a batch that is understood twice only once', () => {
    given(opened(), joined(batch('b2')))
      .when(attach(batch('b2')))
      .changesNothing();
    given(opened(), joined(batch('b2')), resolved(ana))
      .when(attach(batch('b2')))
      .changesNothing();
  });

  it('joins whoever has it: a claim stays', () => {
    given(opened(), claimed(ana))
      .when(attach(batch('b2')))
      .gives({ type: 'signals-joined', signals: batch('b2'), flapping: false })
      .leaving({ status: 'claimed' });
  });

  it('never lowers score, band or validation level', () => {
    const higher = assessment(63, 'high');
    given(opened({ assessment: higher }))
      .when(attach(batch('b2'), { assessment: { ...assessment(20, 'low'), avs: 0 } }))
      .gives({ type: 'signals-joined', signals: batch('b2'), flapping: false });
  });

  it('takes the higher assessment, and the highest validation level of both', () => {
    given(opened())
      .when(attach(batch('b2'), { assessment: { ...assessment(90, 'critical'), avs: 1 } }))
      .gives({
        type: 'signals-joined',
        signals: batch('b2'),
        assessment: { ...assessment(90, 'critical'), avs: 2 },
        flapping: false,
        rose: 'high',
      });
  });

  it('never lowers the band, even when a new book draws the bands higher', () => {
    given(opened({ assessment: assessment(85, 'critical') }))
      .when(attach(batch('b2'), { assessment: assessment(86, 'high') }))
      .gives({ type: 'signals-joined', signals: batch('b2'), assessment: assessment(86, 'critical'), flapping: false });
  });

  it('lets a graver signal name the card', () => {
    const lead = { kind: 'intrusion', subject: 'Two people inside' } as const;
    given(opened())
      .when(attach(batch('b2'), { lead }))
      .gives({ type: 'signals-joined', signals: batch('b2'), flapping: false, lead })
      .leaving({ kind: 'intrusion', subject: 'Two people inside' });
  });

  it('adds channels, and leaves those that have it', () => {
    given(opened())
      .when(attach(batch('b2'), { destinations: [ops, managers] }))
      .gives({
        type: 'signals-joined',
        signals: batch('b2'),
        flapping: false,
        destinations: [ops, managers],
      })
      .leaving({ destinations: [ops, managers] });
  });

  it('comes too late once a person resolved it: the alarm is news', () => {
    given(opened(), resolved(ana))
      .when(attach(batch('b2')))
      .isRefused({ code: 'already-resolved', by: refOf(ana), at: minute(1) });
  });

  it('is counted on a false alarm when the device flaps, and leaves it resolved', () => {
    given(opened(), resolved(ana, 'false-alarm', 'equipment'))
      .when(attach(batch('b2'), { flapping: true }))
      .gives({ type: 'signals-joined', signals: batch('b2'), flapping: true })
      .leaving({ status: 'resolved', flapping: true });
  });

  it('keeps the times of the earliest and the latest signal, in whatever order they come', () => {
    const early = batch('b2', { firstOccurredAt: minute(-9), lastOccurredAt: minute(-9) });
    const late = batch('b3', { firstOccurredAt: minute(9), lastOccurredAt: minute(9) });
    for (const [first, second] of [
      [early, late],
      [late, early],
    ] as const) {
      const { signals } = stateAfter(opened(), joined(first), joined(second));
      expect([signals.firstOccurredAt, signals.lastOccurredAt]).toEqual([minute(-9), minute(9)]);
    }
  });

  it('keeps everything that an incident holds bounded, whatever the storm', () => {
    const storm = Array.from({ length: 300 }, (_, index) =>
      joined(
        batch(`n${index}`, {
          count: 500,
          sources: [`source-${index}`],
          devices: [{ id: `d-${index}`, name: `Device ${index}` }],
          pictures: [`https://x.example/${index}.jpg`],
          lastOccurredAt: new Date(NIGHT.getTime() + index * HOUR),
        }),
      ),
    );
    const { signals } = stateAfter(opened(), ...storm);
    expect(signals.count).toBe(1 + 300 * 500);
    expect([signals.devices.length, signals.sources.length, signals.newest.length, signals.pictures.length]).toEqual([
      50, 20, 10, 4,
    ]);
    expect(signals.batches.length).toBe(16);
    expect(signals.batches.at(-1)).toBe('n299');
  });
});

describe('restore', () => {
  it('is noted, and closes nothing', () => {
    given(opened())
      .when({ type: 'restore', actor: intake, signals: over }, minute(3))
      .gives({ type: 'restored', signals: over })
      .leaving({ status: 'open', restoredAt: minute(3) });
  });

  it('is noted on what is claimed or resolved', () => {
    given(opened(), claimed(ana))
      .when({ type: 'restore', actor: intake, signals: over })
      .gives({ type: 'restored', signals: over });
    given(opened(), resolved(ana))
      .when({ type: 'restore', actor: intake, signals: over })
      .gives({ type: 'restored', signals: over });
  });

  it('that is understood twice after a crash is noted once', () => {
    given(opened(), restored(...over))
      .when({ type: 'restore', actor: intake, signals: over })
      .changesNothing();
  });

  it('stays said after reopening', () => {
    expect(stateAfter(opened(), restored(...over), resolved(ana), reopened(ana, minute(60))).restoredAt).toEqual(
      minute(1),
    );
  });

  it('of something that never was is refused', () => {
    expect(decide(undefined, { type: 'restore', actor: intake, signals: over }, NIGHT)).toEqual({
      ok: false,
      refusal: { code: 'unknown-incident' },
    });
  });
});
