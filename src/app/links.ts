import type { Links } from '../../cards/storm-card.js';
import type { TaskLinks } from '../../cards/task-card.js';

/** Addresses here, once there is one that others reach. */
export const addressesAt =
  (publicUrl: string | undefined) =>
  (path: string): string | undefined =>
    publicUrl === undefined ? undefined : `${publicUrl.replace(/\/$/, '')}${path}`;

/** Where cards lead to: into the console, once it has an address that a phone can reach. */
export const consoleLinks = (publicUrl: string | undefined): Links & TaskLinks => {
  const at = addressesAt(publicUrl);
  return {
    incident: (number) => at(`/console/incidents/${number}`),
    task: (number) => at(`/console/tasks/${number}`),
    queue: (siteId) => at(`/console?site=${encodeURIComponent(siteId)}`),
  };
};
