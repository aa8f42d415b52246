import type { BookProblem } from './references.js';
import type { BookData } from './schema.js';

type Path = (string | number)[];

/** Points and tours that name nothing, or points of another site. */
export function patrolProblems(
  book: BookData,
  need: (kind: 'site', value: string | undefined, ...path: Path) => void,
  needZone: (site: string | undefined, zone: string | undefined, ...path: Path) => void,
): BookProblem[] {
  book.checkpoints.forEach(({ site, zone }, i) => {
    need('site', site, 'checkpoints', i, 'site');
    needZone(site, zone, 'checkpoints', i, 'zone');
  });
  book.tours.forEach(({ site }, i) => {
    need('site', site, 'tours', i, 'site');
  });
  const siteOf = new Map(book.checkpoints.map(({ id, site }) => [id, site]));
  const points = book.tours.flatMap(({ site, checkpoints }, i) =>
    checkpoints.flatMap((id, j): BookProblem[] => {
      const path = ['tours', i, 'checkpoints', j];
      if (!siteOf.has(id)) return [{ path, message: `the book has no checkpoint "${id}"` }];
      return siteOf.get(id) === site ? [] : [{ path, message: `the checkpoint "${id}" is at another site` }];
    }),
  );
  const tours = new Set(book.tours.map(({ id }) => id));
  const unknown = book.protocols.flatMap(({ tasks }, i) =>
    tasks.flatMap(({ tour }, j): BookProblem[] =>
      tour === undefined || tours.has(tour)
        ? []
        : [{ path: ['protocols', i, 'tasks', j, 'tour'], message: `the book has no tour "${tour}"` }],
    ),
  );
  const comes = book.recurring.flatMap(({ site, zone, tour, class: kind }, i): BookProblem[] => {
    const path = ['recurring', i];
    need('site', site, ...path, 'site');
    needZone(site, zone, ...path, 'zone');
    const walked = book.tours.find(({ id }) => id === tour);
    return [
      ...(tour !== undefined && walked?.site !== site
        ? [{ path: [...path, 'tour'], message: `the site "${site}" has no tour "${tour}"` }]
        : []),
      ...(kind !== undefined && book.devices.filter((each) => each.site === site && each.class === kind).length > 40
        ? [
            {
              path: [...path, 'class'],
              message: `more than 40 devices of the class "${kind}": no list is so long; split them into classes`,
            },
          ]
        : []),
      ...(kind !== undefined && !book.devices.some((each) => each.site === site && each.class === kind)
        ? [{ path: [...path, 'class'], message: `the site "${site}" has no device of the class "${kind}"` }]
        : []),
    ];
  });
  return [...points, ...unknown, ...comes];
}
