import type { Links } from '../../cards/storm-card.js';

/** Where cards lead to: into the console, once it has an address that a phone can reach. */
export const consoleLinks = (publicUrl: string | undefined): Links => {
  const at = (path: string) => (publicUrl === undefined ? undefined : `${publicUrl.replace(/\/$/, '')}${path}`);
  return {
    incident: (number) => at(`/console/incidents/${number}`),
    queue: (siteId) => at(`/console?site=${encodeURIComponent(siteId)}`),
  };
};
