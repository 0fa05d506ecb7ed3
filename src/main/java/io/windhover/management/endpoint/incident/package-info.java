/**
 * The endpoints of incidents, of their runbooks, and of events that leave.
 */
@NullMarked
package io.windhover.management.endpoint.incident;

import org.jspecify.annotations.NullMarked;
