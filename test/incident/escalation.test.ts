import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digest } from '../../src/digest.js';
import type {
  Command,
  Incident,
  IncidentEvent,
  Known,
  PageVia,
  PersonRef,
  Recipient,
  Recipients,
} from '../../src/incident/index.js';
import { apply, decide, nextDue, questionsOf } from '../../src/incident/index.js';
import { ana, ben, clock, delivery, HOUR, ID, intake, MINUTE, NIGHT, opening, plan, policy, sam } from './given.js';

const people: Record<string, PersonRef> = {
  ana: { id: 'ana', name: 'Ana Beck' },
  ben: { id: 'ben', name: 'Ben Adeyemi' },
  chi: { id: 'chi', name: 'Chi Nguyen' },
  sam: { id: 'sam', name: 'Sam Okafor' },
  director: { id: 'director', name: 'Dana Wolff' },
};
const NEXT: Record<string, PersonRef[]> = { ana: [people.ben!, people.chi!] };
const TARGETS: Record<string, string[]> = {
  'rotation:night': ['ana'],
  'role:supervisor': ['sam'],
};

/** What the book of these tests says: everybody has everything, and each way is taken at once. */
function whois(targets: readonly string[], via: readonly PageVia[]): Recipients {
  const ids = targets.flatMap((target) => TARGETS[target] ?? [target.replace('person:', '')]);
  const reach = ids.map(
    (id): Recipient => ({
      to: { kind: 'person', ...people[id]! },
      can: ['chat', 'sms', 'voice', 'email'],
      ways: via.map((each) => ({ via: each, afterMs: 0 })),
      next: NEXT[id] ?? [],
    }),
  );
  return { reach, none: [] };
}

/** An incident that time acts on, minute by minute if need be. */
function night(change: Parameters<typeof opening>[0] = {}) {
  const log: string[] = [];
  let incident: Incident;
  const write = (events: readonly IncidentEvent[], now: Date, actor: Parameters<typeof apply>[3]['actor']): void => {
    incident = apply(ID, incident, events, { actor, now, digest });
    for (const event of events) {
      if (event.type !== 'paged') continue;
      const who = event.pages.map(({ to, via }) => `${to.kind === 'person' ? to.id : to.address}/${via}`);
      log.push(`${(now.getTime() - NIGHT.getTime()) / 1_000}s ${event.why.code}: ${who.join(' ') || '-'}`);
    }
  };
  incident = apply(ID, undefined, [opening({ plan: plan(), ...change })], { actor: intake, now: NIGHT, digest });
  const known = (now: Date): Known => {
    const questions = questionsOf(incident.state, now);
    const recipients: Record<string, Recipients> = {};
    for (const question of questions)
      if (question.ask === 'recipients') recipients[question.key] = whois(question.targets, question.via);
    return { recipients, officers: {} };
  };
  const self = {
    log,
    get state() {
      return incident.state;
    },
    get incident() {
      return incident;
    },
    /** Lets time pass, acting whenever something is due. */
    until(seconds: number): string[] {
      const end = new Date(NIGHT.getTime() + seconds * 1_000);
      for (let turn = 0; turn < 500; turn++) {
        const due = nextDue(incident.state);
        if (!due || due > end) break;
        const now = new Date(Math.max(due.getTime(), incident.changedAt.getTime()));
        const decision = decide(incident.state, { type: 'tick', actor: clock, known: known(now) }, now);
        if (!decision.ok || decision.events.length === 0)
          throw new Error(`due at ${due.toISOString()}, and nothing happens`);
        write(decision.events, now, clock);
      }
      return log;
    },
    does(command: Command, seconds: number): void {
      const now = new Date(NIGHT.getTime() + seconds * 1_000);
      const decision = decide(incident.state, command, now);
      if (!decision.ok) throw new Error(JSON.stringify(decision.refusal));
      write(decision.events, now, command.actor);
    },
    /** The provider took the page. */
    sent(seconds: number, via: PageVia, who: string): void {
      const now = new Date(NIGHT.getTime() + seconds * 1_000);
      const page = incident.state.pages.find(
        (each) => each.via === via && each.state === 'due' && each.to.kind === 'person' && each.to.id === who,
      );
      if (!page) throw new Error(`no ${via} is due to ${who}`);
      const name = page.to.kind === 'person' ? page.to.name : '';
      const event = {
        type: 'page-sent',
        page: page.id,
        name,
        via,
        ref: `SM${page.id}`,
        lookedUp: false,
        repeat: false,
      } as const;
      write([event], now, delivery);
    },
    page: (via: PageVia, who: string) =>
      incident.state.pages.findLast((each) => each.via === via && each.to.kind === 'person' && each.to.id === who),
  };
  return self;
}

