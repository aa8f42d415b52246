import type { Inbound } from '../src/inbound.js';
import type { GivenFile } from '../src/incident/index.js';

type Submitted = Extract<Inbound, { kind: 'submit' }>;

/** Files that came with a form. Where a file lies names it: given twice, it is one. */
export const filesIn = ({ files = [] }: Pick<Submitted, 'files'>): readonly GivenFile[] =>
  files.map(({ name, from }) => ({ id: from, name, from }));

/** Nothing was written beside the files. */
export const saysNothing = (values: Submitted['values']): boolean =>
  Object.values(values).every((text) => text.trim() === '');
