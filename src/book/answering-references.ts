import type { BookProblem } from './references.js';
import type { BookData } from './schema.js';

type Path = (string | number)[];

/** What is wrong with the way in which incidents are answered: names that name nothing, and steps that lead nowhere. */
export function answeringProblems(
  book: BookData,
  need: (kind: 'person' | 'escalation' | 'procedure' | 'webhook', value: string | undefined, ...path: Path) => void,
  needTarget: (target: string, ...path: Path) => void,
): BookProblem[] {
  book.escalation.forEach((policy, i) => {
    need('person', policy.lastResort, 'escalation', i, 'lastResort');
    policy.steps.forEach((step, j) => {
      step.notify.forEach((target, k) => {
        needTarget(target, 'escalation', i, 'steps', j, 'notify', k);
      });
    });
  });
  book.protocols.forEach((protocol, i) => {
    need('escalation', protocol.escalation, 'protocols', i, 'escalation');
    need('procedure', protocol.sop, 'protocols', i, 'sop');
  });
  book.recurring.forEach(({ to }, i) => {
    needTarget(to, 'recurring', i, 'to');
  });
  book.protocols.forEach(({ report }, i) => {
    report?.to.forEach((target, j) => {
      needTarget(target, 'protocols', i, 'report', 'to', j);
    });
    report?.webhooks.forEach((hook, j) => {
      need('webhook', hook, 'protocols', i, 'report', 'webhooks', j);
    });
  });
  book.protocols.forEach(({ tasks }, i) => {
    tasks.forEach(({ to }, j) => {
      if (to !== 'nearest') needTarget(to, 'protocols', i, 'tasks', j, 'to');
    });
  });
  const skills = new Set(book.people.flatMap(({ qualifications }) => qualifications));
  const unmet = book.protocols.flatMap(({ requires }, i) =>
    requires.flatMap((skill, j): BookProblem[] =>
      skills.has(skill)
        ? []
        : [{ path: ['protocols', i, 'requires', j], message: `nobody has "${skill}", so nobody could ever be sent` }],
    ),
  );
  book.notices.forEach((notice, i) => {
    notice.to.forEach((target, j) => {
      needTarget(target, 'notices', i, 'to', j);
    });
  });
  const wrong = book.protocols.flatMap(({ tasks }, i) =>
    tasks.flatMap(({ id, to, on, after }, j): BookProblem[] => {
      const path = ['protocols', i, 'tasks', j];
      const first = tasks.findIndex((each) => each.id === id);
      return [
        ...(first < j ? [{ path: [...path, 'id'], message: `the id "${id}" is given twice in this protocol` }] : []),
        ...(/^(list|channel):/.test(to)
          ? [{ path: [...path, 'to'], message: 'a task is for nearest, a person, a role or a rotation' }]
          : []),
        ...(after && on === 'opened'
          ? [{ path: [...path, 'after'], message: 'an outcome is known once it is resolved: write on: resolved' }]
          : []),
      ];
    }),
  );
  const unreached = book.protocols.flatMap(({ report }, i) =>
    (report?.to ?? []).flatMap((target, j): BookProblem[] =>
      /^(rotation|channel):/.test(target)
        ? [{ path: ['protocols', i, 'report', 'to', j], message: 'it is mailed: name people, roles or lists' }]
        : [],
    ),
  );
  return [
    ...unmet,
    ...unreached,
    ...wrong,
    ...book.procedures.flatMap((procedure, i) => stepProblems(procedure, ['procedures', i, 'steps'])),
  ];
}

function stepProblems({ id, steps }: BookData['procedures'][number], path: Path): BookProblem[] {
  const order = new Map(steps.map((step, index) => [step.id, index]));
  return steps.flatMap((step, index) => {
    const problems: BookProblem[] = [];
    const wrong = (key: string, message: string): void => {
      problems.push({ path: [...path, index, key], message });
    };
    if (order.get(step.id) !== index) wrong('id', `the id "${step.id}" is given twice in procedure "${id}"`);
    for (const way of ['yes', 'no'] as const) {
      const next = step[way];
      if (next === undefined) continue;
      const at = order.get(next);
      if (step.kind !== 'yes-no') wrong(way, 'only a yes-no step leads somewhere by its answer');
      else if (at === undefined) wrong(way, `procedure "${id}" has no step "${next}"`);
      else if (at <= index) wrong(way, `"${next}" does not come after this step: a procedure only goes forward`);
    }
    if (step.kind === 'link' && step.url === undefined) wrong('kind', 'a link step needs its url');
    return problems;
  });
}
