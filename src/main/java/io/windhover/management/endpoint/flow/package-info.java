/**
 * The endpoints of flows, their triggers, and their failures.
 */
@NullMarked
package io.windhover.management.endpoint.flow;

import org.jspecify.annotations.NullMarked;
