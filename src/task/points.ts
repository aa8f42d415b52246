const AT = 'at:';

/** What a checkpoint is called in the checklist of a task. */
export const pointItem = (checkpoint: string): string => AT + checkpoint;

/** The checkpoint of an item; `undefined` for one that no scan can prove. */
export const checkpointOf = (item: string): string | undefined =>
  item.startsWith(AT) ? item.slice(AT.length) : undefined;
