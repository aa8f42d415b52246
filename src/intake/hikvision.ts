import { z } from 'zod';
import { KINDS, type Kind } from '../incident/kinds.js';
import type { Adapter, Meaning, ParsedBody, Sequence } from './adapter.js';
import { ignored, line, place, signal, unrecognised } from './draft.js';
import { anything, isObject, listOf, numberOf, own, row, soft, textOf } from './fields.js';
import { KIND_OF_EVENT, senseOfAccess, senseOfCid } from './hikvision-words.js';
import { whyNot } from './reason.js';
import { title } from './text.js';
import { FIRST_SANE } from './understand.js';
import { verifyToken } from './verify.js';
import { iso, isZone } from './when.js';

const options = z.strictObject({
  /** IANA zone of the device's clock, for times without offset. */
  timezone: z.string().refine(isZone, { error: 'expected an IANA time zone like Europe/Berlin' }).default('UTC'),
  /** Kinds before the built-in ones, by `eventType` or by `major/minor` of an access controller: `{ io: panic, "5/37": other }`. */
  kinds: z.record(z.string(), z.enum(KINDS)).default({}),
  /** Event types and access codes that are no alarms here. */
  ignore: z.array(z.string()).default([]),
});
type Options = z.output<typeof options>;

/** XML gives text, JSON gives text, numbers and booleans; firmware is free with both. */
const text = soft(z.unknown().transform(textOf));
const number = soft(z.unknown().transform(numberOf));

const notification = z.object({
  eventType: z.preprocess(textOf, z.string()),
  eventState: text,
  eventDescription: text,
  dateTime: text,
  activePostCount: number,
  macAddress: text,
  ipAddress: text,
  channelID: number,
  dynChannelID: number,
  channelName: text,
  isDataRetransmission: text,
  detectionPicturesNumber: number,
  inputIOPortID: text,
  DetectionRegionList: anything,
  AccessControllerEvent: anything,
  CIDEvent: anything,
  ANPR: anything,
});
type Notification = z.output<typeof notification>;

interface Context {
  readonly how: Options;
  readonly receivedAt: Date;
  readonly pictures: number;
}

/** The notification in a body: bare in JSON, below the root element in XML, whatever the root is called. */
function unwrap(value: unknown): unknown {
  if (!isObject(value) || Object.hasOwn(value, 'eventType')) return value;
  return Object.values(value).find((inner) => isObject(inner) && Object.hasOwn(inner, 'eventType')) ?? value;
}

/** `44:19:b6:6d:24:85`, or with `/2` for the second channel or door. The address changes with DHCP, the MAC does not. */
function deviceOf({ macAddress, ipAddress, dynChannelID, channelID }: Notification, door?: number): string | undefined {
  const unit = macAddress?.toLowerCase().replaceAll('-', ':') ?? ipAddress;
  const channel = door ?? dynChannelID ?? channelID ?? 1;
  return unit === undefined || channel <= 1 ? unit : `${unit}/${channel}`;
}

/** `human` and `vehicle`, from every region that was entered. */
function targetsOf({ DetectionRegionList: list }: Notification): readonly string[] {
  const entries = listOf(own(list, 'DetectionRegionEntry') ?? list);
  return entries
    .map((entry) => textOf(own(entry, 'detectionTarget'))?.toLowerCase() ?? '')
    .filter((each) => each !== '');
}

/**
 * The event's own time as part of its key. Without a battery a clock starts at the same second after every reboot; then,
 * as without a time, the arrival is taken: rather one alarm twice than two alarms as one.
 */
function stampOf({ dateTime }: Notification, { how, receivedAt }: Context): string {
  const sane = iso(dateTime, how.timezone).getTime() >= FIRST_SANE;
  return sane && dateTime !== undefined ? dateTime : receivedAt.toISOString();
}

