import { graph } from './graph.js';
import { csvOf, type Sample } from './samples.js';
import type { Picture } from './scenario.js';

const BLUE = '#1f6feb';

/** The samples as a graph and as figures, and how the page of results shows them. */
export function pictureOf(samples: readonly Sample[], minutes: number): Picture {
  const column = (of: keyof Sample) => samples.map((sample) => sample[of]);
  const one = (title: string, unit: string, of: keyof Sample) => ({
    title,
    unit,
    lines: [{ name: title, colour: BLUE, values: column(of) }],
  });
  const svg = graph(column('at'), [
    {
      title: 'Memory',
      unit: 'MiB',
      lines: [
        { name: 'Resident memory', colour: BLUE, values: column('rssMiB') },
        { name: 'of that, documents in the store', colour: '#9a6700', values: column('storeMiB') },
      ],
    },
    one('Open files and sockets', '', 'files'),
    one('Alarms that wait to be understood', '', 'inbox'),
    one('Deliveries owed', '', 'owed'),
    one('Answer to an alarm, 99th percentile', 'ms', 'p99Ms'),
  ]);
  return {
    files: [
      { name: 'soak.svg', text: svg },
      { name: 'soak.csv', text: csvOf(samples) },
    ],
    lines: [
      `![Memory, open files, queues and answer times over ${minutes} minutes of the soak](images/soak.svg)`,
      '',
      'The figures behind the graph are in [soak.csv](images/soak.csv).',
    ],
  };
}
