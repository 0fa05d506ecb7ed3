/**
 * The last quarter of an hour of this process, one sample a second, for a page that shows
 * it live and should not begin empty.
 */
@NullMarked
package io.windhover.management.live;

import org.jspecify.annotations.NullMarked;
