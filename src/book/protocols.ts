import type { Condition, Facts } from '../assess/condition.js';
import { meets } from '../assess/condition.js';
import type {
  Digest,
  PageVia,
  Plan,
  PlanReason,
  Policy,
  PolicyStep,
  Procedure,
  TaskRule,
  WelfareRules,
} from '../incident/index.js';
import { DEFAULT_WELFARE } from '../incident/index.js';
import { pointItem } from '../task/index.js';
import type { BookData } from './schema.js';

type Protocol = BookData['protocols'][number];
type Escalation = BookData['escalation'][number];

const MINUTE_MS = 60_000;
/** As many as a task takes. */
const MOST_POINTS = 40;
/** Ours: a receipt comes within seconds from any phone that is on. */
const DELIVERED_WITHIN_MS = MINUTE_MS;
const LAST_RESORT_EVERY_MS = 5 * MINUTE_MS;
const EMERGENCY: Condition = {
  any: [{ band: { is: 'critical', orAbove: false } }, { avs: { is: 3, orAbove: true } }, { lifeSafety: true }],
};

/** Used when the book has no protocols: what is grave is an emergency, and somebody is told in any case. */
const OWN_PROTOCOLS: readonly Protocol[] = [
  { id: 'emergency', when: EMERGENCY, dispatch: 'ask', escalation: 'emergency', requires: [], tasks: [] },
  { id: 'standard', when: {}, dispatch: 'ask', escalation: 'standard', requires: [], tasks: [] },
];

const step = (afterMs: number, notify: readonly string[], via: readonly PageVia[]): PolicyStep => ({
  afterMs,
  notify,
  via,
  deliveredWithinMs: DELIVERED_WITHIN_MS,
});

const LAST: Pick<Policy, 'lastResort' | 'lastResortVia' | 'lastResortEveryMs'> = {
  lastResort: ['role:supervisor', 'role:director'],
  lastResortVia: ['chat', 'sms', 'voice', 'email'],
  lastResortEveryMs: LAST_RESORT_EVERY_MS,
};

/** Used when the book has no ladder of that name: everybody on duty, then those who lead. */
const OWN_POLICIES: Readonly<Record<string, Policy>> = {
  standard: {
    id: 'standard',
    rounds: 2,
    roundMs: 9 * MINUTE_MS,
    steps: [
      step(0, ['role:responder'], ['chat']),
      step(3 * MINUTE_MS, ['role:responder'], ['sms']),
      step(5 * MINUTE_MS, ['role:supervisor'], ['sms', 'voice']),
    ],
    ...LAST,
  },
  emergency: {
    id: 'emergency',
    rounds: 3,
    roundMs: 3 * MINUTE_MS,
    steps: [
      step(0, ['role:responder', 'role:supervisor'], ['chat', 'sms']),
      step(MINUTE_MS, ['role:supervisor', 'role:director'], ['sms', 'voice', 'email']),
    ],
    ...LAST,
    lastResortEveryMs: 2 * MINUTE_MS,
  },
};

/** The plan that the book has for such an incident, and why that one: the first protocol whose condition holds. */
export function planFor(
  data: BookData,
  facts: Facts,
  digest: Digest,
): { readonly plan: Plan; readonly because: readonly PlanReason[] } {
  const given = data.protocols.length > 0 ? data.protocols : OWN_PROTOCOLS;
  // A book whose rules leave something out does not leave an alarm without anybody.
  const rules = [...given, ...OWN_PROTOCOLS];
  for (const [index, rule] of rules.entries()) {
    const because = meets(rule.when, facts);
    if (!because) continue;
    const plan = planOf(data, rule, facts, rules.length - index);
    return {
      plan: { version: digest(plan), ...plan },
      because: because.length > 0 ? because : [{ code: 'otherwise' }],
    };
  }
  throw new Error('no protocol holds, not even the last one');
}

function planOf(data: BookData, rule: Protocol, facts: Facts, rank: number): Omit<Plan, 'version'> {
  const ladder = data.escalation.find(({ id }) => id === rule.escalation);
  const procedure = data.procedures.find(({ id }) => id === rule.sop);
  return {
    protocol: rule.id,
    rank,
    dispatch: rule.dispatch,
    ...(rule.requires.length > 0 ? { requires: rule.requires } : {}),
    escalation: ladder ? policyOf(ladder, facts) : ownPolicy(rule, facts),
    ...(procedure ? { procedure: procedureOf(procedure) } : {}),
    ...(rule.report ? { report: rule.report } : {}),
    ...(rule.tasks.length > 0 ? { tasks: rule.tasks.map((each) => taskRuleOf(data, each)) } : {}),
    welfare: welfareOf(rule),
  };
}

