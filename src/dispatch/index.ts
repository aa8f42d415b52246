export * from './arrival.js';
export * from './distance.js';
export * from './officer.js';
export * from './rank.js';
export * from './reason.js';
export * from './rules.js';
