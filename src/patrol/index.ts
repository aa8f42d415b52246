export * from './burst.js';
export * from './judge.js';
export * from './scan.js';
export * from './token.js';
