// Preact and htm, under the one name by which all of the console imports them.
import htm from '../vendor/htm.js';
import { h } from '../vendor/preact.js';

export * from '../vendor/preact.js';
export * from '../vendor/preact-hooks.js';

export const html = htm.bind(h);
