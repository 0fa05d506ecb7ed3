package io.windhover.worker.sql;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

import io.windhover.worker.sql.SqlConfiguration.Fetch;
import io.windhover.worker.task.TaskContext;
import io.windhover.worker.task.TaskFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One run of statements. A thread of its own asks the database, because drivers take no
 * notice of an interrupt: that of the attempt waits, and cancels.
 */
class SqlRun {

	private static final Logger logger = LoggerFactory.getLogger(SqlRun.class);

	static final String ROWS = "rows";

	/** A statement that is not cancelled by then loses its connection. */
	private static final long CANCEL_NANOS = 5_000_000_000L;

	private static final long CANCEL_AGAIN_MILLIS = 50;

	private static final int BATCH = 1000;

	private static final int FETCH = 100;

	/** Of rows, for JDBC. */
	private static final int NO_LIMIT = 0;

	/** With any other size its driver reads the whole result into memory. */
	private static final int MYSQL_ROW_BY_ROW = Integer.MIN_VALUE;

	private final SqlPlan plan;

	private final TaskContext context;

	private volatile @Nullable Connection connection;

	private volatile @Nullable Statement statement;

	private volatile boolean stopped;

	SqlRun(SqlPlan plan, TaskContext context) {
		this.plan = plan;
		this.context = context;
	}

	Map<String, Object> run() throws Exception {
		Map<String, String> logged = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
		FutureTask<Map<String, Object>> work = new FutureTask<>(() -> work(logged));
		Thread thread = daemon("sql", work);
		try {
			return work.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw ex;
		}
		catch (InterruptedException ex) {
			stop(thread);
			throw ex;
		}
	}

