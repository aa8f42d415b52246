import { describe, expect, it } from 'vitest';
import { createEvidence } from '../../jobs/evidence.js';
import { createDesk } from '../../src/desk.js';
import { digest, sha256 } from '../../src/digest.js';
import { awaitsEvidence, EVIDENCE_LIMITS } from '../../src/incident/index.js';
import type { Awaited, FetchOutcome } from '../../src/ports-evidence.js';
import { ana, HOUR, ID, incidentAfter, MINUTE, NIGHT, opened } from '../incident/given.js';
import { handWound, incidentsIn, leasesIn, nothingKept } from './kept.js';

const FILE = { id: 'slack:F1', name: 'dock.png', from: 'slack:F1' };
const bytes = Buffer.from('a picture');

async function aDesk(answers: (FetchOutcome | Error)[], options: { readonly dies?: 'before telling' } = {}) {
  const kept = nothingKept();
  kept.incidents.set(ID, incidentAfter(opened()));
  const incidents = incidentsIn(kept);
  const clock = handWound(NIGHT);
  const desk = createDesk({ incidents, clock, digest, bell: { saved: () => undefined } });
  await desk.execute(ID, { type: 'evidence', actor: ana, files: [FILE] });
  const shelf = new Map<string, Buffer>();
  const problems: string[] = [];
  const asked: string[] = [];
  let deaths = options.dies ? 1 : 0;
  const fetchSome = createEvidence({
    awaited: {
      async awaited() {
        const { state } = kept.incidents.get(ID)!;
        return (state.evidence ?? [])
          .filter(({ state: is }) => is === 'awaited')
          .map(({ id, from, at }): Awaited => ({ of: 'incident', about: ID, file: id, from, at }));
      },
    },
    files: { put: async (hash, given) => void shelf.set(hash, given), get: async (hash) => shelf.get(hash) },
    sortOf: async () => 'image/png',
    sources: new Map([
      [
        'slack',
        async (ref) => {
          asked.push(ref);
          const answer = answers.shift() ?? { kind: 'got', bytes };
          if (answer instanceof Error) throw answer;
          return answer;
        },
      ],
    ]),
    desk: {
      execute: async (id, command) => {
        if (deaths-- > 0) throw new Error('it died here');
        return await desk.execute(id, command);
      },
    },
    taskDesk: { execute: async () => ({ ok: false, refusal: { code: 'unknown-task' } }) },
    leases: leasesIn(kept, clock),
    holder: 'one',
    clock,
    failed: (what, error) => problems.push(`${what}: ${(error as Error).message}`),
  });
  const run = async (ms: number, step = MINUTE): Promise<void> => {
    for (let passed = 0; passed < ms; passed += step) {
      await fetchSome();
      clock.wind(step);
    }
  };
  return { run, shelf, problems, asked, clock, desk, item: () => kept.incidents.get(ID)!.state.evidence![0]!, kept };
}

describe('a file that somebody gave', () => {
  it('is kept under its hash, and then in the history', async () => {
    const { run, shelf, item } = await aDesk([]);
    await run(MINUTE);
    expect(shelf.get(sha256(bytes))).toEqual(bytes);
    expect(item()).toMatchObject({ state: 'kept', kept: { sha256: sha256(bytes), bytes: bytes.length } });
  });

  it('is had once the chat can be asked again, and is asked for ever more seldom', async () => {
    const down = { kind: 'retry', error: '503' } as const;
    const { run, item, asked, problems } = await aDesk(Array.from({ length: 12 }, () => down));
    await run(6 * HOUR, 10_000);
    expect(item().state).toBe('kept');
    expect(asked).toHaveLength(13);
    expect(problems).toHaveLength(12);
    expect(problems[0]).toContain('fetching slack:F1 for i-1: 503');
  });

  it('is waited for as long as the chat wishes', async () => {
    const { run, asked, item } = await aDesk([{ kind: 'retry', error: 'ratelimited', afterMs: HOUR }]);
    await run(HOUR);
    expect(asked).toHaveLength(1);
    await run(2 * MINUTE);
    expect(item().state).toBe('kept');
  });

  it('that is gone for good is said to be, once', async () => {
    const { run, item, asked } = await aDesk([{ kind: 'gone', error: 'file_deleted' }]);
    await run(HOUR);
    expect(item()).toMatchObject({ state: 'failed', why: 'file_deleted' });
    expect(asked).toHaveLength(1);
  });

  it('is given up after a week, and not before', async () => {
    const { run, item } = await aDesk(Array.from({ length: 5_000 }, () => ({ kind: 'retry', error: 'down' }) as const));
    await run(6.9 * 24 * HOUR, 10 * MINUTE);
    expect(item().state).toBe('awaited');
    await run(0.3 * 24 * HOUR, 10 * MINUTE);
    expect(item()).toMatchObject({ state: 'failed', why: 'down' });
  });

  it('is kept once when whoever fetches it dies in the middle, or throws', async () => {
    for (const { answers, dies } of [
      { answers: [], dies: 'before telling' as const },
      { answers: [new Error('socket hang up')], dies: undefined },
    ]) {
      const { run, shelf, item, kept } = await aDesk(answers, dies ? { dies } : {});
      await run(30 * MINUTE);
      expect(item().state).toBe('kept');
      expect(shelf.size).toBe(1);
      const { timeline } = kept.incidents.get(ID)!;
      expect(timeline.filter(({ event }) => event.type === 'evidence-kept')).toHaveLength(1);
    }
  });
});

describe('a file of an incident that was archived meanwhile', () => {
  it('is kept all the same, once', async () => {
    const { run, item, desk, asked } = await aDesk([]);
    const archive = { kind: 'system', id: 'archive' } as const;
    await desk.execute(ID, { type: 'resolve', actor: ana, disposition: 'confirmed', note: '' });
    expect((await desk.execute(ID, { type: 'archive', actor: archive })).ok).toBe(true);
    await run(HOUR);
    expect(item().state).toBe('kept');
    expect(asked).toHaveLength(1);
  });
});

describe('what can be given', () => {
  it('may be given again when it could not be had', async () => {
    const { run, item, desk } = await aDesk([{ kind: 'gone', error: 'file_deleted' }]);
    await run(MINUTE);
    expect(item().state).toBe('failed');
    await desk.execute(ID, { type: 'evidence', actor: ana, files: [FILE] });
    await run(MINUTE);
    expect(item().state).toBe('kept');
  });

  it('is so much and no more, each once, with a name of one line', async () => {
    const { desk, kept } = await aDesk([]);
    const many = Array.from({ length: EVIDENCE_LIMITS.files }, (_, index) => ({
      id: `slack:M${index}`,
      name: 'x',
      from: `slack:M${index}`,
    }));
    const full = await desk.execute(ID, { type: 'evidence', actor: ana, files: many });
    expect(full).toMatchObject({ ok: false, refusal: { code: 'invalid', field: 'files' } });
    const odd = { id: 'slack:F2', name: `a\nb\u202e${'y'.repeat(500)}`, from: 'slack:F2' };
    await desk.execute(ID, {
      type: 'evidence',
      actor: ana,
      files: [FILE, odd, { ...odd, id: 'slack:F3', name: ' \n' }],
    });
    const names = kept.incidents.get(ID)!.state.evidence!.map(({ name }) => name);
    expect(names).toHaveLength(3);
    expect(names[1]).toMatch(/^a b y{145,}/);
    expect([...names[1]!].length).toBe(EVIDENCE_LIMITS.name);
    expect(names[2]).toBe('file');
    expect(awaitsEvidence(kept.incidents.get(ID)!.state)).toBe(true);
  });
});
