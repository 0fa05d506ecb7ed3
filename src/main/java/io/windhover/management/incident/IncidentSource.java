package io.windhover.management.incident;

import java.util.List;
import java.util.Set;

import io.windhover.execution.instance.Incident;

/**
 * Finds what is wrong on this instance: a bean of it is asked every few seconds, on the
 * thread of the watch. It reads views and samples, and asks neither a broker nor a
 * repository.
 */
public interface IncidentSource {

	/**
	 * The kinds that it finds, which no other source of this instance does.
	 */
	Set<IncidentKind> kinds();

	/**
	 * What is wrong now, each subject once.
	 */
	List<Finding> find();

	/**
	 * What became of an open incident of one of these kinds that was not found: of this
	 * instance's, of an earlier start of it or of another instance. To say OVER closes
	 * it, whoever reports it.
	 */
	Verdict judge(Incident open);

}
