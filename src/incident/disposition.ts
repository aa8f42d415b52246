/** How an incident ended: the closed list that every figure about false alarms and losses stands on. */
export const DISPOSITIONS = ['confirmed', 'prevented', 'false-alarm', 'test', 'duplicate', 'undetermined'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** Why an alarm was false. */
export const FALSE_ALARM_CAUSES = [
  'user-error',
  'equipment',
  'environment',
  'animal',
  'authorised-person',
  'unknown',
] as const;
export type FalseAlarmCause = (typeof FALSE_ALARM_CAUSES)[number];
