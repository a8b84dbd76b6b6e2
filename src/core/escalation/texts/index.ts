export * from './customer-texts.js';
export * from './customer-wishes.js';
export * from './waiting-words.js';
