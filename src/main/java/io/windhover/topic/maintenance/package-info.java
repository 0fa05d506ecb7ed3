/**
 * Whether the cluster is in maintenance.
 */
@NamedInterface("maintenance")
@NullMarked
package io.windhover.topic.maintenance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
