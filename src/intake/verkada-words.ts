import type { Kind } from '../incident/kinds.js';
import type { IgnoredReason } from './adapter.js';

/** What a Verkada word means: a kind of alarm, or no alarm. `person`: the word itself says that a human was seen. */
export type Sense =
  | { readonly kind: Kind; readonly subject: string; readonly person?: true }
  | { readonly ignore: IgnoredReason; readonly detail: string };

const alarm = (kind: Kind, subject: string): Sense => ({ kind, subject });
const person = (kind: Kind, subject: string): Sense => ({ kind, subject, person: true });
const quiet = (detail: string): Sense => ({ ignore: 'not-an-alarm', detail });

/**
 * `data.notification_type`: documented camera and access events (https://apidocs.verkada.com, pages
 * notification-webhook-object-1 and access-events-webhooks) and words seen in live captures.
 */
const SENSES: Readonly<Record<string, Sense>> = {
  motion: alarm('motion', 'Motion'),
  alert_rule_motion: alarm('motion', 'Motion alert rule'),
  alert_rule_line_crossing: alarm('perimeter', 'Line crossed'),
  line_crossing: alarm('perimeter', 'Line crossed'),
  alert_rule_crowd: person('other', 'Crowd'),
  crowd: person('other', 'Crowd'),
  alert_rule_dwell: person('loitering', 'Loitering'),
  loitering: person('loitering', 'Loitering'),
  alert_rule_inactivity: alarm('other', 'No activity where some was expected'),
  alert_rule_activity_recognition: alarm('other', 'Activity recognised'),
  contextual_trigger_people_motion: person('person', 'Person'),
  people: person('person', 'Person'),
  person_of_interest: person('person', 'Person of interest'),
  natural_language_event: alarm('other', 'Search alert'),
  custom_event: alarm('other', 'Custom event'),
  smart_list: alarm('other', 'Smart list match'),
  vehicle: alarm('vehicle', 'Vehicle'),
  license_plate_of_interest: alarm('vehicle', 'Licence plate of interest'),
  tamper: alarm('tamper', 'Camera tampered with'),
  occlusion: alarm('tamper', 'Camera covered'),
  camera_offline: alarm('device-offline', 'Camera offline'),
  camera_status: alarm('device-offline', 'Camera offline'),
  offline: alarm('device-offline', 'Camera offline'),
  camera_online: quiet('camera is online'),
  online: quiet('camera is online'),
  door_forced_open: alarm('forced-door', 'Door forced open'),
  door_held_open: alarm('door-held', 'Door held open'),
  door_tailgating: person('tailgating', 'Tailgating'),
  door_deactivated_credential_used: alarm('credential-misuse', 'Deactivated credential used'),
  door_fire_alarm_triggered: alarm('fire', 'Fire alarm triggered'),
  door_fire_alarm_released: quiet('fire alarm released'),
  // Somebody pressed lockdown; a drill is better announced by the source being on test than guessed here.
  door_lockdown: alarm('panic', 'Lockdown started'),
  door_lockdown_debounced: alarm('panic', 'Lockdown started'),
  door_acu_offline: alarm('device-offline', 'Door controller offline'),
  door_acu_online: quiet('door controller is online'),
  door_low_battery: alarm('supervision', 'Low battery'),
  door_opened: quiet('door opened'),
  door_closed: quiet('door closed'),
  door_locked: quiet('door locked'),
  door_unlocked: quiet('door unlocked'),
};

const WHAT_WAS_REJECTED: Readonly<Record<string, string>> = {
  keycard_entered: 'Keycard rejected',
  code_entered: 'Code rejected',
  mobile_nfc_scan: 'Mobile credential rejected',
  ble_unlock_attempt: 'Bluetooth unlock rejected',
  face_presented: 'Face rejected',
  lp_presented: 'Licence plate rejected at the gate',
  remote_unlock: 'Remote unlock rejected',
};

/** The sense of a notification; `undefined` when the word is not known. */
export function senseOf(type: string): Sense | undefined {
  if (Object.hasOwn(SENSES, type)) return SENSES[type];
  // Any door event that names duress is one, whichever credential it was given with.
  if (type.includes('duress')) return alarm('duress', 'Duress');
  if (/^door_\w+_accepted$/.test(type)) return quiet('access granted');
  const rejected = /^door_(\w+)_rejected$/.exec(type)?.[1];
  if (rejected === undefined) return undefined;
  return alarm(
    'access-denied',
    (Object.hasOwn(WHAT_WAS_REJECTED, rejected) && WHAT_WAS_REJECTED[rejected]) || 'Access rejected',
  );
}

/**
 * `data.trigger_type` of `new_alarms`. Its list is not published, so parts of the word decide, gravest first; what is
 * left is an intrusion, because an alarm of an armed site is one until somebody knows better.
 */
const TRIGGERS: readonly (readonly [string, Kind])[] = [
  ['duress', 'duress'],
  ['panic', 'panic'],
  ['hold_up', 'hold-up'],
  ['weapon', 'weapon'],
  ['gun', 'weapon'],
  ['medical', 'medical'],
  ['fire', 'fire'],
  ['smoke', 'smoke'],
  ['carbon', 'smoke'],
  ['glass', 'glass-break'],
  ['forced', 'forced-door'],
  ['held', 'door-held'],
  ['tamper', 'tamper'],
  ['offline', 'device-offline'],
  ['water', 'flood'],
  ['leak', 'flood'],
  ['line_cross', 'perimeter'],
  ['loiter', 'loitering'],
  ['person', 'person'],
  ['people', 'person'],
  ['vehicle', 'vehicle'],
];

export function kindOfTrigger(type: string | undefined): Kind {
  const text = type?.toLowerCase().replaceAll('-', '_') ?? '';
  return TRIGGERS.find(([part]) => text.includes(part))?.[1] ?? 'intrusion';
}
