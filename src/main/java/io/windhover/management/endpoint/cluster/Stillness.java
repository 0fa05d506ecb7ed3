package io.windhover.management.endpoint.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.windhover.cluster.InstanceRegistry.HeartbeatReception;
import io.windhover.cluster.InstanceRegistry.Sighting;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.topic.maintenance.MaintenanceMode;
import org.jspecify.annotations.Nullable;

/**
 * Whether the cluster holds still, by the heartbeats: a worker that says that it is
 * drained, and that it knows of the maintenance, takes no job until that ends.
 *
 * @param quiescent null when that cannot be said
 * @param running task runs by instance, where some run
 * @param unheard instances that do not say, or not yet, that they hold still
 */
record Stillness(@Nullable Boolean quiescent, Map<String, Integer> running, List<String> unheard) {

	static Stillness of(Collection<Sighting> sightings, HeartbeatReception hearing, MaintenanceMode maintenance,
			Instant now) {
		Instant since = maintenance.since();
		Map<String, Integer> running = new TreeMap<>();
		List<String> unheard = new ArrayList<>();
		boolean draining = false;
		for (Sighting sighting : sightings) {
			Heartbeat heartbeat = sighting.heartbeat();
			String id = heartbeat.instance().id();
			if (!sighting.live() || !sighting.isRecent(hearing, now)) {
				unheard.add(id);
				continue;
			}
			if (heartbeat.slotsUsed() > 0) {
				running.merge(id, heartbeat.slotsUsed(), Integer::sum);
			}
			if (since != null && !since.equals(heartbeat.maintenance())) {
				unheard.add(id);
			}
			String worker = heartbeat.workerState();
			draining |= worker != null && !worker.equals("drained") && !worker.equals("fenced");
		}
		return new Stillness(
				verdict(maintenance, hearing, !running.isEmpty() || draining,
						unheard.isEmpty() && !sightings.isEmpty()),
				running, unheard.stream().distinct().sorted().toList());
	}

	private static @Nullable Boolean verdict(MaintenanceMode maintenance, HeartbeatReception hearing, boolean busy,
			boolean all) {
		if (!maintenance.isKnown() || maintenance.unreadable() != null || !hearing.current()) {
			return null;
		}
		if (maintenance.current() == null || busy) {
			return false;
		}
		return all ? true : null;
	}

}
