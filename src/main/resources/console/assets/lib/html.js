// Preact and htm, under the one name by which all of the console imports them.
import htm from '../vendor/htm.js';
import { h, options } from '../vendor/preact.js';
import { BASE, withBase } from './base.js';

export * from '../vendor/preact.js';
export * from '../vendor/preact-hooks.js';

export const html = htm.bind(h);

// Addresses are written without what the paths of this port begin with.
if (BASE) {
  const before = options.vnode;
  options.vnode = (node) => {
    for (const name of typeof node.type === 'string' ? ['href', 'src'] : []) {
      if (typeof node.props[name] === 'string') {
        node.props[name] = withBase(node.props[name]);
      }
    }
    before?.(node);
  };
}
