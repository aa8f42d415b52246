import type { PersonRef } from './actor.js';

export const STEP_KINDS = ['check', 'input', 'yes-no', 'photo', 'dispatch', 'link'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** One step of a standard operating procedure. */
export interface ProcedureStep {
  readonly id: string;
  readonly kind: StepKind;
  readonly text: string;
  readonly required: boolean;
  /** Anybody may skip it with a reason; else only somebody who leads. */
  readonly skippable: boolean;
  /** Of a yes-no step: where each answer leads. Always a later step. */
  readonly yes?: string;
  readonly no?: string;
  /** Of a link step. */
  readonly url?: string;
}

/** A procedure as it was when it was pinned on the incident; the version of the plan is its version. */
export interface Procedure {
  readonly id: string;
  readonly steps: readonly ProcedureStep[];
}

/** What was done about a step. */
export type StepResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'answered'; readonly yes: boolean }
  | { readonly kind: 'noted'; readonly text: string }
  | { readonly kind: 'skipped'; readonly why: string };

export interface StepRecord {
  readonly step: string;
  readonly result: StepResult;
  readonly by: PersonRef;
  readonly at: Date;
}

export type StepRecords = readonly StepRecord[];

export const recordOf = (records: StepRecords, step: string): StepRecord | undefined =>
  records.find((each) => each.step === step);

/** A step on the way, with what was done about it. */
export interface StepOnPath {
  readonly step: ProcedureStep;
  readonly record?: StepRecord;
}

/**
 * The steps that the answers given so far lead through, in order. The way ends at a yes-no question that nobody has
 * answered yet: what comes after it depends on the answer.
 */
export function pathOf({ steps }: Pick<Procedure, 'steps'>, records: StepRecords): StepOnPath[] {
  const path: StepOnPath[] = [];
  for (let at = 0; at < steps.length; ) {
    const step = steps[at];
    if (!step) break;
    const record = recordOf(records, step.id);
    path.push({ step, ...(record ? { record } : {}) });
    const next = nextOf(step, record, steps, at);
    if (next === undefined) break;
    at = next;
  }
  return path;
}

function nextOf(
  step: ProcedureStep,
  record: StepRecord | undefined,
  steps: readonly ProcedureStep[],
  at: number,
): number | undefined {
  if (step.kind !== 'yes-no') return at + 1;
  if (!record) return step.yes === undefined && step.no === undefined ? at + 1 : undefined;
  const leadsTo = record.result.kind === 'answered' ? (record.result.yes ? step.yes : step.no) : undefined;
  const index = leadsTo === undefined ? -1 : steps.findIndex(({ id }) => id === leadsTo);
  // Backwards would be a circle; the book refuses it, and so does this.
  return index > at ? index : at + 1;
}

/** Required steps on the way that nobody has done or skipped: they hold up closing. */
export const openSteps = (procedure: Procedure | undefined, records: StepRecords): ProcedureStep[] =>
  procedure
    ? pathOf(procedure, records)
        .filter(({ step, record }) => step.required && !record)
        .map(({ step }) => step)
    : [];

/** The next step to be done, required or not. */
export const nextStep = (procedure: Procedure | undefined, records: StepRecords): ProcedureStep | undefined =>
  procedure && pathOf(procedure, records).find(({ record }) => !record)?.step;

/** What kinds of results a step takes, besides being skipped. */
export const TAKES = {
  check: 'done',
  dispatch: 'done',
  link: 'done',
  photo: 'noted',
  input: 'noted',
  'yes-no': 'answered',
} as const satisfies Record<StepKind, Exclude<StepResult['kind'], 'skipped'>>;
