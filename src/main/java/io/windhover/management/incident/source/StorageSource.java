package io.windhover.management.incident.source;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.execution.instance.Incident;
import io.windhover.management.incident.Finding;
import io.windhover.management.incident.IncidentKind;
import io.windhover.management.incident.IncidentSource;
import io.windhover.management.incident.Reporters;
import io.windhover.management.incident.Verdict;
import io.windhover.management.storage.Forecast;
import io.windhover.management.storage.StorageKind;
import io.windhover.management.storage.StorageSample;
import io.windhover.management.storage.StorageSampler;
import io.windhover.management.storage.Volume;
import org.jspecify.annotations.Nullable;

/**
 * The disks that will be full within days: those of this instance and its repository, and
 * those of the brokers, which the first instance reports.
 */
public class StorageSource implements IncidentSource {

	/** A weekend, and a day to do something. */
	static final Duration SOON = Duration.ofDays(4);

	/** Until a sampler that begins anew can tell. */
	private static final Duration SETTLING = Duration.ofMinutes(45);

	private static final String INSTANCE = "instance";

	private static final String DISK = "disk";

	private final StorageSampler storage;

	private final Reporters reporters;

	/**
	 * Watches the last sample; finds nothing before the first.
	 */
	public StorageSource(StorageSampler storage, Reporters reporters) {
		this.storage = storage;
		this.reporters = reporters;
	}

	@Override
	public Set<IncidentKind> kinds() {
		return Set.of(IncidentKind.STORAGE_FILLING);
	}

	/** What several directories have in common is told once. */
	@Override
	public List<Finding> find() {
		StorageSample sample = this.storage.last();
		Set<String> devices = new HashSet<>();
		return (sample == null) ? List.of()
				: sample.volumes()
					.stream()
					.filter((each) -> isSoonFull(each.forecast()))
					.map(StorageSample.Filling::volume)
					.filter((volume) -> volume.kind() != StorageKind.TOPICS || this.reporters.isFirst())
					.filter((volume) -> volume.device() == null || devices.add(volume.device()))
					.map(this::finding)
					.toList();
	}

	private static boolean isSoonFull(@Nullable Forecast forecast) {
		Duration fullIn = (forecast != null) ? forecast.fullIn() : null;
		return fullIn != null && fullIn.compareTo(SOON) < 0;
	}

	private static boolean isSeen(StorageSample sample, Incident open) {
		return sample.volumes().stream().anyMatch((each) -> each.volume().where().equals(open.subject().get(DISK)));
	}

	private Finding finding(Volume volume) {
		Map<String, String> subject = new LinkedHashMap<>();
		subject.put(DISK, volume.where());
		if (volume.kind() != StorageKind.TOPICS) {
			subject.put(INSTANCE, this.reporters.self().id());
		}
		return new Finding(IncidentKind.STORAGE_FILLING, subject, null,
				"What is free at %s is used up within %d days, as fast as it became less over the last hours"
					.formatted(volume.where(), SOON.toDays()),
				1, "/storage");
	}

	/** Where a look failed, the disk is as it was. */
	@Override
	public Verdict judge(Incident open) {
		StorageSample sample = this.storage.last();
		if (sample != null && !sample.errors().isEmpty() && !isSeen(sample, open)
				&& (this.reporters.isHere(open) || !open.subject().containsKey(INSTANCE))) {
			return Verdict.UNDECIDED;
		}
		if (open.subject().containsKey(INSTANCE)) {
			return this.reporters.judge(open, SETTLING);
		}
		if (!this.reporters.isFirst()) {
			return Verdict.ELSEWHERE;
		}
		return this.reporters.isSettling(open, SETTLING) ? Verdict.UNDECIDED : Verdict.OVER;
	}

}
