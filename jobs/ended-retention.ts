import type { Desk } from '../src/desk.js';
import type { SystemActor } from '../src/incident/index.js';
import type { Clock, IncidentStore, Leases } from '../src/ports.js';
import type { EvidenceFiles } from '../src/ports-evidence.js';
import type { EndedStore, FileOwner } from '../src/ports-retention.js';
import type { TaskStore } from '../src/ports-tasks.js';
import {
  classOfFile,
  type EndedReceipt,
  type EndedRule,
  fileReceipt,
  incidentReceipt,
  isDue,
  RECYCLE_MS,
  ruleFor,
  type Subject,
  saidOf,
} from '../src/retention/index.js';
import { isTaskLive } from '../src/task/index.js';
import type { TaskDesk } from '../src/task-desk.js';
import { later } from '../src/time.js';

export interface EndedRetentionParts {
  readonly store: EndedStore;
  readonly incidents: Pick<IncidentStore, 'load' | 'loadByNumber'>;
  readonly tasks: Pick<TaskStore, 'load'>;
  readonly desk: Pick<Desk, 'execute'>;
  readonly taskDesk: Pick<TaskDesk, 'execute'>;
  readonly files: Pick<EvidenceFiles, 'delete'>;
  readonly leases: Pick<Leases, 'take'>;
  readonly holder: string;
  readonly rules: () => readonly EndedRule[];
  /** Numbers of incidents that the law wants kept. */
  readonly held: () => readonly number[];
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

const LEASE = 'retention-ended';
const LEASE_MS = 120_000;
/** Deleted in one run; the next one goes on. */
const AT_ONCE = 500;
const ROUNDS = 40;
const AGAIN_MS = 6 * 3_600_000;
const ACTOR: SystemActor = { kind: 'system', id: 'archive' };

type Verdict = 'goes' | 'stays' | 'gone';

/**
 * Deletes incidents and files that were kept as long as the book wants: each is marked first, goes a week later if nothing speaks
 * against it then, and leaves a receipt with its hash. Every step may be done again after a crash.
 */
export function createEndedRetention(parts: EndedRetentionParts) {
  const { store, incidents, tasks, desk, taskDesk, files, leases, holder, rules, held, clock, failed } = parts;

  async function markIncidents(now: Date): Promise<void> {
    const asked = rules().filter((rule) => rule.class === 'incident');
    if (asked.length === 0) return;
    const shortest = Math.min(...asked.map(({ keepMs }) => keepMs));
    const holds = new Set(held());
    for await (const each of store.endedBefore(later(now, -shortest))) {
      const rule = ruleFor('incident', each, asked);
      if (!isDue(rule, each.endedAt, now) || holds.has(each.number)) continue;
      const { id, number, siteId, endedAt, entries, hash } = each;
      await store.mark({
        ...marked(rule, now),
        id: incidentReceipt(number),
        siteId,
        subject: { of: 'incident', id, number },
        before: endedAt,
        count: entries,
        digest: hash,
      });
    }
  }

  async function markFiles(now: Date): Promise<void> {
    const asked = rules().filter((rule) => rule.class !== 'incident');
    if (asked.length === 0) return;
    const holds = new Set(held());
    for await (const each of store.fileOwners()) {
      if (each.incident !== undefined && holds.has(each.incident)) continue;
      for (const { id: file, kept, keptAt } of each.files) {
        const rule = ruleFor(classOfFile(kept.type), each, asked);
        if (!isDue(rule, keptAt, now) || !(await isOver(each))) continue;
        const { sha256 } = kept;
        const subject = { of: 'file', owner: each.owner, id: each.id, name: each.name, file, sha256 } as const;
        await store.mark({
          ...marked(rule, now),
          id: fileReceipt(subject),
          siteId: each.siteId,
          subject,
          before: keptAt,
          count: 1,
          digest: sha256,
        });
      }
    }
  }

  /** A task that is over belongs to an incident that may not be. */
  async function isOver({ owner, incident: number }: FileOwner): Promise<boolean> {
    if (owner === 'incident' || number === undefined) return true;
    const incident = await incidents.loadByNumber(number);
    return incident === undefined || incident.state.status === 'archived';
  }

  const marked = (rule: EndedRule, now: Date) =>
    ({ class: rule.class, why: saidOf(rule), at: now, goesAt: later(now, RECYCLE_MS), state: 'marked' }) as const;

  /** Judged again at the last moment: a week has passed, and the book may say otherwise. */
  async function verdictOnIncident({ id, number }: Extract<Subject, { of: 'incident' }>): Promise<Verdict> {
    const incident = await incidents.load(id);
    if (!incident) return 'gone';
    const { state } = incident;
    if (state.status !== 'archived' || held().includes(number)) return 'stays';
    const owner = { clientId: state.place.clientId, kinds: [state.kind] };
    if (!isDue(ruleFor('incident', owner, rules()), state.resolution.at, clock.now())) return 'stays';
    return (await store.belongings(id)).live ? 'stays' : 'goes';
  }

  async function deleteIncident({ id }: Extract<Subject, { of: 'incident' }>): Promise<void> {
    const { tasks: its, files: hashes } = await store.belongings(id);
    const ours = new Set([id, ...its]);
    for (const hash of hashes)
      if ((await store.usersOf(hash)).every((user) => ours.has(user))) await files.delete(hash);
    await store.wipe(id);
  }

  interface Held {
    readonly number: number | undefined;
    readonly over: boolean;
    readonly there: boolean;
    readonly rule: EndedRule | undefined;
    readonly keptAt: Date;
  }

  async function holderOf({ owner, id, file }: Extract<Subject, { of: 'file' }>): Promise<Held | undefined> {
    const found = owner === 'incident' ? (await incidents.load(id))?.state : (await tasks.load(id))?.state;
    const item = found?.evidence?.find((each) => each.id === file);
    if (!found || (item?.state !== 'kept' && item?.state !== 'deleted')) return undefined;
    const of = 'signals' in found ? found.number : found.incident?.number;
    const incident = of === undefined ? undefined : (await incidents.loadByNumber(of))?.state;
    const kept = item.state === 'kept' ? item.kept : item.was;
    const kinds = 'signals' in found ? [found.kind] : undefined;
    return {
      number: of,
      over: (incident === undefined || incident.status === 'archived') && ('signals' in found || !isTaskLive(found)),
      there: item.state === 'kept',
      rule: ruleFor(classOfFile(kept.type), { clientId: found.place.clientId, kinds }, rules()),
      keptAt: item.keptAt,
    };
  }

  async function verdictOnFile(subject: Extract<Subject, { of: 'file' }>): Promise<Verdict> {
    const its = await holderOf(subject);
    if (!its) return 'gone';
    // Its history says already that it is deleted.
    if (!its.there) return 'goes';
    if (!its.over || (its.number !== undefined && held().includes(its.number))) return 'stays';
    return isDue(its.rule, its.keptAt, clock.now()) ? 'goes' : 'stays';
  }

  async function deleteFile({ owner, id, file, sha256 }: Extract<Subject, { of: 'file' }>, why: string): Promise<void> {
    const command = { type: 'delete-file', actor: ACTOR, file, why } as const;
    const told = owner === 'incident' ? await desk.execute(id, command) : await taskDesk.execute(id, command);
    if (!told.ok) throw new Error(`${id} takes no word of it: ${told.refusal.code}`);
    // The same bytes may have been given elsewhere.
    if ((await store.usersOf(sha256)).length === 0) await files.delete(sha256);
  }

  /** An incident as it is now: since it was marked, a file may have gone, or come. */
  async function asItIs(subject: Subject): Promise<Partial<Pick<EndedReceipt, 'count' | 'digest'>>> {
    const chain = subject.of === 'incident' ? (await incidents.load(subject.id))?.chain : undefined;
    return chain ? { count: chain.seq, digest: chain.hash } : {};
  }

  async function go({ id, subject, why, state }: EndedReceipt): Promise<void> {
    const verdict = subject.of === 'incident' ? await verdictOnIncident(subject) : await verdictOnFile(subject);
    // A part of it may be gone already: nobody is told that it was kept.
    if (verdict === 'stays') return await store.settle(id, state === 'begun' ? 'broken' : 'kept', clock.now());
    if (verdict === 'goes') {
      if (state !== 'begun') await store.settle(id, 'begun', clock.now(), await asItIs(subject));
      await (subject.of === 'incident' ? deleteIncident(subject) : deleteFile(subject, why));
    }
    await store.settle(id, 'done', clock.now());
  }

  return async function clearEnded(): Promise<void> {
    if ((await leases.take(LEASE, holder, LEASE_MS)) === undefined) return;
    const now = clock.now();
    await markIncidents(now);
    await markFiles(now);
    for (let rounds = 0; rounds < ROUNDS; rounds++) {
      const going = await store.going(now, AT_ONCE);
      for (const receipt of going) {
        if ((await leases.take(LEASE, holder, LEASE_MS)) === undefined) return;
        try {
          await go(receipt);
        } catch (error) {
          failed(`deleting ${receipt.id}`, error);
          // One that cannot be deleted holds up no other.
          await store.postpone(receipt.id, later(now, AGAIN_MS));
        }
      }
      if (going.length < AT_ONCE) return;
    }
  };
}
