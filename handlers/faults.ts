import type { z } from 'zod';

/** What is wrong with what was filled in, by field. */
export const faultsOf = ({ issues }: z.ZodError): Readonly<Record<string, string>> =>
  Object.fromEntries(issues.map(({ path, message }) => [String(path[0] ?? 'form'), message]));