const ownPolicy = ({ escalation }: Protocol, { lifeSafety, band }: Facts): Policy => {
  const name = escalation ?? (lifeSafety || band === 'critical' ? 'emergency' : 'standard');
  return (OWN_POLICIES[name] ?? OWN_POLICIES.emergency) as Policy;
};

function policyOf(given: Escalation, facts: Facts): Policy {
  const holding = given.steps.filter((each) => each.when === undefined || meets(each.when, facts));
  // Conditions that leave nothing would leave nobody: then all of them hold.
  const steps = (holding.length > 0 ? holding : given.steps).map(
    ({ after, notify, via, requireClaims, repeat, deliveredWithin }): PolicyStep => ({
      afterMs: after,
      notify,
      via,
      ...(requireClaims === undefined ? {} : { requireClaims }),
      ...(repeat ? { repeat: { everyMs: repeat.every, times: repeat.times } } : {}),
      deliveredWithinMs: deliveredWithin ?? DELIVERED_WITHIN_MS,
    }),
  );
  const last = given.lastResort ? [`person:${given.lastResort}`] : [];
  return {
    id: given.id,
    steps,
    rounds: given.rounds,
    roundMs: Math.max(given.round ?? roundMs(steps), (steps.at(-1)?.afterMs ?? 0) + 1_000),
    lastResort: [...new Set([...last, ...LAST.lastResort])],
    lastResortVia: LAST.lastResortVia,
    lastResortEveryMs: Math.max(30_000, given.lastResortEvery ?? LAST_RESORT_EVERY_MS),
  };
}

/** The last rung gets as long as the longest wait between two: a minute at least. */
function roundMs(steps: readonly PolicyStep[]): number {
  const waits = steps.map((each, index) => each.afterMs - (steps[index - 1]?.afterMs ?? 0));
  return (steps.at(-1)?.afterMs ?? 0) + Math.max(MINUTE_MS, ...waits);
}

/** A task of the book, with the points of its tour and those of its list. */
export function taskRuleOf(data: BookData, rule: Protocol['tasks'][number]): TaskRule {
  const { within, details, after, checklist, tour: tourId, photo, ...rest } = rule;
  const tour = data.tours.find(({ id }) => id === tourId);
  const points = (tour?.checkpoints ?? []).map((id) => ({
    id: pointItem(id),
    text: data.checkpoints.find((each) => each.id === id)?.name ?? id,
    required: true,
  }));
  return {
    ...rest,
    withinMs: within,
    ...(details === undefined ? {} : { details }),
    ...(after === undefined ? {} : { after }),
    ...(photo ? { photo } : {}),
    ...(tour?.order === 'in-order' ? { ordered: true as const } : {}),
    checklist: [
      ...points,
      ...checklist.map((point, index) => ({
        id: `p${index + 1}`,
        ...(typeof point === 'string' ? { text: point, required: true } : point),
      })),
    ].slice(0, MOST_POINTS),
  };
}

function procedureOf({ id, steps }: BookData['procedures'][number]): Procedure {
  return {
    id,
    steps: steps.map(({ yes, no, url, ...rest }) => ({
      ...rest,
      ...(yes ? { yes } : {}),
      ...(no ? { no } : {}),
      ...(url ? { url } : {}),
    })),
  };
}

function welfareOf({ welfare = {} }: Protocol): WelfareRules {
  const { claimed, answer, accepted, enRoute, onScene, grace } = welfare;
  return {
    claimedMs: claimed ?? DEFAULT_WELFARE.claimedMs,
    answerMs: answer ?? DEFAULT_WELFARE.answerMs,
    acceptedMs: accepted ?? DEFAULT_WELFARE.acceptedMs,
    enRouteMs: enRoute ?? DEFAULT_WELFARE.enRouteMs,
    onSceneMs: onScene ?? DEFAULT_WELFARE.onSceneMs,
    graceMs: grace ?? DEFAULT_WELFARE.graceMs,
  };
}
