import type { Kind } from '../incident/kinds.js';

/** `eventType` of the ISAPI event notification, in lower case: firmware differs in it (`VMD`, `vmd`, `heartBeat`). */
export const KIND_OF_EVENT: Readonly<Record<string, Kind>> = {
  vmd: 'motion',
  motiondetection: 'motion',
  pir: 'motion',
  linedetection: 'perimeter',
  fielddetection: 'intrusion',
  regionentrance: 'intrusion',
  regionexiting: 'perimeter',
  loitering: 'loitering',
  group: 'loitering',
  rapidmove: 'motion',
  parking: 'vehicle',
  facedetection: 'person',
  facesnap: 'person',
  facecapture: 'person',
  alarmresult: 'person',
  anpr: 'vehicle',
  vehicledetection: 'vehicle',
  unattendedbaggage: 'other',
  attendedbaggage: 'theft',
  audioexception: 'other',
  // An input is whatever was wired to it; `kinds: { io: panic }` in the book says what.
  io: 'intrusion',
  shelteralarm: 'tamper',
  tamperdetection: 'tamper',
  scenechangedetection: 'tamper',
  defocus: 'tamper',
  defocusdetection: 'tamper',
  videoloss: 'device-offline',
  networkdisconnect: 'device-offline',
  nicbroken: 'device-offline',
  firedetection: 'fire',
  firesmokedetection: 'fire',
  smokedetection: 'smoke',
  smokeandfiredetection: 'fire',
  tma: 'environmental',
  tmpa: 'environmental',
  thermometry: 'environmental',
  diskfull: 'supervision',
  diskerror: 'supervision',
  ipconflict: 'supervision',
  recordexception: 'supervision',
  badvideo: 'supervision',
  illaccess: 'tamper',
  fallsdetection: 'medical',
  falldown: 'medical',
  violentmotion: 'assault',
};

/** What a code of an access controller means: an alarm of a kind, or `quiet`. */
export type AccessSense = { readonly kind: Kind | 'quiet'; readonly what: string };

/**
 * `majorEventType/subEventType` of an AccessControllerEvent: the minor codes of NET_DVR_ACS_ALARM_INFO
 * (https://open.hikvision.com/hardware/structures/NET_DVR_ACS_ALARM_INFO.html), which the SDK headers list in hex.
 */
const ACCESS: readonly (readonly [major: number, minors: readonly number[], kind: Kind | 'quiet', what: string])[] = [
  [1, [0x40a], 'duress', 'Duress'],
  [1, [0x41c], 'panic', 'Panic button'],
  [1, [0x418, 0x424], 'fire', 'Fire button or input'],
  [1, [0x404, 0x406, 0x40f, 0x41e, 0x422], 'tamper', 'Tampering'],
  [1, [0x400, 0x401, 0x402, 0x415, 0x416], 'tamper', 'Input wiring cut or shorted'],
  [1, [0x408], 'intrusion', 'Alarm input'],
  [1, [0x40c], 'credential-misuse', 'Too many failed attempts with one card'],
  [1, [0x40b, 0x40d, 0x442], 'supervision', 'Memory of the controller is nearly full'],
  [1, [0x403, 0x405, 0x407, 0x409, 0x410, 0x417, 0x419, 0x41b, 0x41d, 0x41f, 0x423, 0x425], 'quiet', 'restored'],
  [1, [0x40e, 0x41a, 0x440], 'quiet', 'technical notice'],
  [2, [0x27, 0x409, 0x40d, 0x40f, 0x417, 0x41c, 0x421, 0x427, 0x43c], 'device-offline', 'A part is offline'],
  [2, [0x3b, 0x400, 0x404, 0x406, 0x407, 0x40a, 0x40c, 0x40e, 0x410, 0x412, 0x414, 0x416, 0x418], 'quiet', 'restored'],
  [2, [0x41a, 0x41b, 0x41e, 0x420, 0x422, 0x424, 0x426, 0x429, 0x42b, 0x42e, 0x431, 0x433, 0x435], 'quiet', 'restored'],
  [2, [0x436, 0x437, 0x438, 0x43d, 0x43f, 0x441, 0x44d], 'quiet', 'restored'],
  [5, [27], 'forced-door', 'Door forced open'],
  [5, [28], 'door-held', 'Door held open'],
  [5, [52], 'fire', 'Fire relay opened the doors'],
  [5, [10], 'tailgating', 'Anti-passback violated'],
  [5, [3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 36], 'access-denied', 'Card or code rejected'],
  [5, [39, 41, 42, 44, 45, 47, 48, 49, 70, 71, 73, 74], 'access-denied', 'Fingerprint rejected'],
  [5, [55, 56, 58, 59, 61, 62, 64, 65, 67, 68, 76, 78, 79, 80], 'access-denied', 'Face rejected'],
  [5, [83, 84, 85, 86, 87, 88, 89, 90, 91], 'tamper', 'Door wiring cut or shorted'],
  [5, [92, 93], 'supervision', 'Door lock does not work'],
  [5, [1, 2, 16, 34, 38, 40, 43, 46, 50, 54, 57, 60, 63, 66, 69, 72, 75, 77], 'quiet', 'access granted'],
  [5, [17, 18, 19, 20, 21, 22, 25, 26, 31, 32, 53, 81, 82], 'quiet', 'door opened, closed, locked or unlocked'],
  [5, [23, 24, 29, 30, 33, 35, 37, 51], 'quiet', 'button, bell or relay'],
];

