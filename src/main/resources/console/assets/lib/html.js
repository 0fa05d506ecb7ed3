// Preact and htm, under the one name by which all of the console imports them.
export * from '../vendor/preact.js';