const texts = policy({
  steps: [
    { afterMs: 0, notify: ['rotation:night'], via: ['sms'], deliveredWithinMs: MINUTE },
    { afterMs: 3 * MINUTE, notify: ['role:supervisor'], via: ['sms'], deliveredWithinMs: MINUTE },
  ],
});

describe('the ladder', () => {
  it('tells one rung after the other, round after round, and then the last resort for ever', () => {
    const ladder = night({
      plan: plan({ escalation: policy({ steps: texts.steps.map((step) => ({ ...step, via: ['email'] })) }) }),
    });
    expect(ladder.until(40 * 60).filter((line) => !line.includes('unreachable'))).toEqual([
      '0s step: ana/email',
      '180s step: sam/email',
      '360s step: ana/email',
      '540s step: sam/email',
      '720s last-resort: director/sms director/voice',
      '1020s last-resort: director/sms director/voice',
      '1320s last-resort: director/sms director/voice',
      '1620s last-resort: director/sms director/voice',
      '1920s last-resort: director/sms director/voice',
      '2220s last-resort: director/sms director/voice',
    ]);
    expect(ladder.state.clock.exhausted?.times).toBe(6);
  });

  it('rests while somebody has it, and goes on where it stood', () => {
    const ladder = night({ plan: plan({ escalation: texts }) });
    ladder.until(0);
    ladder.sent(1, 'sms', 'ana');
    ladder.does({ type: 'receipt', actor: delivery, page: '1', status: 'delivered' }, 3);
    ladder.does({ type: 'claim', actor: ben }, 60);
    expect(ladder.until(10 * 60)).toEqual(['0s step: ana/sms']);
    ladder.does({ type: 'release', actor: ben }, 600);
    // Two of the three minutes were left.
    ladder.until(720);
    expect(ladder.log).toEqual(['0s step: ana/sms', '720s step: sam/sms']);
  });

  it('stops what was not sent yet once somebody has it', () => {
    const ladder = night({ plan: plan({ escalation: texts }) });
    ladder.until(0);
    expect(ladder.incident.calls).toHaveLength(1);
    ladder.does({ type: 'claim', actor: ana }, 5);
    expect(ladder.incident.calls).toEqual([]);
    expect(ladder.page('sms', 'ana')?.state).toBe('answered');
    ladder.until(12 * 60);
    expect(ladder.log).toHaveLength(1);
  });

  it('waits while it is put off', () => {
    const ladder = night({ plan: plan({ escalation: texts }) });
    ladder.until(0);
    ladder.sent(0, 'sms', 'ana');
    ladder.does({ type: 'receipt', actor: delivery, page: '1', status: 'delivered' }, 1);
    ladder.does({ type: 'snooze', actor: ana, until: new Date(NIGHT.getTime() + 20 * MINUTE), why: 'cleaner' }, 60);
    ladder.until(19 * 60);
    expect(ladder.log).toEqual(['0s step: ana/sms']);
    ladder.until(22 * 60);
    expect(ladder.log).toEqual(['0s step: ana/sms', '1320s step: sam/sms']);
  });

  it('goes on until as many people are on it as a rung wants', () => {
    const wanting = policy({ steps: texts.steps.map((step) => ({ ...step, requireClaims: 2 })) });
    const ladder = night({ plan: plan({ escalation: wanting }) });
    ladder.until(0);
    ladder.does({ type: 'claim', actor: ana }, 10);
    ladder.until(181);
    expect(ladder.log).toContain('180s step: sam/sms');
    ladder.does({ type: 'claim', actor: sam }, 200);
    expect(ladder.state).toMatchObject({ status: 'claimed', claim: { by: { id: 'ana' } }, joined: [{ id: 'sam' }] });
    const before = ladder.log.length;
    ladder.until(12 * 60);
    expect(ladder.log).toHaveLength(before);
  });

  it('repeats a rung as often as the book says', () => {
    const again = policy({
      rounds: 1,
      steps: [
        {
          afterMs: 0,
          notify: ['role:supervisor'],
          via: ['email'],
          deliveredWithinMs: MINUTE,
          repeat: { everyMs: MINUTE, times: 3 },
        },
      ],
      roundMs: 10 * MINUTE,
    });
    const ladder = night({ plan: plan({ escalation: again }) });
    expect(ladder.until(9 * 60)).toEqual([
      '0s step: sam/email',
      '60s repeat: sam/email',
      '120s repeat: sam/email',
      '180s repeat: sam/email',
    ]);
  });

  it('begins anew when it is opened again', () => {
    const ladder = night({ plan: plan({ escalation: texts }) });
    ladder.until(0);
    ladder.does({ type: 'resolve', actor: ana, disposition: 'test', note: '' }, 30);
    ladder.until(3_600);
    expect(ladder.log).toHaveLength(1);
    ladder.does({ type: 'reopen', actor: ana, why: 'again', respondBy: new Date(NIGHT.getTime() + 2 * HOUR) }, 3_600);
    ladder.until(3_600);
    expect(ladder.log).toEqual(['0s step: ana/sms', '3600s step: ana/sms']);
  });
});