const SENSE_OF_CODE: ReadonlyMap<string, AccessSense> = new Map(
  ACCESS.flatMap(([major, minors, kind, what]) =>
    minors.map((minor) => [`${major}/${minor}`, { kind, what }] as const),
  ),
);

/** `undefined` for a code that is not in the table and whose class does not tell either. */
export function senseOfAccess(major: number, minor: number): AccessSense | undefined {
  const known = SENSE_OF_CODE.get(`${major}/${minor}`);
  if (known) return known;
  if (major === 1) return { kind: 'other', what: `Alarm ${minor}` };
  if (major === 2) return { kind: 'supervision', what: `Exception ${minor}` };
  return major === 3 ? { kind: 'quiet', what: `operation ${minor}` } : undefined;
}

export interface CidSense extends AccessSense {
  readonly covert?: true;
}

/** Contact ID (SIA DC-05) codes without their qualifier, as alarm panels send them in `standardCIDcode`. */
const CID: readonly (readonly [from: number, to: number, kind: Kind | 'quiet', what: string, covert?: true])[] = [
  [100, 101, 'medical', 'Medical emergency'],
  [102, 102, 'lone-worker', 'Failure to report in'],
  [111, 111, 'smoke', 'Smoke'],
  [110, 118, 'fire', 'Fire'],
  [120, 120, 'panic', 'Panic'],
  [121, 121, 'duress', 'Duress', true],
  [122, 122, 'panic', 'Silent panic', true],
  [123, 123, 'panic', 'Panic'],
  [124, 125, 'duress', 'Duress', true],
  [131, 131, 'perimeter', 'Perimeter'],
  [137, 137, 'tamper', 'Tamper'],
  [130, 142, 'intrusion', 'Burglary'],
  [143, 143, 'supervision', 'Module failure'],
  [144, 145, 'tamper', 'Sensor tamper'],
  [146, 146, 'intrusion', 'Silent burglary', true],
  [147, 148, 'supervision', 'Sensor supervision'],
  // Gas and carbon monoxide have no kind of their own; like smoke they mean that people must get out.
  [151, 151, 'smoke', 'Gas'],
  [154, 154, 'flood', 'Water leak'],
  [162, 162, 'smoke', 'Carbon monoxide'],
  [150, 199, 'environmental', 'Environment'],
  [350, 356, 'device-offline', 'Communication trouble'],
  [383, 383, 'tamper', 'Sensor tamper'],
  [300, 399, 'supervision', 'Trouble'],
  [421, 421, 'access-denied', 'Access denied'],
  [423, 423, 'forced-door', 'Forced access'],
  [426, 426, 'door-held', 'Door propped open'],
  [461, 461, 'access-denied', 'Wrong code'],
  [453, 454, 'supervision', 'Failed to open or close'],
  [400, 699, 'quiet', 'open, close, bypass or test'],
];

/** The first row that holds the code: single codes stand before the range around them. */
export function senseOfCid(event: number): CidSense | undefined {
  const row = CID.find(([from, to]) => event >= from && event <= to);
  return row && { kind: row[2], what: row[3], ...(row[4] ? { covert: true } : {}) };
}
