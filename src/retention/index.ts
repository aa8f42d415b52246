export * from './ended.js';
export * from './retention.js';
