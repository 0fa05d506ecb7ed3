/**
 * The sources of incidents, one for each kind or two.
 */
@NullMarked
package io.windhover.management.incident.source;

import org.jspecify.annotations.NullMarked;