function ofCamera(event: Notification, context: Context): Meaning {
  const { how, pictures } = context;
  const type = event.eventType.toLowerCase();
  const targets = targetsOf(event);
  if (how.ignore.includes(event.eventType)) return ignored('not-an-alarm', `options.ignore: ${event.eventType}`);
  const known = row(how.kinds, event.eventType) ?? row(how.kinds, type) ?? row(KIND_OF_EVENT, type);
  if (known === undefined) {
    return unrecognised(
      `body.eventType: unknown word "${event.eventType}"; name it in options.kinds or options.ignore`,
    );
  }
  const kind: Kind =
    known !== 'motion' ? known : targets.includes('human') ? 'person' : targets.includes('vehicle') ? 'vehicle' : known;
  const device = deviceOf(event);
  const seen = event.eventDescription ?? event.eventType;
  const count = Math.max(pictures, event.detectionPicturesNumber ?? 0);
  return signal({
    key: [device ?? 'unknown', type, event.inputIOPortID, stampOf(event, context), event.activePostCount]
      .filter((part) => part !== undefined)
      .join('/'),
    kind,
    occurredAt: iso(event.dateTime, how.timezone),
    place: place(undefined, undefined, device),
    subject: event.channelName === undefined ? title(seen) : `${title(seen)}: ${event.channelName}`,
    details: [
      line('Event', event.eventType),
      line('Target', targets.join(', ')),
      line('Plate', textOf(own(event.ANPR, 'licensePlate'))),
      line('Input', event.inputIOPortID),
      line('Pictures', count || undefined),
    ],
    person: kind === 'person' || targets.includes('human'),
    video: count > 0,
    traits: { plate: textOf(own(event.ANPR, 'licensePlate')) },
  });
}

function ofAccess(event: Notification, context: Context): Meaning {
  const { how, pictures } = context;
  const access = event.AccessControllerEvent;
  const major = numberOf(own(access, 'majorEventType'));
  const minor = numberOf(own(access, 'subEventType'));
  if (major === undefined || minor === undefined) {
    const missing = major === undefined ? 'majorEventType' : 'subEventType';
    return unrecognised(`body.AccessControllerEvent.${missing}: expected a number, found nothing`);
  }
  // After a lost connection the controller sends its stored events again; not every firmware has this field.
  if (textOf(own(access, 'currentEvent')) === 'false')
    return ignored('replay', 'a stored event, sent after the connection came back');
  const code = `${major}/${minor}`;
  if (how.ignore.includes(code)) return ignored('not-an-alarm', `options.ignore: ${code}`);
  const mine = row(how.kinds, code);
  const sense = senseOfAccess(major, minor);
  const kind = mine ?? sense?.kind;
  if (kind === undefined) {
    return unrecognised(`body.AccessControllerEvent: unknown code ${code}; name it in options.kinds or options.ignore`);
  }
  const what = sense?.what ?? `Access event ${code}`;
  if (kind === 'quiet') return ignored('not-an-alarm', what);
  const door = numberOf(own(access, 'doorNo'));
  const device = deviceOf(event, door);
  const count = Math.max(pictures, numberOf(own(access, 'picturesNumber')) ?? 0);
  const serial = numberOf(own(access, 'serialNo')) ?? '';
  return signal({
    key: `${device ?? 'unknown'}/access/${code}/${serial}/${stampOf(event, context)}`,
    kind,
    occurredAt: iso(event.dateTime, how.timezone),
    place: place(undefined, undefined, device),
    subject: door === undefined ? what : `${what}: door ${door}`,
    details: [
      line('Controller', textOf(own(access, 'deviceName'))),
      line('Door', door),
      line('Reader', numberOf(own(access, 'cardReaderNo'))),
      line('Name', textOf(own(access, 'name'))),
      line('Code', code),
      line('Pictures', count || undefined),
    ],
    video: count > 0,
  });
}