describe('a page that does not arrive', () => {
  it('becomes a call within half a minute, then it is the next one’s turn', () => {
    const ladder = night({ plan: plan({ escalation: texts }) });
    ladder.until(0);
    ladder.sent(1, 'sms', 'ana');
    ladder.does({ type: 'receipt', actor: delivery, page: '1', status: 'failed', error: '30003 unreachable' }, 4);
    ladder.until(4);
    expect(ladder.log).toEqual(['0s step: ana/sms', '4s unreachable: ana/voice']);
    ladder.sent(5, 'voice', 'ana');
    ladder.does({ type: 'receipt', actor: delivery, page: '2', status: 'failed', error: 'no-answer' }, 35);
    ladder.until(35);
    expect(ladder.log.at(-1)).toBe('35s unreachable: ben/chat ben/sms ben/voice');
    ladder.does({ type: 'claim', actor: ben }, 50);
    ladder.until(14 * 60);
    expect(ladder.log).toHaveLength(3);
  });

  it('counts as not delivered when no receipt comes in time', () => {
    const ladder = night({ plan: plan({ escalation: texts }) });
    ladder.until(0);
    ladder.sent(2, 'sms', 'ana');
    ladder.until(70);
    expect(ladder.page('sms', 'ana')).toMatchObject({ state: 'failed', error: 'no receipt' });
    expect(ladder.log.at(-1)).toBe('62s unreachable: ana/voice');
  });

  it('is not followed up when it was delivered: the next rung comes at its time', () => {
    const ladder = night({ plan: plan({ escalation: texts }) });
    ladder.until(0);
    ladder.sent(2, 'sms', 'ana');
    ladder.does({ type: 'receipt', actor: delivery, page: '1', status: 'delivered' }, 4);
    ladder.until(179);
    expect(ladder.log).toEqual(['0s step: ana/sms']);
  });

  it('in a chat that takes no messages becomes a text after half a minute', () => {
    const ladder = night();
    ladder.until(0);
    expect(ladder.log).toEqual(['0s step: ana/chat ana/sms']);
    ladder.sent(1, 'sms', 'ana');
    ladder.does({ type: 'receipt', actor: delivery, page: '2', status: 'delivered' }, 3);
    ladder.until(60);
    // The text is with her already: nothing more is needed.
    expect(ladder.page('chat', 'ana')?.state).toBe('failed');
    expect(ladder.log).toHaveLength(1);
  });

  it('and nobody left to ask brings the next rung forward', () => {
    const ladder = night({
      plan: plan({ escalation: policy({ steps: [{ ...texts.steps[0]!, notify: ['person:chi'] }, texts.steps[1]!] }) }),
    });
    ladder.until(0);
    ladder.sent(1, 'sms', 'chi');
    ladder.does({ type: 'receipt', actor: delivery, page: '1', status: 'failed' }, 5);
    ladder.until(5);
    ladder.sent(6, 'voice', 'chi');
    ladder.does({ type: 'receipt', actor: delivery, page: '2', status: 'failed' }, 40);
    ladder.until(41);
    expect(ladder.log).toEqual([
      '0s step: chi/sms',
      '5s unreachable: chi/voice',
      '40s unreachable: -',
      '40s step: sam/sms',
    ]);
  });

  it('“not me” asks the next one at once, once', () => {
    const ladder = night();
    ladder.until(0);
    ladder.sent(1, 'sms', 'ana');
    ladder.does({ type: 'decline', actor: ana }, 20);
    ladder.until(21);
    expect(ladder.log).toEqual(['0s step: ana/chat ana/sms', '20s unreachable: ben/chat ben/sms ben/voice']);
  });

  it('receipts that come twice, late or out of order change nothing', () => {
    const ladder = night({ plan: plan({ escalation: texts }) });
    ladder.until(0);
    ladder.sent(1, 'sms', 'ana');
    ladder.does({ type: 'receipt', actor: delivery, page: '1', status: 'failed' }, 3);
    const { seq } = ladder.incident.chain;
    ladder.does({ type: 'receipt', actor: delivery, page: '1', status: 'failed' }, 4);
    ladder.does({ type: 'receipt', actor: delivery, page: '1', status: 'delivered' }, 5);
    ladder.does({ type: 'receipt', actor: delivery, page: '99', status: 'failed' }, 6);
    expect(ladder.incident.chain.seq).toBe(seq);
  });
});