	private static Thread daemon(String what, Runnable work) {
		Thread thread = new Thread(work, Thread.currentThread().getName() + "-" + what);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	/**
	 * Again and again, because a statement that begins at this moment hears nothing, and
	 * on a thread of its own, because drivers connect anew for it.
	 */
	private void stop(Thread thread) throws InterruptedException {
		this.stopped = true;
		long start = System.nanoTime();
		Thread cancelling = null;
		try {
			// one that still connects ends by itself
			while (thread.isAlive() && this.connection != null && System.nanoTime() - start < CANCEL_NANOS) {
				if (cancelling == null || !cancelling.isAlive()) {
					cancelling = daemon("cancel", () -> quietly("cancel", this.statement, Statement::cancel));
				}
				thread.join(CANCEL_AGAIN_MILLIS);
			}
		}
		finally {
			if (thread.isAlive()) {
				quietly("abort", this.connection, (each) -> each.abort(Runnable::run));
			}
		}
	}

	private Map<String, Object> work(Map<String, String> logged) throws Exception {
		MDC.setContextMap(logged);
		SqlConfiguration configuration = this.plan.configuration();
		String database = Drivers.shown(this.context.masked(configuration.url()));
		this.context.tell("database", database);
		try (Connection opened = Drivers.connect(configuration.url(), database, configuration.username(),
				configuration.password())) {
			this.connection = opened;
			opened.setAutoCommit(configuration.isAutoCommit());
			return inTransaction(opened);
		}
		catch (SQLException ex) {
			throw new IOException("%s: %s".formatted(database, Drivers.message(ex)), ex);
		}
	}

	private Map<String, Object> inTransaction(Connection opened) throws Exception {
		boolean done = false;
		try {
			for (SqlPlan.Step step : this.plan.before()) {
				explained(step.text(), () -> execute(opened, step, Fetch.NONE));
			}
			Map<String, Object> outputs = explained(this.plan.text(), () -> statement(opened));
			if (!opened.getAutoCommit()) {
				opened.commit();
			}
			done = true;
			return outputs;
		}
		finally {
			if (!done && !this.plan.configuration().isAutoCommit()) {
				quietly("roll back", opened, Connection::rollback);
			}
		}
	}

	private Map<String, Object> statement(Connection opened) throws Exception {
		return this.plan.isBatch() ? batch(opened)
				: execute(opened, new SqlPlan.Step(this.plan.text(), this.plan.rows().get(0)),
						this.plan.configuration().fetchOrDefault());
	}

	private Map<String, Object> execute(Connection opened, SqlPlan.Step step, Fetch fetch) throws Exception {
		String sql = step.text().sql();
		if (step.text().places().isEmpty()) {
			try (Statement plain = opened.createStatement()) {
				begin(plain, step.text(), fetch);
				return outputs(plain, plain.execute(sql), fetch);
			}
		}
		try (PreparedStatement prepared = opened.prepareStatement(sql)) {
			begin(prepared, step.text(), fetch);
			step.parameters().set(prepared);
			return outputs(prepared, prepared.execute(), fetch);
		}
	}

	private Map<String, Object> batch(Connection opened) throws SQLException {
		IntStream.Builder changes = IntStream.builder();
		try (PreparedStatement prepared = opened.prepareStatement(this.plan.text().sql())) {
			int waiting = 0;
			for (SqlParameters row : this.plan.rows()) {
				row.set(prepared);
				prepared.addBatch();
				waiting++;
				if (waiting == BATCH) {
					begin(prepared, this.plan.text(), Fetch.NONE);
					IntStream.of(prepared.executeBatch()).forEach(changes);
					waiting = 0;
				}
			}
			if (waiting > 0) {
				begin(prepared, this.plan.text(), Fetch.NONE);
				IntStream.of(prepared.executeBatch()).forEach(changes);
			}
		}
		int[] counts = changes.build().toArray();
		// some drivers do not know
		return IntStream.of(counts).anyMatch((each) -> each < 0) ? Map.of() : changed(IntStream.of(counts).sum());
	}

	/** What is to be cancelled from now on. */
	void begin(Statement next, SqlText text, Fetch fetch) throws SQLException {
		this.statement = next;
		if (this.stopped) {
			throw new SQLException("cancelled");
		}
		SqlConfiguration configuration = this.plan.configuration();
		int most = switch (fetch) {
			// one more than may be, so that it is seen
			case ROWS -> configuration.maxRowsOrDefault() + 1;
			case CSV, JSONL -> (configuration.maxRows() != null) ? configuration.maxRows() + 1 : NO_LIMIT;
			case ROW -> 1;
			// all: it may do more than read
			case NONE -> NO_LIMIT;
		};
		if (text.isSelect()) {
			// some databases change no more rows than that, either
			next.setMaxRows(most);
		}
		if (Drivers.isMySql(configuration.url())) {
			next.setFetchSize(MYSQL_ROW_BY_ROW);
		}
		else {
			next.setFetchSize((most == NO_LIMIT) ? FETCH : Math.min(FETCH, most));
		}
	}

	private Map<String, Object> outputs(Statement done, boolean isResult, Fetch fetch)
			throws SQLException, IOException, TaskFailedException {
		if (!isResult) {
			return changed(Math.max(done.getUpdateCount(), 0));
		}
		Map<String, Object> outputs = new LinkedHashMap<>();
		if (fetch == Fetch.NONE) {
			drain(done);
		}
		else if (fetch.isFile()) {
			try (ResultSet results = done.getResultSet()) {
				outputs.putAll(new SqlFile(fetch, this.context).outputs(results, rows()));
			}
		}
		else {
			try (ResultSet results = done.getResultSet()) {
				List<Map<String, @Nullable Object>> rows = rows().read(results, fetch == Fetch.ROW);
				this.context.count(ROWS, rows.size(), "kind", "read");
				outputs.put("size", rows.size());
				if (fetch == Fetch.ROWS) {
					outputs.put("rows", rows);
				}
				else if (!rows.isEmpty()) {
					outputs.put("row", rows.get(0));
				}
			}
		}
		return outputs;
	}

	private SqlRows rows() {
		SqlConfiguration configuration = this.plan.configuration();
		if (configuration.fetchOrDefault().isFile() && configuration.maxBytes() == null) {
			return new SqlRows(configuration.maxRowsOrDefault(), this.context.files().maxSize(),
					"windhover.files.max-file-size");
		}
		return new SqlRows(configuration.maxRowsOrDefault(), configuration.maxBytesOrDefault(), "maxBytes");
	}

	/** A database may compute a row only when it is asked for. */
	private static void drain(Statement done) throws SQLException {
		try (ResultSet results = done.getResultSet()) {
			while (results.next()) {
				// nobody wants it
			}
		}
	}

	private Map<String, Object> changed(int count) {
		this.context.count(ROWS, count, "kind", "changed");
		return Map.of("updated", count);
	}

	private static <T> T explained(SqlText text, Callable<T> work) throws Exception {
		try {
			return work.call();
		}
		catch (SQLException ex) {
			throw new IOException("%s: %s".formatted(text.field(), Drivers.message(ex)), ex);
		}
	}

	private static <T> void quietly(String what, @Nullable T target, Action<T> action) {
		try {
			if (target != null) {
				action.accept(target);
			}
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("Could not {}", what, ex);
		}
	}

	/**
	 * What is done with a connection or a statement.
	 */
	private interface Action<T> {

		void accept(T target) throws SQLException;

	}

}
