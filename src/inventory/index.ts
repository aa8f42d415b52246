export * from './asset.js';
export * from './register.js';
export * from './rules.js';
export * from './status.js';
