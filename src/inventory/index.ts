export * from './asset.js';
export * from './register.js';
export * from './status.js';