describe('laws of the ladder', () => {
  it('an incident that nobody has is never without a next moment, whatever happens to it', () => {
    const step = fc.record({
      afterMs: fc.integer({ min: 0, max: 600 }).map((seconds) => seconds * 1_000),
      via: fc.subarray(['sms', 'voice', 'email', 'chat'] as const, { minLength: 1 }),
      repeat: fc.option(
        fc.record({ everyMs: fc.integer({ min: 10_000, max: 300_000 }), times: fc.integer({ min: 1, max: 3 }) }),
        { nil: undefined },
      ),
    });
    const happening = fc.constantFrom('claim', 'release', 'fail', 'deliver', 'wait', 'decline', 'snooze');
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.tuple(happening, fc.integer({ min: 1, max: 400 })), { maxLength: 25 }),
        (given, rounds, story) => {
          const steps = [...given]
            .sort((a, b) => a.afterMs - b.afterMs)
            .map(({ repeat, ...each }) => ({
              ...each,
              notify: ['rotation:night'],
              deliveredWithinMs: MINUTE,
              ...(repeat ? { repeat } : {}),
            }));
          const escalation = policy({ steps, rounds, roundMs: (steps.at(-1)?.afterMs ?? 0) + MINUTE });
          const ladder = night({ plan: plan({ escalation }) });
          let at = 0;
          for (const [what, seconds] of story) {
            at += seconds;
            ladder.until(at);
            const page = ladder.state.pages.findLast(({ state }) => state === 'due' || state === 'sent');
            const tell = (command: Command): void => {
              if (decide(ladder.state, command, new Date(NIGHT.getTime() + at * 1_000)).ok) ladder.does(command, at);
            };
            if (what === 'claim' || what === 'release' || what === 'decline') tell({ type: what, actor: ana });
            if (what === 'snooze')
              tell({ type: 'snooze', actor: ana, why: 'x', until: new Date(NIGHT.getTime() + (at + 300) * 1_000) });
            if (what === 'fail' && page) tell({ type: 'receipt', actor: delivery, page: page.id, status: 'failed' });
            if (what === 'deliver' && page)
              tell({ type: 'receipt', actor: delivery, page: page.id, status: 'delivered' });
            expect(nextDue(ladder.state), ladder.state.status).toBeDefined();
          }
          // Time alone brings it to the last resort, or to whoever has it being asked.
          ladder.until(at + 2 * 3_600);
          expect(ladder.state.status === 'open' ? ladder.state.clock.exhausted !== undefined : true).toBe(true);
          expect(ladder.state.pages.length).toBeLessThanOrEqual(60);
        },
      ),
      { numRuns: 40 },
    );
  });
});
