import type { PageVia, PlanReason, ResponderState, Response, Seen, StepResult } from '../../src/incident/index.js';

/** What is said about how an incident is answered: protocol, people who were told and sent, procedure. */
export interface AnsweringWords {
  readonly seen: Readonly<Record<Seen, string>>;
  readonly pageVias: Readonly<Record<PageVia, string>>;
  /** What somebody who was sent, or is asked whether all is well, can answer. */
  readonly responses: Readonly<Record<Response | 'well', string>>;
  readonly responderStates: Readonly<Record<ResponderState, string>>;
  protocol(id: string, because: readonly PlanReason[]): string;
  nobodyAtAll(since: string, tried: string): string;
  /** To officers who are sent there, in a chat. */
  callSent(names: string, what: string): string;
  /** To somebody who is silent. */
  callWelfare(names: string, label: string): string;
  tried(name: string, via: string, at: string, error?: string): string;
  told(names: string): string;
  next(targets: string, via: string, at: string): string;
  lastResort(at: string): string;
  nobodyToTell(why: string): string;
  /** Whom a target of the book stands for, as people say it. */
  target(name: string): string;
  notReached(lines: string): string;
  asked(line: string, at: string): string;
  missing(line: string, at: string): string;
  joined(names: string): string;
  officer(name: string, state: string, since: string): string;
  sent(because: string): string;
  step(number: number, of: number, text: string): string;
  /** `– done`, `– yes`, …: after the text of a step. */
  stepResult(result: StepResult): string;
  stepsDone(of: number): string;
  readonly required: string;
  machine(model: string): string;
  readonly checks: string;
  readonly actions: string;
  readonly yes: string;
  readonly no: string;
  readonly done: string;
  readonly skip: string;
  readonly keep: string;
}
