import { z } from 'zod';
import { anything, soft, word } from './fields.js';

const text = soft(z.string().min(1));

/** Ids are not checked as UUIDs: the vendor's own samples hold `1455hjew-ghg5-4125-…`. */
export const envelope = z.object({ webhook_type: z.string().min(1), created_at: anything, data: z.looseObject({}) });

const site = soft(z.object({ name: text, site_id: soft(word) }));

export const notification = z.object({
  notification_type: z.string().min(1),
  event_id: soft(word),
  camera_id: soft(word),
  device_id: soft(word),
  door_id: soft(word),
  created: anything,
  // The sample of the vendor has the string "[]" here, live bodies have a list.
  objects: anything,
  person_label: text,
  crowd_threshold: soft(z.number()),
  image_url: text,
  video_url: text,
  direction: text,
  status: text,
  user_info: soft(z.object({ name: text })),
  door_info: soft(z.object({ name: text, acu_name: text, site })),
});

export const plate = z.object({
  camera_id: word,
  created: anything,
  detected: anything,
  license_plate_number: z.string().min(1),
  license_plate_state: text,
  confidence: soft(z.number().min(0).max(1)),
  image_url: text,
});

export const incident = z.object({
  alarm_id: word,
  event_type: z.string().min(1),
  event_time: anything,
  site_id: soft(word),
  site_name: text,
  partition_name: text,
  response_level: text,
  trigger_type: text,
  trigger_time: anything,
  trigger_device_id: soft(word),
  trigger_device_name: text,
  context_camera_ids: soft(z.array(z.string())),
  incident_link: text,
  is_silent: soft(z.boolean()),
});
