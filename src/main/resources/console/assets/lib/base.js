// What the paths of this port begin with, where the configuration or a proxy has put something before them.
export const BASE = new URL('../../../', import.meta.url).pathname.slice(0, -1);

/** The address of a path of this port; what has the beginning already stays as it is. */
export function withBase(path) {
  return BASE && path.startsWith('/') && path !== BASE && !path.startsWith(`${BASE}/`) ? BASE + path : path;
}

/** The path that an address means; null where it is none of this port's. */
export function withoutBase(address) {
  if (address === BASE) {
    return '/';
  }
  return address.startsWith(`${BASE}/`) ? address.slice(BASE.length) : null;
}
