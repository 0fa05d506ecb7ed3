package io.windhover.repository.elasticsearch;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Random;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.LogLine;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.TriggerState;
import io.windhover.repository.Batch;
import io.windhover.repository.ExecutionHistogram;
import io.windhover.repository.Page;
import io.windhover.repository.Refusal;
import io.windhover.repository.Repository;
import io.windhover.repository.RepositoryException;
import io.windhover.repository.RepositorySize;
import io.windhover.repository.TimeBuckets;
import org.jspecify.annotations.Nullable;

/**
 * The repository in a cluster of Elasticsearch or OpenSearch.
 */
class ElasticsearchRepository implements Repository {

	private final IndexTemplates templates;

	private final ElasticsearchWriter writer;

	private final ElasticsearchReader reader;

	private final DatedIndices days;

	private final DocumentDeletion deletion;

	private final IndexSizes sizes;

	private volatile boolean prepared;

	ElasticsearchRepository(ElasticsearchClient client, ElasticsearchProperties properties) {
		Indices indices = new Indices(properties.prefix());
		BulkWriter bulk = new BulkWriter(client, properties.maxRequestSize().toBytes(), indices.triggers());
		this.templates = new IndexTemplates(client, indices, properties.shards(), properties.replicas());
		this.writer = new ElasticsearchWriter(indices, bulk, new TriggerWriter(client, bulk, indices.triggers()));
		this.reader = new ElasticsearchReader(client, indices);
		this.days = new DatedIndices(client, indices);
		this.deletion = new DocumentDeletion(client, indices, bulk);
		this.sizes = new IndexSizes(client, indices, new Random());
	}

	@Override
	public String type() {
		return "elasticsearch";
	}

	@Override
	public void open() {
		this.templates.put();
		this.prepared = true;
	}

	/**
	 * Puts the templates again after a failure: what comes back may be empty, and would
	 * make indices by guesswork.
	 */
	@Override
	public List<Refusal> write(Batch batch) {
		if (!this.prepared) {
			open();
		}
		try {
			return this.writer.write(batch);
		}
		catch (RepositoryException ex) {
			this.prepared = false;
			throw ex;
		}
	}

	@Override
	public Page<Execution> executions(ExecutionQuery query) {
		return this.reader.executions(query);
	}

	@Override
	public ExecutionHistogram histogram(ExecutionQuery query, TimeBuckets buckets) {
		return this.reader.histogram(query, buckets);
	}

	@Override
	public @Nullable Execution execution(String id) {
		return this.reader.execution(id);
	}

	@Override
	public List<TaskRun> taskRuns(String executionId) {
		return this.reader.taskRuns(executionId);
	}

	@Override
	public Page<LogLine> logs(String executionId, int page, int size) {
		return this.reader.logs(executionId, page, size);
	}

	@Override
	public List<TriggerState> triggers() {
		return this.reader.triggers();
	}

	@Override
	public void delete(Collection<String> executionIds) {
		this.deletion.delete(executionIds);
	}

	@Override
	public @Nullable LocalDate deleteBefore(LocalDate day) {
		return this.days.deleteBefore(day);
	}

	@Override
	public RepositorySize size(int samples) {
		return this.sizes.size(samples);
	}

}
