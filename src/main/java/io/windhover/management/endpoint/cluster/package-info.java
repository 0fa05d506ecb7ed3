/**
 * The endpoint of the instances and of maintenance.
 */
@NullMarked
package io.windhover.management.endpoint.cluster;

import org.jspecify.annotations.NullMarked;
