import type { CallLimits } from '../../limits.js';

/** Slack's own limits (docs.slack.dev, Block Kit reference and rate limits; see docs/slack.md). Characters, unless said. */
export const SLACK_LIMITS = {
  blocksPerMessage: 50,
  headerText: 150,
  sectionText: 3_000,
  contextText: 2_000,
  imageAlt: 2_000,
  imageUrl: 3_000,
  buttonText: 75,
  buttonValue: 2_000,
  actionsElements: 25,
  overflowOptions: 5,
  optionText: 75,
  optionValue: 150,
  selectOptions: 100,
  modalTitle: 24,
  modalSubmit: 24,
  inputLabel: 2_000,
  textInputMax: 3_000,
  privateMetadata: 3_000,
  messageText: 4_000,
  /** Undocumented: about 13,200 characters over all blocks are refused with `msg_blocks_too_long`. */
  messageTotal: 12_000,
} as const;

/** A life-safety card waits for Slack's own second and hardly longer. */
const MESSAGE = { everyMs: 1_050, burst: 1, urgentEveryMs: 1_004 } as const;

/**
 * One message a second and channel; a little room below the workspace's tiers, because other calls share them.
 * `chat.update` is tier 3 (50 a minute), the bottleneck of a storm: updates are coalesced per card. What is saved up
 * counts as well: 8 at once and one every 1.45 s make 49 in the first minute.
 */
export const SLACK_CALLS: CallLimits = {
  post: [{ per: 'channel', name: 'message', rate: MESSAGE }],
  update: [{ per: 'workspace', name: 'update', rate: { everyMs: 1_450, burst: 8 } }],
  reply: [{ per: 'channel', name: 'message', rate: MESSAGE }],
  // `conversations.history` is tier 3 as well; the audit of the channels has a share of it.
  find: [{ per: 'workspace', name: 'find', rate: { everyMs: 1_450, burst: 8 } }],
};
