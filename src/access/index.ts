export * from './event.js';
export * from './findings.js';
