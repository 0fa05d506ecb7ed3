package io.windhover.management.incident.source;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.api.FlowFilesView;
import io.windhover.execution.instance.Incident;
import io.windhover.management.incident.Finding;
import io.windhover.management.incident.IncidentKind;
import io.windhover.management.incident.IncidentSource;
import io.windhover.management.incident.Reporters;
import io.windhover.management.incident.Verdict;

/**
 * The files of the directory of flows that hold no flow, or one that another file holds
 * as well.
 */
public class FlowFilesSource implements IncidentSource {

	/** By then the directory has been read. */
	private static final Duration SETTLING = Duration.ofMinutes(2);

	private final FlowFilesView files;

	private final Reporters reporters;

	/**
	 * Watches the directory that this instance reads.
	 */
	public FlowFilesSource(FlowFilesView files, Reporters reporters) {
		this.files = files;
		this.reporters = reporters;
	}

	@Override
	public Set<IncidentKind> kinds() {
		return Set.of(IncidentKind.FLOW_FILES_BROKEN);
	}

	@Override
	public List<Finding> find() {
		FlowFilesView.FlowFilesState state = this.files.flowFiles();
		if (state == null || state.broken() == 0) {
			return List.of();
		}
		String cause = state.problems().isEmpty() ? "Files are broken" : state.problems().get(0);
		return List.of(new Finding(IncidentKind.FLOW_FILES_BROKEN,
				Map.of("directory", state.directory(), "instance", this.reporters.self().id()), state.readAt(), cause,
				state.broken(), "/health/api"));
	}

	@Override
	public Verdict judge(Incident open) {
		return this.reporters.judge(open, (this.files.flowFiles() == null) ? SETTLING : Duration.ZERO);
	}

}
