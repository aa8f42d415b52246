/** Whether the store refused a write because this key exists already (MongoDB error 11000). */
export function isDuplicateKey(error: unknown, field?: string): boolean {
  if (typeof error !== 'object' || error === null || (error as { code?: unknown }).code !== 11000) return false;
  const { keyPattern } = error as { keyPattern?: Record<string, unknown> };
  return field === undefined || keyPattern === undefined || Object.hasOwn(keyPattern, field);
}
