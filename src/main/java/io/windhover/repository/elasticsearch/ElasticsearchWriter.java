package io.windhover.repository.elasticsearch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.windhover.execution.Execution;
import io.windhover.execution.LogLine;
import io.windhover.execution.TaskRun;
import io.windhover.repository.Batch;
import io.windhover.repository.MetricDocument;
import io.windhover.repository.Refusal;
import io.windhover.repository.elasticsearch.BulkOperation.Header;

/**
 * Makes bulk requests of a batch. What is there already, as new or newer, is no failure.
 */
class ElasticsearchWriter {

	private final Indices indices;

	private final BulkWriter writer;

	private final TriggerWriter triggers;

	ElasticsearchWriter(Indices indices, BulkWriter writer, TriggerWriter triggers) {
		this.indices = indices;
		this.writer = writer;
		this.triggers = triggers;
	}

	List<Refusal> write(Batch batch) {
		BulkOperations bulk = new BulkOperations();
		bulk.add(batch.executions(), this::execution);
		bulk.add(batch.taskRuns(), this::taskRun);
		bulk.add(batch.deletedTriggers(), this::deletion);
		bulk.add(batch.logs(), this::log);
		bulk.add(batch.metrics(), this::metric);
		List<Refusal> refusals = new ArrayList<>(bulk.refusals());
		refusals.addAll(this.writer.write(bulk.actions()).refusals());
		refusals.addAll(this.triggers.write(batch.triggers()));
		return refusals;
	}

	private BulkOperation execution(Execution execution) {
		return versioned(execution, "executions", execution.id(), execution.version(),
				DocumentSource.OfExecution.of(execution));
	}

	private BulkOperation taskRun(TaskRun run) {
		return versioned(run, "task-runs", run.id(), run.version(), DocumentSource.OfTaskRun.of(run));
	}

	private BulkOperation log(LogLine line) {
		return once(line, "logs", line.id(), DocumentSource.OfLogLine.of(line));
	}

	private BulkOperation metric(MetricDocument metric) {
		return once(metric, "metrics", metric.id(), DocumentSource.OfMetric.of(metric));
	}

	private BulkOperation deletion(String key) {
		return BulkOperation.deletion(key, Header.plain(this.indices.triggers(), key));
	}

	private BulkOperation versioned(Object document, String kind, String id, long version, DocumentSource source) {
		Instant at = source.timestamp();
		return BulkOperation.of(document, "index", Header.versioned(this.indices.of(kind, at), id, version), source);
	}

	private BulkOperation once(Object document, String kind, String id, DocumentSource source) {
		Instant at = source.timestamp();
		return BulkOperation.of(document, "create", Header.plain(this.indices.of(kind, at), id), source);
	}

}
