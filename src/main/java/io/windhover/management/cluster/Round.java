package io.windhover.management.cluster;

import java.time.Instant;
import java.util.Map;

import io.windhover.execution.InstanceRef;
import org.jspecify.annotations.Nullable;

/**
 * What all instances said when they were asked together.
 *
 * @param sampledAt when they were asked; null when they have not been
 */
public record Round(@Nullable Instant sampledAt, Map<InstanceRef, PeerResponse> answers) {

	static final Round NONE = new Round(null, Map.of());

}
