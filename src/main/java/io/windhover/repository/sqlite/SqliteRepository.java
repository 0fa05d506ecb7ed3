package io.windhover.repository.sqlite;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

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
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * The repository in a file of this machine.
 */
class SqliteRepository implements Repository {

	private final SqliteDatabase database;

	private final SqliteWriter writer;

	private final SqliteReader reader;

	private final SqliteHistogram histogram;

	private final SqliteCleaner cleaner;

	private final SqliteSizes sizes;

	SqliteRepository(SqliteDatabase database) {
		this.database = database;
		this.writer = new SqliteWriter(database);
		this.reader = new SqliteReader(database);
		this.histogram = new SqliteHistogram(database);
		this.cleaner = new SqliteCleaner(database);
		this.sizes = new SqliteSizes(database);
	}

	@Override
	public String type() {
		return "sqlite";
	}

	@Override
	public void open() {
		answered(() -> {
			this.reader.ping();
			return true;
		});
	}

	@Override
	public List<Refusal> write(Batch batch) {
		return answered(() -> this.writer.write(batch));
	}

	@Override
	public Map<TopicPartition, Long> offsets() {
		return answered(this.reader::offsets);
	}

	@Override
	public boolean isEmbedded() {
		return true;
	}

	@Override
	public boolean isReplaced() {
		return this.database.isReplaced();
	}

	@Override
	public Page<Execution> executions(ExecutionQuery query) {
		return answered(() -> this.reader.executions(query));
	}

	@Override
	public ExecutionHistogram histogram(ExecutionQuery query, TimeBuckets buckets) {
		return answered(() -> this.histogram.count(query, buckets));
	}

	@Override
	public @Nullable Execution execution(String id) {
		return this.<@Nullable Execution>answered(() -> this.reader.execution(id));
	}

	@Override
	public List<TaskRun> taskRuns(String executionId) {
		return answered(() -> this.reader.taskRuns(executionId));
	}

	@Override
	public Page<LogLine> logs(String executionId, int page, int size) {
		return answered(() -> this.reader.logs(executionId, page, size));
	}

	@Override
	public List<TriggerState> triggers() {
		return answered(this.reader::triggers);
	}

	@Override
	public void delete(Collection<String> executionIds) {
		answered(() -> {
			executionIds.forEach(this.cleaner::delete);
			return true;
		});
	}

	@Override
	public @Nullable LocalDate deleteBefore(LocalDate day) {
		return this.<@Nullable LocalDate>answered(() -> this.cleaner.deleteBefore(day));
	}

	@Override
	public RepositorySize size(int samples) {
		return answered(() -> this.sizes.size(samples));
	}

	private <T extends @Nullable Object> T answered(Supplier<T> question) {
		try {
			return question.get();
		}
		catch (DataAccessException ex) {
			throw new RepositoryException("The SQLite file of this machine does not answer: " + ex.getMessage(), ex);
		}
	}

}
