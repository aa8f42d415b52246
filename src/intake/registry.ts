import { access } from './access.js';
import type { Adapter } from './adapter.js';
import { alertmanager } from './alertmanager.js';
import { frigate } from './frigate.js';
import { generic } from './generic.js';
import { hikvision } from './hikvision.js';
import { mapped } from './mapped.js';
import { patrol } from './patrol.js';
import { owntracks } from './positions/owntracks.js';
import { traccar } from './positions/traccar.js';
import { unifiProtect } from './unifi-protect.js';
import { verkada } from './verkada.js';

/** The detectors that are understood, by the name that a source of the book gives as `adapter`. */
export const ADAPTER_NAMES = [
  'generic',
  'frigate',
  'verkada',
  'unifi-protect',
  'hikvision',
  'alertmanager',
  'owntracks',
  'traccar',
  'patrol',
  'access',
  'mapped',
] as const;
export type AdapterName = (typeof ADAPTER_NAMES)[number];

export const adapters = {
  generic,
  frigate,
  verkada,
  'unifi-protect': unifiProtect,
  hikvision,
  alertmanager,
  owntracks,
  traccar,
  patrol,
  access,
  mapped,
} as const satisfies Record<AdapterName, Adapter>;

/** The adapter of a name from the book; `undefined` for a name that is none. */
export const adapterOf = (name: string): Adapter | undefined => {
  const known = ADAPTER_NAMES.find((each) => each === name);
  return known && (adapters[known] as Adapter);
};