/** Alarm panels. `code` is Hikvision's own numbering, `standardCIDcode` is qualifier and event: 1130 new, 3130 restored. */
function ofPanel(event: Notification, context: Context): Meaning {
  const cid = event.CIDEvent;
  // An AX Hybrid panel sends an empty event every two seconds to keep its connection.
  if (!isObject(cid) || Object.keys(cid).length === 0)
    return ignored('heartbeat', 'empty panel event', deviceOf(event));
  const standard = numberOf(own(cid, 'standardCIDcode'));
  const isZoneAlarm = textOf(own(cid, 'type'))?.toLowerCase() === 'zonealarm';
  const sense = standard === undefined ? (isZoneAlarm ? senseOfCid(130) : undefined) : senseOfCid(standard % 1000);
  if (sense === undefined) return unrecognised('body.CIDEvent.standardCIDcode: expected a Contact ID code');
  if (standard === 1602) return ignored('heartbeat', 'periodic test of the panel', deviceOf(event));
  const zone = numberOf(own(cid, 'zone'));
  if (sense.kind === 'quiet') return ignored('not-an-alarm', sense.what);
  if (standard !== undefined && Math.floor(standard / 1000) === 3)
    return ignored('not-an-alarm', `restored: ${sense.what}, zone ${zone ?? '?'}`);
  const device = deviceOf(event);
  return signal({
    key: `${device ?? 'unknown'}/cid/${standard ?? 'zone'}/${zone ?? ''}/${textOf(own(cid, 'trigger')) ?? stampOf(event, context)}`,
    kind: sense.kind,
    occurredAt: iso(textOf(own(cid, 'trigger')) ?? event.dateTime, context.how.timezone),
    place: place(undefined, zone === undefined ? undefined : String(zone), device),
    subject: zone === undefined ? sense.what : `${sense.what}: panel zone ${zone}`,
    details: [line('Contact ID', standard), line('Panel zone', zone), line('Name', textOf(own(cid, 'name')))],
    covert: sense.covert,
  });
}

function understandOne(value: unknown, context: Context): Meaning {
  const inner = unwrap(value);
  const read = notification.safeParse(inner);
  if (!read.success) return unrecognised(whyNot(read.error, inner));
  const event = read.data;
  const type = event.eventType.toLowerCase();
  const inactive = event.eventState?.toLowerCase() === 'inactive';
  // A heartbeat says `active` although nothing happened, so the type is looked at first.
  if (type === 'heartbeat' || (type === 'videoloss' && inactive))
    return ignored('heartbeat', event.eventType, deviceOf(event));
  if (event.isDataRetransmission?.toLowerCase() === 'true')
    return ignored('replay', 'a stored event, sent after the connection came back');
  if (type === 'cidevent')
    return inactive && !isObject(event.CIDEvent)
      ? ignored('heartbeat', 'empty panel event', deviceOf(event))
      : ofPanel(event, context);
  if (inactive) return ignored('not-an-alarm', `${event.eventType} is over`, deviceOf(event));
  return event.AccessControllerEvent !== undefined ? ofAccess(event, context) : ofCamera(event, context);
}

/** A gap between `frontSerialNo` and the last `serialNo` means that events of this controller were lost. */
function sequenceOf({ value }: ParsedBody): Sequence | undefined {
  const read = notification.safeParse(unwrap(value));
  if (!read.success) return undefined;
  const serial = numberOf(own(read.data.AccessControllerEvent, 'serialNo'));
  const previous = numberOf(own(read.data.AccessControllerEvent, 'frontSerialNo'));
  const device = deviceOf(read.data);
  return serial === undefined || previous === undefined || device === undefined
    ? undefined
    : { device, serial, previous };
}

/** Hikvision cameras, recorders, access controllers and panels that post ISAPI events to an HTTP host. Unsigned. */
export const hikvision: Adapter<Options> = {
  name: 'hikvision',
  accepts: ['application/xml', 'text/xml', 'application/json', 'multipart/form-data', 'multipart/mixed'],
  verify: verifyToken,
  redact: ['cardNo', 'password', 'phoneNumber', 'fingerPrintData', 'faceData'],
  options: (value) => options.parse(value ?? {}),
  // Bodies carry no id; the hash of the bytes tells a repetition from the next event, which has another time.
  deliveryKey: () => undefined,
  understand({ value, pictures }, { receivedAt, options: how }) {
    const context = { how, receivedAt, pictures: pictures.filter(({ type }) => type.startsWith('image/')).length };
    return (Array.isArray(value) ? value : [value]).map((each) => understandOne(each, context));
  },
  sequence: sequenceOf,
};
